#pragma once
/// What donors pledge, what depots count in, and the difference: surplus and shortfall, recorded, never hidden.
///
/// Always: received + shortfall - surplus = pledged, for each line. Goods come in by ledger entries from the donor's
/// account; second-hand devices into the depot's workshop, everything else into its free stock.

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "people/organisations.hpp"
#include "store/store.hpp"
#include "tabular/columns.hpp"
#include "tabular/report.hpp"

namespace relais::gifts {

using catalogue::Catalogue;
using catalogue::KindId;
using catalogue::ProgrammeId;
using people::GiftPermit;
using people::OrganisationId;
using PledgeId = base::Id<struct PledgeTag>;
using ReceiptId = base::Id<struct ReceiptTag>;

enum class PledgeState { open, closed };
std::string_view code_of(PledgeState state);
std::optional<PledgeState> parse_pledge_state(std::string_view code);

/// fléchage: whom a donor means goods for; nothing set: whoever needs them.
struct Earmark {
  std::optional<catalogue::Audience> audience = {};
  std::string departement = {};  ///< its code
  explicit operator bool() const { return audience.has_value() || !departement.empty(); }
  bool operator==(const Earmark&) const = default;
};

/// One line per kind and condition; a second instalment of the same kind is a pledge of its own.
struct PledgeLineDraft {
  std::string kind_code;
  std::int64_t quantity = 0;    ///< items
  bool is_second_hand = false;  ///< devices only
  std::optional<base::Day> expected_from = {};
  std::optional<base::Day> expected_until = {};
  Earmark for_whom = {};
};

struct PledgeDraft {
  std::string code;  ///< stable, unique in the programme; what files name it by
  std::string donor_code;
  std::vector<PledgeLineDraft> lines;
  bool must_be_new = false;   ///< another pledge of that code is refused, not changed
  std::string replaces = {};  ///< `version_of` the pledge that was edited; empty: whatever stands
};

struct SavedPledge {
  PledgeId id;
  people::Saved outcome;
};

/// Creates the pledge, or brings the one with the same code up to the draft: its lines become the draft's.
///
/// Permission  covers the donor.
/// Retry       safe: the same draft again changes nothing.
/// Refuses     pledge_needs_code, donor_not_registered, people's not_yours, pledge_is_empty, then for each line
/// kind_unknown,
///             quantity_not_positive, second_hand_is_for_devices, dates_reversed, line_repeated; then donor_changed,
///             code_taken, pledge_closed, changed_meanwhile, below_received (a line goes under what was received of
///             it).
base::Result<SavedPledge> save_pledge(store::Transaction& transaction, const GiftPermit& permit,
                                      const Catalogue& catalogue, const PledgeDraft& draft);

struct ReceiptLineDraft {
  std::string kind_code;
  std::int64_t quantity = 0;
  bool is_second_hand = false;
};

/// What a depot counted in against a pledge: all of it, a part, more, or kinds that were not announced.
struct ReceiptDraft {
  std::string request;  ///< the request key: the same key acts once
  std::string pledge_code;
  std::string depot_code;
  std::vector<ReceiptLineDraft> lines;  ///< one per kind and condition
};

struct ReceiptLine {
  KindId kind;
  bool is_second_hand = false;
  std::int64_t quantity = 0;  ///< counted in, surplus included
  std::int64_t surplus = 0;   ///< of it, beyond what the pledge still expected at that time
  bool operator==(const ReceiptLine&) const = default;
};

struct Receipt {
  ReceiptId id;
  PledgeId pledge;
  OrganisationId depot;
  base::Instant received_at;
  std::vector<ReceiptLine> lines;
  bool repeated = false;  ///< the same request had been acted on before; nothing was done now
};

/// Counts goods in at a depot against a pledge.
///
/// Permission  covers the depot.
/// Effect   a ledger entry `gift_received` for what was pledged, another `surplus_received` for the rest, about the
///          pledge's code; a receipt.
/// Retry    safe: the same `request` with the same content gives the first receipt, even once the pledge is closed.
/// Refuses  request_is_empty, pledge_unknown, people's not_yours, request_reused, pledge_closed, depot_unknown,
/// receipt_is_empty, then for
///          each line kind_unknown, quantity_not_positive, second_hand_is_for_devices, line_repeated.
base::Result<Receipt> receive(store::Transaction& transaction, const GiftPermit& permit, const Catalogue& catalogue,
                              const ReceiptDraft& draft);

/// Takes a receipt back that was recorded by mistake: its entries are reversed, its goods no longer count.
///
/// Permission  covers the depot.
/// Retry    safe: a receipt cancelled already stays so.
/// Refuses  receipt_unknown, people's not_yours, pledge_closed, ledger's would_go_negative (the goods have left the
/// depot).
base::Result<people::Saved> cancel_receipt(store::Transaction& transaction, const GiftPermit& permit,
                                           ReceiptId receipt);

/// Ends a pledge: it takes no more goods, and the shortfall of each of its lines is recorded.
///
/// Permission  covers the donor.
/// Retry    safe: a closed pledge stays closed.
/// Refuses  pledge_unknown, people's not_yours.
base::Result<people::Saved> close_pledge(store::Transaction& transaction, const GiftPermit& permit,
                                         ProgrammeId programme, std::string_view pledge_code);

/// How far a gift came. Units: items; `received_gb` is the data volume of the top-ups received.
struct Progress {
  std::int64_t pledged = 0;
  std::int64_t received = 0;
  std::int64_t surplus = 0;
  std::int64_t shortfall = 0;
  std::int64_t pledged_gb = 0;
  std::int64_t received_gb = 0;
  bool operator==(const Progress&) const = default;
};

struct GiftLine {
  KindId kind;
  bool is_second_hand = false;
  Progress progress;  ///< pledged 0: goods that came without being announced
  std::optional<base::Day> expected_from = {};
  std::optional<base::Day> expected_until = {};
  Earmark for_whom = {};
};

/// A pledge and what came of it.
struct Gift {
  PledgeId id;
  std::string code;
  OrganisationId donor;
  std::string donor_name;
  PledgeState state = PledgeState::open;
  std::vector<GiftLine> lines;
};

/// What a pledge announces, as one short text: another text, another announcement.
std::string version_of(const Gift& gift);

/// All gifts of a programme, in the order of their codes. One query, whatever their number.
std::vector<Gift> list_gifts(store::Reader& reader, ProgrammeId programme);
std::optional<Gift> find_gift(store::Reader& reader, ProgrammeId programme, std::string_view pledge_code);
/// The receipts of a pledge that were not cancelled, in the order in which they were recorded. One query.
std::vector<Receipt> list_receipts(store::Reader& reader, PledgeId pledge);

struct DonorTotal {
  OrganisationId donor;
  KindId kind;
  Progress progress;  ///< surplus and shortfall are those of its pledges added up: one does not make up for the other
};

/// By donor and kind. One query.
std::vector<DonorTotal> list_donor_totals(store::Reader& reader, ProgrammeId programme);

/// What donors gave, from their ledger accounts: what impact per donor is computed from.
struct Given {
  OrganisationId donor;
  KindId kind;
  std::int64_t quantity = 0;
};
std::vector<Given> list_given(store::Reader& reader, ProgrammeId programme);

/// What was received, new, of the lines that a donor earmarked. Surplus counts.
struct Earmarked {
  KindId kind;
  Earmark for_whom;
  std::int64_t received = 0;
};
/// By kind and earmark, donors added up. One query.
std::vector<Earmarked> list_earmarked(store::Reader& reader, ProgrammeId programme);

/// Compares receipts with the ledger; the first difference found, with the receipt's request key.
std::optional<std::string> find_difference_with_ledger(store::Reader& reader, ProgrammeId programme);

struct ImportOptions {
  bool is_partial = false;  ///< keep the pledges that are right when others are refused
  tabular::Mapping mapping = {};
};

/// Reads pledges from a table: columns code, donor, kind, quantity, and if there second_hand, expected_from,
/// expected_until, for_audience, for_departement. Rows with one code are one pledge; it is refused whole when one of
/// its rows is.
///
/// Permission  covers the donors; a row of another is refused.
/// Effect   unless partial, nothing is kept when a row is refused; the report then says so.
/// Retry    safe: the same table again changes nothing.
/// Refuses  what tabular refuses of the table as a whole. Refusals of rows are in the report.
base::Result<tabular::ImportReport> import_gifts(store::Database& database, const GiftPermit& permit,
                                                 ProgrammeId programme, std::istream& table,
                                                 const ImportOptions& options = {});

}  // namespace relais::gifts
