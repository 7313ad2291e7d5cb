#pragma once
/// The audit trail: who did what, when, from where, on whose behalf. Chained like the ledger; read by the auditor.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "people/organisations.hpp"
#include "people/permit.hpp"
#include "store/store.hpp"

namespace relais::audit {

using people::OrganisationId;
using people::ProgrammeId;
using RecordId = base::Id<struct AuditRecordTag>;

/// What somebody did. Its texts name things by their references: never a name, an e-mail address or a secret.
struct Event {
  std::string action;             ///< stable: `receive_gifts`, `sign_in`
  std::string subject = {};       ///< reference of what it was done to: a gift's code, `S-0001-X`
  std::string address = {};       ///< from where: the network address; empty for the command line
  ProgrammeId programme = {};     ///< none: beside any programme
  OrganisationId on_behalf = {};  ///< the organisation whose role allowed it
  std::string request = {};       ///< the request key; the same actor's same key is recorded once
};

/// Appends to the trail, in the transaction of the change itself: neither is kept without the other.
///
/// Retry    safe with a request key: a repeat appends nothing.
void record(store::Transaction& transaction, const people::Permit& permit, const Event& event);

struct Record {
  RecordId id;
  base::Instant at;
  std::string actor;
  Event event;
  std::string organisation_code;  ///< of `on_behalf`, or empty
  std::string hash;
};

struct RecordFilter {
  std::string actor = {};    ///< empty: of all
  std::string action = {};   ///< empty: all
  std::string subject = {};  ///< empty: all
  RecordId before = {};      ///< for the next page: the last of the one before
  std::int64_t records_max = 50;
};
/// The newest first, those of the programme and those beside any. One query.
/// Permission  covers the whole programme.
std::vector<Record> list_records(store::Reader& reader, const people::ReadPermit& permit, ProgrammeId programme,
                                 const RecordFilter& filter = {});

struct Verification {
  std::int64_t records = 0;
  std::int64_t strands = 0;
  std::string fault = {};  ///< what is wrong first, as `record 12 of strand 0: …`; empty when all is right
};
/// Walks every strand and recomputes every hash.
Verification verify(store::Reader& reader);

}  // namespace relais::audit
