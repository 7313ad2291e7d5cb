#pragma once
/// Shares the free stock among the approved needs of a census round by the rule of `fairness`, tells why, and reserves.
///
/// An allocation records everything it was computed from. It can be computed again to the same bytes, and anyone can do
/// so with the published instance. Lines and goods are named by codes, never by ids: the same programme in another
/// database gives the same plan.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "fairness/fairness.hpp"
#include "needs/needs.hpp"
#include "people/organisations.hpp"
#include "store/store.hpp"

namespace relais::allocation {

using catalogue::Audience;
using catalogue::Catalogue;
using catalogue::KindId;
using catalogue::Label;
using catalogue::ProductId;
using catalogue::ProgrammeId;
using needs::NeedId;
using needs::RoundId;
using needs::Urgency;
using people::AllocatePermit;
using people::OrganisationId;
using people::Permit;
using AllocationId = base::Id<struct AllocationTag>;

/// What an urgency does: `tier` 0 is served entirely before tier 1, `weight` multiplies the people within a tier.
struct UrgencyRule {
  std::int32_t tier = 0;
  std::int64_t weight = 1;
  bool operator==(const UrgencyRule&) const = default;
};

/// A line gets nothing of this product, or at least so many.
struct MinimumLot {
  std::string product_code;
  std::int64_t units = 1;
  bool operator==(const MinimumLot&) const = default;
};

/// What a kind may be given in place of, instead of what the catalogue's `serves` says; an empty list: of nothing.
struct Serving {
  std::string kind_code;
  std::vector<std::string> served_codes;
  bool operator==(const Serving&) const = default;
};

/// The stated rule. All of it is kept with the allocation and published.
struct Policy {
  UrgencyRule vital{.tier = 0, .weight = 4};
  UrgencyRule high{.tier = 0, .weight = 2};
  UrgencyRule normal{.tier = 0, .weight = 1};
  std::int64_t departement_floor = 0;  ///< units of each product that the structures of a département get first, in the
                                       ///< order of their own ranks; 0: no floor
  bool substitutes = true;               ///< whether a kind may serve another's need, as the catalogue's `serves` says
  std::vector<MinimumLot> minimum_lots;  ///< by product; others have 1
  std::vector<Serving> serves;           ///< by kind; others serve what the catalogue says
  const UrgencyRule& rule_of(Urgency urgency) const;
  bool operator==(const Policy&) const = default;
};

/// proposed -> approved, or superseded by the next proposal for the same census round. A trial (essai) answers “what
/// if”: it supersedes nothing and is never approved.
enum class State { proposed, approved, superseded, trial };
std::string_view code_of(State state);
std::optional<State> parse_state(std::string_view code);
const Label& label_of(State state);

struct ProposalOrder {
  std::string request;     ///< the request key: the same key acts once
  RoundId round;           ///< the census round whose approved needs take part
  base::Day day;           ///< structures must be accredited on it
  std::uint32_t seed = 1;  ///< published: draws between equals. Fix it before the needs are known
  Policy policy = {};
  AllocationId keeps_grants_of = {};  ///< a promise made is a floor: each need gets at least what it had there
};

struct Proposed {
  AllocationId id;
  bool repeated = false;  ///< the same request had been acted on before; nothing was done now
};

/// How far a long computation is. `total` is 0 while it is not known.
enum class Stage { reading, solving, storing };
using Progress = std::function<void(Stage stage, std::int64_t done, std::int64_t total)>;

/// Shares the free stock of all depots among the approved needs of a round.
///
/// Units       a line's weight is the people counted times the urgency's weight; its cap what was asked less what the
///             same need was granted in approved allocations; its past what the structure was granted of that product
///             for that audience in all approved allocations of the programme.
/// Permission  covers the whole programme; so for all calls here that change something.
/// Effect      one allocation, proposed; an older proposal for the same round is superseded. Nothing is reserved. The
///             solver runs between a read and a write, so that no one waits for it.
/// Retry       safe: the same `request` with the same order gives the first proposal.
/// Refuses     request_is_empty, round_unknown, people's not_yours, request_reused, policy_out_of_range,
/// product_unknown, kind_unknown,
///             promise_unknown, nothing_asked, nothing_free, what `fairness::solve` refuses (floors_do_not_fit…),
///             needs_changed, stock_changed (while it was being computed: try again).
base::Result<Proposed> propose(store::Database& database, const AllocatePermit& permit, const ProposalOrder& order,
                               const Progress& progress = {});

struct ApprovalOrder {
  std::string request;
  AllocationId allocation;
  base::Day day;  ///< structures must still be accredited on it
};

struct Approved {
  std::int64_t reservations = 0;
  std::int64_t items = 0;
  bool repeated = false;
};

/// Approves a proposal, and reserves its goods.
///
/// Effect   the allocation is approved; for each structure and depot one ledger entry depot -> reserved, about the
///          allocation's reference, and one reservation per product and kind.
/// Retry    safe: the same `request` gives the first outcome.
/// Refuses  request_is_empty, allocation_unknown, people's not_yours, already_approved, superseded, is_a_trial,
/// needs_changed,
///          stock_changed (since the proposal: propose again), inputs_altered, plan_is_wrong (the independent checker
///          of `check.hpp` found a fault in what is recorded).
base::Result<Approved> approve(store::Transaction& transaction, const AllocatePermit& permit,
                               const ApprovalOrder& order);

struct Allocation {
  AllocationId id;
  ProgrammeId programme;
  RoundId round;
  std::string reference;  ///< public: `A-0001-X`
  State state = State::proposed;
  base::Day day;
  std::uint32_t seed = 1;
  Policy policy;
  AllocationId keeps_grants_of;
  AllocationId trial_of;  ///< of a trial: the allocation whose inputs it took
  std::string needs_fingerprint;
  std::string stock_fingerprint;
  std::string instance_sha256;  ///< of `fairness::render_instance`
  std::string plan_sha256;      ///< of `fairness::render_plan`, certificate included
  std::int64_t lines = 0;
  std::int64_t asked = 0;    ///< units, the sum of the caps
  std::int64_t granted = 0;  ///< units
  std::string proposed_by;
  base::Instant proposed_at;
  std::string approved_by;  ///< empty until then
  std::optional<base::Instant> approved_at;
};

/// The newest first, trials among them. Three queries.
std::vector<Allocation> list_allocations(store::Reader& reader, ProgrammeId programme);
std::optional<Allocation> find_allocation(store::Reader& reader, ProgrammeId programme, std::string_view reference);
Allocation get_allocation(store::Reader& reader, AllocationId id);

/// The rank of a unit within its tier, exactly: lower is served first. See `fairness::Key`.
struct Rank {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  bool operator==(const Rank&) const = default;
};

/// Items of one kind that a line gets for one part of its product; a substitution when the two differ.
struct Portion {
  KindId part;  ///< the kind that the product names
  KindId kind;  ///< the kind that is given
  std::int64_t quantity = 0;
  bool operator==(const Portion&) const = default;
};

/// What a line's floor comes from; the parts add up to it.
struct Guarantee {
  std::int64_t promised = 0;     ///< its grant in the allocation whose grants are kept
  std::int64_t earmarked = 0;    ///< beyond that, what donors meant for its audience or its département
  std::int64_t departement = 0;  ///< beyond these, its part of the département's floor
  std::int64_t by_hand = 0;      ///< beyond promise and earmark, the quantity that a coordinator set
  std::int64_t total() const { return promised + earmarked + departement + by_hand; }
  bool operator==(const Guarantee&) const = default;
};

/// What one need was granted, and the figures that tell why.
struct Line {
  NeedId need;
  OrganisationId structure;
  std::string name;  ///< `structure/audience/product`, by their codes: what the lottery hashes with the seed
  Audience audience = Audience::precarious_person;
  ProductId product;
  Urgency urgency = Urgency::normal;
  std::int64_t people = 0;
  bool is_checked = false;   ///< somebody checked how many people there are
  std::int64_t asked = 0;    ///< as the need states
  std::int64_t earlier = 0;  ///< of it, granted to this need in earlier approved allocations
  std::int32_t tier = 0;
  std::int64_t weight = 0;
  std::int64_t cap = 0;  ///< asked less earlier, or what was set by hand
  std::int64_t floor = 0;
  Guarantee guarantee;                   ///< what the floor comes from
  std::optional<std::int64_t> adjusted;  ///< the quantity that a coordinator set: floor and cap both. See adjust.hpp
  std::int64_t past = 0;
  std::int64_t granted = 0;
  std::optional<Rank> level;    ///< of its last unit
  std::optional<Rank> next;     ///< of the unit or first lot that it did not get
  std::int64_t next_units = 0;  ///< 1, or the size of that lot
  fairness::LineEnd end = fairness::LineEnd::met;
  std::vector<Portion> portions;  ///< by part code, proper kind first
  std::int64_t unmet() const { return asked - earlier - granted; }
  bool operator==(const Line&) const = default;
};

struct LineFilter {
  OrganisationId structure = {};  ///< none: of all
  std::string after = {};         ///< for the next page: the name of the last of the one before
  std::int64_t lines_max = 1'000;
};
/// In the order of their names. Two queries.
std::vector<Line> list_lines(store::Reader& reader, AllocationId allocation, const LineFilter& filter = {});

/// The lines of one tier that ask for one product.
struct Class {
  std::int32_t tier = 0;
  ProductId product;
  std::int64_t lines = 0;
  std::int64_t asked = 0;
  std::int64_t granted = 0;
  std::optional<Rank> cutoff;   ///< of the last unit granted by rank
  std::string cutoff_line;      ///< its line's name
  std::optional<Rank> refused;  ///< of the first unit that did not fit; none when everyone got what they asked
  std::string refused_line;
  std::vector<KindId> ran_out;  ///< what was missing for it, by kind code
  bool operator==(const Class&) const = default;
};
/// By tier, then product code. Two queries.
std::vector<Class> list_classes(store::Reader& reader, AllocationId allocation);

/// Items by product, part and kind: where the goods of the allocation come from.
struct Route {
  std::int32_t tier = 0;
  ProductId product;
  KindId part;
  KindId kind;
  std::int64_t quantity = 0;
};
/// One query.
std::vector<Route> list_routes(store::Reader& reader, AllocationId allocation);

/// What a structure reads about one of its needs: what it gets, why not more, what ran out, and how to check it with a
/// calculator. Nothing when the need took no part.
std::optional<Label> explain(store::Reader& reader, AllocationId allocation, NeedId need);
/// The same from what a page has loaded already.
Label explain(const Catalogue& catalogue, const Allocation& allocation, const Line& line, const Class& line_class);

/// The recorded inputs, as the solver takes them. `fairness::render_instance` gives their published text, the instance
/// file of `relais solve`; `instance_sha256` is its hash.
fairness::Instance get_instance(store::Reader& reader, AllocationId allocation);

/// Solves the recorded inputs again and compares: the hashes of both texts, each line's figures and goods, each class.
/// Gives the first difference, or nothing.
std::optional<Label> find_difference_when_recomputed(store::Reader& reader, AllocationId allocation);

/// réservation: goods of one depot promised to one structure for one product, until they are dispatched.
struct Reservation {
  AllocationId allocation;
  OrganisationId structure;
  OrganisationId depot;
  ProductId product;
  KindId kind;
  std::int64_t quantity = 0;
  bool is_open = true;  ///< false once dispatched or released
};

/// Of one allocation, or of one structure's part of it. By structure code, depot code, product code, kind code.
std::vector<Reservation> list_reservations(store::Reader& reader, AllocationId allocation,
                                           OrganisationId structure = {});

/// Closes the reservations of a structure's shipment from a depot; for `shipments`, with the entry that takes the goods
/// from the depot's reserved account. Gives how many items were closed.
std::int64_t close_reservations(store::Transaction& transaction, AllocationId allocation, OrganisationId structure,
                                OrganisationId depot);

/// Open reservations add up to the reserved accounts, per depot and kind. Gives the first difference, or nothing.
std::optional<Label> find_reservation_fault(store::Reader& reader, ProgrammeId programme);

/// Chooses what to give for `units` of a product from goods at hand: the kinds that the product names first, then those
/// that serve them; the fewest substitutions. Nothing when the goods do not do.
std::optional<std::vector<Portion>> compose(const Catalogue& catalogue, ProductId product, std::int64_t units,
                                            const std::vector<catalogue::Part>& at_hand);
/// How many units of a product the goods at hand make: `compose` does for so many, and not for one more.
std::int64_t most_units(const Catalogue& catalogue, ProductId product, const std::vector<catalogue::Part>& at_hand);

}  // namespace relais::allocation
