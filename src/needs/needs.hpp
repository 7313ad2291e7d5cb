#pragma once
/// The census: how many people of which audience a structure accompanies who need which product, and how urgently.

#include <cstdint>
#include <functional>
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

namespace relais::needs {

using catalogue::Audience;
using catalogue::Catalogue;
using catalogue::ProductId;
using catalogue::ProgrammeId;
using people::CensusPermit;
using people::NeedPermit;
using people::OrganisationId;
using RoundId = base::Id<struct RoundTag>;
using NeedId = base::Id<struct NeedTag>;

/// The coordinator opens and closes a round; its days are what structures are told, and do not act by themselves.
enum class RoundState { open, closed };
std::string_view code_of(RoundState state);
std::optional<RoundState> parse_round_state(std::string_view code);

/// What a round asks, and of whom. Empty lists: every audience, every product, every département.
struct RoundTerms {
  std::vector<Audience> audiences = {};
  std::vector<std::string> products = {};      ///< codes
  std::vector<std::string> departements = {};  ///< codes; a national structure is asked in any case
  std::int64_t stale_after_days = 30;          ///< an older answer counts as stale, and is asked again

  bool asks(Audience audience) const;
  bool asks_product(std::string_view code) const;
  bool asks_in(std::string_view departement) const;
  bool operator==(const RoundTerms&) const = default;
};

/// vague de recensement
struct Round {
  RoundId id;
  ProgrammeId programme;
  std::string code;  ///< stable, unique in the programme
  catalogue::Label name;
  base::Day opens_on;
  base::Day closes_on;
  RoundState state = RoundState::open;
  std::int64_t version = 1;  ///< one more with each change
  RoundTerms terms = {};
};

struct RoundDraft {
  std::string code;
  catalogue::Label name;
  base::Day opens_on;
  base::Day closes_on;
  std::optional<RoundTerms> terms = {};           ///< none: those it has
  bool must_be_new = false;                       ///< refuse another round of that code
  std::optional<std::int64_t> version_seen = {};  ///< refuse a round that someone else changed since
};

struct SavedRound {
  RoundId id;
  people::Saved outcome;
};

/// Creates the round, open, or brings the one with the same code up to the draft; its state stays.
///
/// Permission  covers the whole programme.
/// Retry       safe.
/// Refuses     people's not_yours, round_needs_code, round_needs_name, round_days_reversed, stale_days_out_of_range,
///             round_code_taken, round_changed.
base::Result<SavedRound> save_round(store::Transaction& transaction, const CensusPermit& permit, ProgrammeId programme,
                                    const RoundDraft& draft);
/// A closed round takes no need and no change of one; reviews go on. It may be opened again.
///
/// Permission  covers the whole programme.
/// Retry       safe.
/// Refuses     round_unknown, people's not_yours.
base::Result<people::Saved> change_round_state(store::Transaction& transaction, const CensusPermit& permit,
                                               RoundId round, RoundState state);

std::optional<Round> find_round(store::Reader& reader, ProgrammeId programme, std::string_view code);
Round get_round(store::Reader& reader, RoundId id);
/// The newest first.
std::vector<Round> list_rounds(store::Reader& reader, ProgrammeId programme);

/// How urgent a structure says it is. The weights (4, 2, 1) belong to the allocation's policy.
enum class Urgency { vital, high, normal };
inline constexpr Urgency urgencies[] = {Urgency::vital, Urgency::high, Urgency::normal};
std::string_view code_of(Urgency urgency);
std::optional<Urgency> parse_urgency(std::string_view code);
const catalogue::Label& label_of(Urgency urgency);

/// Approved by its network, or by the coordinator for it. Only approved needs take part in an allocation.
enum class NeedState { submitted, approved, rejected };
std::string_view code_of(NeedState state);
std::optional<NeedState> parse_need_state(std::string_view code);
const catalogue::Label& label_of(NeedState state);

/// Why a number of people is to be verified before it counts (doubts.hpp). What a structure says is never refused for
/// it.
enum class Doubt { none, population, past, population_and_past };
std::string_view code_of(Doubt doubt);
std::optional<Doubt> parse_doubt(std::string_view code);
const catalogue::Label& label_of(Doubt doubt);

/// Somebody checked how many people there are.
struct PeopleCheck {
  std::int64_t people = 0;
  std::string actor;
  base::Instant at;
};

/// One per round, structure, audience and product.
struct Need {
  NeedId id;
  RoundId round;
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t people = 0;    ///< as the structure states
  std::int64_t quantity = 0;  ///< products asked for
  Urgency urgency = Urgency::normal;
  NeedState state = NeedState::submitted;
  std::int64_t version = 1;  ///< one more with each change of any kind
  std::optional<PeopleCheck> check;
  std::optional<base::Day> waiting_since = {};
  Doubt doubt = Doubt::none;
  bool is_withdrawn = false;  ///< its structure asks for it no more; it is then rejected

  /// Its people are doubtful and nobody has checked them: it cannot be approved yet.
  bool is_to_be_verified() const { return doubt != Doubt::none && !check; }

  /// What counts: the checked number, or what was stated, which pages then flag as unchecked.
  std::int64_t people_counted() const { return check ? check->people : people; }
  /// Pages flag it. For kits and devices it can only come from a check of the people, which takes nothing away.
  bool asks_more_than_people() const { return quantity > people_counted(); }
};

struct NeedDraft {
  std::string round_code;
  std::string structure_code;
  Audience audience = Audience::precarious_person;
  std::string product_code;
  std::int64_t people = 0;
  std::int64_t quantity = 0;
  Urgency urgency = Urgency::normal;
  std::optional<base::Day> waiting_since = {};
};

struct SavedNeed {
  NeedId id;
  people::Saved outcome;
};

/// Creates the need, or brings the one of the same round, structure, audience and product up to the draft.
///
/// Permission  covers the structure.
/// Effect   a changed need is to be reviewed again: it goes back to submitted; when its people changed, their check is
///          void.
/// Retry    safe: the same draft again changes nothing, were the round closed since.
/// Refuses  round_unknown, structure_unknown, people's not_yours, structure_not_accredited, product_unknown,
/// not_asked_for (the round is not about that audience, product or département), people_not_positive,
///          quantity_not_positive, count_too_large, exceeds_people (a kit or a device is given once to a person; single
///          SIM cards and top-ups may be several), round_closed.
base::Result<SavedNeed> save_need(store::Transaction& transaction, const NeedPermit& permit, const Catalogue& catalogue,
                                  const NeedDraft& draft);

/// Approves or rejects the need as the reviewer saw it.
///
/// Permission  covers the structure.
/// Retry    safe: the state it has already changes nothing, whatever the version.
/// Refuses  need_unknown, people's not_yours, need_changed (its version is no longer `version_seen`),
///          people_not_verified (approved while its people are doubtful and unchecked).
base::Result<people::Saved> review_need(store::Transaction& transaction, const CensusPermit& permit, NeedId need,
                                        std::int64_t version_seen, NeedState state);
/// Approves every submitted need of a round, or only those of one network's structures; gives how many. Those to be
/// verified stay submitted.
///
/// Permission  covers the network; the whole programme when none is named.
/// Refuses     people's not_yours.
base::Result<std::int64_t> approve_submitted_needs(store::Transaction& transaction, const CensusPermit& permit,
                                                   RoundId round, OrganisationId network = {});
/// Records that somebody checked how many people there are.
///
/// Effect   the check counts instead of what was stated; the review stands.
/// Permission  covers the structure.
/// Retry    safe: the same number checked before changes nothing.
/// Refuses  need_unknown, people's not_yours, need_changed, people_not_positive, count_too_large.
base::Result<people::Saved> check_people(store::Transaction& transaction, const CensusPermit& permit, NeedId need,
                                         std::int64_t version_seen, std::int64_t people);

Need get_need(store::Reader& reader, NeedId id);

struct NeedFilter {
  OrganisationId structure = {};  ///< none: of all
  std::optional<NeedState> state = {};
  NeedId after = {};  ///< for the next page: the last of the one before
  std::int64_t needs_max = 1'000;
};
/// In the order of their ids, which is that of their arrival.
std::vector<Need> list_needs(store::Reader& reader, RoundId round, const NeedFilter& filter = {});

/// What an allocation sees of a need. Its people are plausible, or somebody checked them (docs/decisions/0014).
struct ApprovedNeed {
  NeedId id;
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t people = 0;  ///< as counted: checked, or stated
  bool is_checked = false;
  std::int64_t quantity = 0;
  Urgency urgency = Urgency::normal;
};

/// Gives the approved needs of structures accredited on `day`, one by one, in the order of their ids. A constant number
/// of queries.
void list_approved_needs(store::Reader& reader, RoundId round, base::Day day,
                         const std::function<void(const ApprovedNeed&)>& take);
/// The same for each at once, and only then: a digest over exactly what `list_approved_needs` gives, which it may give
/// in the same pass. An allocation keeps it with its proposal, and compares before it approves.
std::string fingerprint_of_approved_needs(
    store::Reader& reader, RoundId round, base::Day day,
    const std::function<void(const ApprovedNeed&)>& take = [](const ApprovedNeed&) {});

/// Needs added up, without those withdrawn. A person whose need names two products counts in both.
struct NeedSum {
  std::string departement;  ///< of the structure; empty for a national one
  OrganisationId network;   ///< of the structure; none when it answers for itself
  Audience audience = Audience::precarious_person;
  ProductId product;
  NeedState state = NeedState::submitted;
  std::int64_t needs = 0;
  std::int64_t people = 0;            ///< as counted
  std::int64_t people_unchecked = 0;  ///< of these, in needs that nobody checked
  std::int64_t to_verify = 0;         ///< needs whose people are doubtful and unchecked
  std::int64_t quantity = 0;
};

/// By département, network, audience, product and state, in this order. One query.
std::vector<NeedSum> sum_needs(store::Reader& reader, RoundId round);
/// The same over the structures that a permit covers.
std::vector<NeedSum> sum_needs(store::Reader& reader, const Round& round, const people::Coverage& coverage);

/// Which of the keys of a sum to keep; the others are added over, and mean nothing in the result.
struct SumKeys {
  bool departement = false;
  bool network = false;
  bool audience = false;
  bool product = false;
  bool state = false;
};
std::vector<NeedSum> roll_up(const std::vector<NeedSum>& sums, const SumKeys& keys);

struct ImportOptions {
  bool is_partial = false;  ///< keep the rows that are right when others are refused
  tabular::Mapping mapping = {};
};

/// Reads the needs of a round from a table: columns structure, audience, product, people, quantity, urgency (normal
/// when the cell is empty).
///
/// Permission  covers the structures; a row of another is refused.
/// Effect   as save_need for each row, in bulk; unless partial, nothing is kept when a row is refused.
/// Retry    safe: the same table again changes nothing.
/// Refuses  round_unknown, round_closed, what tabular refuses of the table as a whole. Refusals of rows are in the
///          report: those of save_need, not_a_number, audience_unknown, urgency_unknown, row_repeated.
base::Result<tabular::ImportReport> import_needs(store::Database& database, const NeedPermit& permit,
                                                 ProgrammeId programme, std::string_view round_code,
                                                 std::istream& table, const ImportOptions& options = {});

}  // namespace relais::needs
