#pragma once
/// A structure gives products from its shelf to people it accompanies. Counts only: who they are stays with it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "people/organisations.hpp"
#include "shipments/shipments.hpp"
#include "store/store.hpp"

namespace relais::handover {

using catalogue::Audience;
using catalogue::Catalogue;
using catalogue::KindId;
using catalogue::Label;
using catalogue::Part;
using catalogue::ProductId;
using catalogue::ProgrammeId;
using people::HandOverPermit;
using people::OrganisationId;
using HandOverId = base::Id<struct HandOverTag>;

struct HandOverOrder {
  std::string request;  ///< the request key: the same key acts once
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t people = 0;  ///< each is given one of the product
  base::Day day;
};

/// remise
struct HandOver {
  HandOverId id;
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t people = 0;
  base::Day day;
  std::vector<Part> given;  ///< by kind code; a substitution shows as another kind than the product's
  bool repeated = false;    ///< the same request had been acted on before; nothing was done now
};

/// Hands one product to each of some people.
///
/// Permission  covers the structure.
/// Effect      one ledger entry shelf -> handed_over; one record. The kinds are chosen as `allocation::compose` does.
/// Retry       safe: the same `request` with the same content gives the first record.
/// Refuses     request_is_empty, people's not_yours, request_reused, structure_unknown, product_unknown,
/// people_not_positive,
///             count_too_large, programme_not_started, programme_ended, structure_not_accredited, not_on_shelf.
base::Result<HandOver> hand_over(store::Transaction& transaction, const HandOverPermit& permit,
                                 const Catalogue& catalogue, const HandOverOrder& order);
/// All or none: the first refusal refuses them all, and the transaction must be given up.
base::Result<std::vector<HandOver>> hand_over_many(store::Transaction& transaction, const HandOverPermit& permit,
                                                   const Catalogue& catalogue,
                                                   const std::vector<HandOverOrder>& orders);

struct HandOverFilter {
  OrganisationId structure = {};  ///< none: of all
  HandOverId after = {};          ///< for the next page: the last of the one before
  std::int64_t records_max = 1'000;
};
/// In the order in which they were recorded. Two queries.
std::vector<HandOver> list_hand_overs(store::Reader& reader, ProgrammeId programme, const HandOverFilter& filter = {});

/// The last ones of a structure, the newest first. Two queries.
std::vector<HandOver> list_latest_hand_overs(store::Reader& reader, ProgrammeId programme, OrganisationId structure,
                                             std::int64_t records_max);

/// Compares the records with the ledger's accounts, per structure and kind. Gives the first difference, or nothing.
std::optional<Label> find_hand_over_fault(store::Reader& reader, ProgrammeId programme);

}  // namespace relais::handover
