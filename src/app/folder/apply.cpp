#include "app/folder/apply.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "app/folder/refusals.hpp"
#include "places/places.hpp"

namespace relais::app {
namespace {

using base::Refusal;
using base::Result;
using people::FullPermit;
using people::Saved;
using store::Transaction;

/// The cell that a slice's refusal is about.
constexpr std::array<std::pair<std::string_view, std::string_view>, 25> fields{{
    {"people.network_unknown", "network"},
    {"people.only_structures_have_network", "network"},
    {"people.kind_changed", "kind"},
    {"people.accreditation_not_possible", "accreditation"},
    {"people.not_a_structure", "accreditation"},
    {"gifts.donor_not_registered", "donor"},
    {"gifts.donor_changed", "donor"},
    {"gifts.kind_unknown", "kind"},
    {"gifts.line_repeated", "kind"},
    {"gifts.quantity_not_positive", "quantity"},
    {"gifts.quantity_too_large", "quantity"},
    {"gifts.below_received", "quantity"},
    {"gifts.second_hand_is_for_devices", "second_hand"},
    {"gifts.dates_reversed", "expected_until"},
    {"gifts.pledge_unknown", "gift"},
    {"gifts.depot_unknown", "depot"},
    {"gifts.request_reused", "code"},
    {"gifts.pledge_closed", "code"},
    {"needs.structure_unknown", "structure"},
    {"needs.structure_not_accredited", "structure"},
    {"needs.product_unknown", "product"},
    {"needs.people_not_positive", "people"},
    {"needs.quantity_not_positive", "quantity"},
    {"needs.count_too_large", "people"},
    {"needs.kits_exceed_people", "quantity"},
}};

std::string_view field_of(const Refusal& refusal) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.first == refusal.code(); });
  return found == fields.end() ? std::string_view() : found->second;
}

/// One pass over a folder, inside one transaction.
class Application {
 public:
  Application(Transaction& transaction, const FullPermit& permit, const Folder& folder, Problems& problems)
      : transaction_(transaction), permit_(permit), folder_(folder), problems_(problems) {}

  Result<Applied> run() {
    for (const auto& departement : places::list_departements(transaction_)) departements_.insert(departement.code);
    if (departements_.empty()) return Refusal(refused::geography_missing);
    if (save_catalogue()) {
      for (const auto& organisation : folder_.organisations) {
        save_organisation(organisation);
        remember_trouble(organisation.draft.code, organisation.row);
      }
      for (const auto& gift : folder_.gifts) {
        save_gift(gift);
        for (const auto& row : gift.rows) remember_trouble(gift.draft.code, row);
      }
      for (const auto& reception : folder_.receptions) receive(reception);
      for (const auto& gift : folder_.gifts) close_gift(gift);
      for (const auto& [code, outcome] : gift_outcomes_) applied_.gifts.add(outcome);
      save_needs();
    }
    if (!problems_.empty()) return Refusal(refused::folder_has_problems, {std::to_string(problems_.size())});
    return applied_;
  }

 private:
  /// Tells what was refused, unless it only follows from something told before: of the same cell, or of the
  /// organisation or gift that it names.
  void tell(const Place& row, const Refusal& refusal) {
    const auto cell = folder_.cell(row, field_of(refusal));
    const bool follows = std::any_of(refusal.facts().begin(), refusal.facts().end(),
                                     [&](const auto& fact) { return troubled_.contains(fact); });
    if (!problems_.has(cell) && !follows) problems_.add(cell, {}, refusal);
  }

  /// Remembers an organisation or a gift that could not be read or saved as it was meant.
  void remember_trouble(const std::string& code, const Place& row) {
    if (problems_.has(row)) troubled_.insert(code);
  }

  bool save_catalogue() {
    const auto& draft = folder_.catalogue;
    const auto before = catalogue::find_programme(transaction_, draft.programme.code);
    std::optional<catalogue::Catalogue> old;
    if (before) old = catalogue::get_catalogue(transaction_, before->id);
    const auto saved = catalogue::save_catalogue(transaction_, draft);
    if (!saved) {
      // The reader has told what is missing already: an empty code or name is no news.
      if (problems_.empty()) problems_.add(place_of(saved.refusal()), {}, saved.refusal());
      return false;
    }
    applied_.programme = *saved;
    catalogue_ = catalogue::get_catalogue(transaction_, *saved);
    if (!old)
      applied_.catalogue = Saved::created;
    else if (*old != catalogue_)
      applied_.catalogue = Saved::updated;
    return true;
  }

  Place place_of(const Refusal& refusal) const {
    const auto found = refusal.facts().empty() ? folder_.catalogue_places.end()
                                               : folder_.catalogue_places.find(refusal.facts().front());
    return found == folder_.catalogue_places.end() ? Place{"programme.toml", 0, {}, {}} : found->second;
  }

  void check_where(const OrganisationEntry& entry) {
    const auto& draft = entry.draft;
    if (!draft.departement.empty() && !departements_.contains(draft.departement))
      return problems_.add(folder_.cell(entry.row, "departement"), draft.departement,
                           Refusal(refused::departement_unknown));
    if (draft.commune.empty()) return;
    const auto commune = places::find_commune(transaction_, draft.commune);
    if (!commune)
      return problems_.add(folder_.cell(entry.row, "commune"), draft.commune, Refusal(refused::commune_unknown));
    if (commune->departement != draft.departement)
      problems_.add(folder_.cell(entry.row, "departement"), draft.departement,
                    Refusal(refused::commune_elsewhere, {commune->name, commune->departement}));
  }

  void save_organisation(const OrganisationEntry& entry) {
    check_where(entry);
    const auto saved = people::save_organisation(transaction_, permit_, applied_.programme, entry.draft);
    if (!saved) return tell(entry.row, saved.refusal());
    auto outcome = saved->outcome;
    if (entry.accreditation != people::Accreditation::none) {
      const auto changed = people::change_accreditation(transaction_, permit_, saved->id, entry.accreditation,
                                                        entry.accredited_until, "organisations.csv");
      if (!changed) return tell(entry.row, changed.refusal());
      if (*changed != Saved::unchanged && outcome == Saved::unchanged) outcome = Saved::updated;
    }
    applied_.organisations.add(outcome);
  }

  /// The row of the line that a refusal is about, when it names a kind; the first one else.
  template <class Lines>
  static const Place& row_of(const Refusal& refusal, const Lines& lines, const std::vector<Place>& rows) {
    for (std::size_t index = lines.size(); index-- > 0;)
      if (!refusal.facts().empty() && lines[index].kind_code == refusal.facts().front()) return rows[index];
    return rows.front();
  }

  /// A donor may mean goods for a département that there is.
  void check_earmarks(const GiftEntry& gift) {
    for (std::size_t at = 0; at < gift.draft.lines.size(); ++at) {
      const auto& departement = gift.draft.lines[at].for_whom.departement;
      if (!departement.empty() && !departements_.contains(departement))
        problems_.add(folder_.cell(gift.rows[at], "for_departement"), departement,
                      Refusal(refused::departement_unknown));
    }
  }

  void save_gift(const GiftEntry& gift) {
    check_earmarks(gift);
    const auto saved = gifts::save_pledge(transaction_, permit_, catalogue_, gift.draft);
    if (!saved) return tell(row_of(saved.refusal(), gift.draft.lines, gift.rows), saved.refusal());
    gift_outcomes_[gift.draft.code] = saved->outcome;
  }

  void receive(const ReceptionEntry& reception) {
    const auto received = gifts::receive(transaction_, permit_, catalogue_, reception.draft);
    if (!received) return tell(row_of(received.refusal(), reception.draft.lines, reception.rows), received.refusal());
    applied_.receptions.add(received->repeated ? Saved::unchanged : Saved::created);
  }

  void close_gift(const GiftEntry& gift) {
    if (!gift.is_closed) return;
    const auto closed = gifts::close_pledge(transaction_, permit_, applied_.programme, gift.draft.code);
    if (!closed) return tell(gift.rows.front(), closed.refusal());
    auto& outcome = gift_outcomes_[gift.draft.code];
    if (*closed != Saved::unchanged && outcome == Saved::unchanged) outcome = Saved::updated;
  }

  void save_needs() {
    if (!folder_.round) return;
    const auto round = needs::save_round(transaction_, permit_, applied_.programme, *folder_.round);
    if (!round) return problems_.add(folder_.round_place, folder_.round->code, round.refusal());
    for (const auto& need : folder_.needs) save_need(need);
  }

  void save_need(const NeedEntry& entry) {
    const auto saved = needs::save_need(transaction_, permit_, catalogue_, entry.draft);
    if (!saved) return tell(entry.row, saved.refusal());
    auto outcome = saved->outcome;
    if (entry.people_checked) {
      const auto need = needs::get_need(transaction_, saved->id);
      const auto checked = needs::check_people(transaction_, permit_, saved->id, need.version, *entry.people_checked);
      if (!checked) return tell(entry.row, checked.refusal());
      if (*checked != Saved::unchanged && outcome == Saved::unchanged) outcome = Saved::updated;
    }
    applied_.needs.add(outcome);
  }

  Transaction& transaction_;
  const FullPermit& permit_;
  const Folder& folder_;
  Problems& problems_;
  catalogue::Catalogue catalogue_;
  std::set<std::string, std::less<>> departements_;
  std::set<std::string, std::less<>> troubled_;
  std::map<std::string, Saved> gift_outcomes_;  ///< saved, then closed: a gift counts once
  Applied applied_;
};

}  // namespace

void Tally::add(Saved outcome) {
  if (outcome == Saved::created) ++created;
  if (outcome == Saved::updated) ++updated;
  if (outcome == Saved::unchanged) ++unchanged;
}

bool Applied::changes_nothing() const {
  for (const auto& tally : {organisations, gifts, receptions, needs})
    if (tally.created + tally.updated > 0) return false;
  return catalogue == Saved::unchanged;
}

Result<Applied> apply_folder(Transaction& transaction, const FullPermit& permit, const Folder& folder,
                             Problems& problems) {
  return Application(transaction, permit, folder, problems).run();
}

}  // namespace relais::app
