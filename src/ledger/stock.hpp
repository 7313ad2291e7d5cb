#pragma once
/// The stock as the people of a depot or a structure work with it: what is where, how it came there, and a count that
/// says otherwise.

#include "ledger/ledger.hpp"
#include "people/permit.hpp"

namespace relais::ledger {

/// What somebody may count: goods that stand on shelves. What is reserved or on its way belongs to its shipment.
bool is_countable(AccountKind kind);
const catalogue::Label& label_of(AccountKind kind);
const catalogue::Label& label_of(Reason reason);

struct Holding {
  AccountKind account = AccountKind::depot;
  KindId kind;
  std::int64_t quantity = 0;
};
struct Holder {
  OrganisationId id;
  std::string code;
  std::string name;
  std::string departement;
  people::OrganisationKind kind = people::OrganisationKind::depot;
  std::vector<Holding> holdings;  ///< of inside accounts, not zero, by item kind
};
struct HolderFilter {
  std::optional<people::OrganisationKind> kind = {};  ///< depots or structures alone
  std::string after = {};                             ///< the code of the last of the page before
  std::int64_t holders_max = 50;
};
/// Depots and structures that hold something now, of those covered, by code. Two queries.
std::vector<Holder> list_holders(store::Reader& reader, ProgrammeId programme, const people::Coverage& coverage,
                                 const HolderFilter& filter);

struct Movement {
  EntryId entry;
  base::Instant at;
  Reason reason = Reason::adjusted;
  std::string about;  ///< the document that it carries out
  std::string actor;
  KindId kind;
  std::int64_t quantity = 0;  ///< into the account, negative out of it
  std::string why = {};       ///< of a stocktake
  bool is_reversed = false;
};
/// The newest first, those of whole entries older than `before`; none: from the newest. One query.
std::vector<Movement> list_movements(store::Reader& reader, AccountId account, EntryId before,
                                     std::int64_t entries_max);

struct Counted {
  KindId kind;
  std::int64_t expected = 0;  ///< what the form said is there
  std::int64_t counted = 0;
};
struct StocktakeOrder {
  std::string request;  ///< the request key: the same key acts once
  AccountKind account = AccountKind::depot;
  OrganisationId holder;
  std::vector<Counted> counted;
  std::string reason;  ///< kept for ever
};
struct StockTaken {
  EntryId entry;
  std::int64_t more = 0;  ///< items found that the ledger did not have
  std::int64_t less = 0;  ///< items that are not there
  bool repeated = false;
};

/// Brings an account to what was counted in it.
///
/// Permission  covers the holder.
/// Effect      one entry `adjusted`: what is not there goes to the holder's lost account, what is there besides comes
///             from it; and the reason beside it.
/// Retry       safe: the same `request` with the same order gives the first outcome.
/// Refuses     request_is_empty, people's not_yours, reason_is_empty, not_countable, count_is_negative,
///             stock_moved_meanwhile (the account no longer holds what the form said), nothing_differs, request_reused.
base::Result<StockTaken> take_stock(store::Transaction& transaction, const people::StockPermit& permit,
                                    ProgrammeId programme, const StocktakeOrder& order);

/// Takes a stocktake back by the opposite entry.
///
/// Permission  covers the holder of the account that was counted.
/// Refuses     stocktake_unknown, people's not_yours, what `reverse` refuses.
base::Result<Recorded> reverse_stocktake(store::Transaction& transaction, const people::StockPermit& permit,
                                         ProgrammeId programme, EntryId entry, std::string_view request);

}  // namespace relais::ledger
