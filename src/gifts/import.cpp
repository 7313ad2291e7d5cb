#include <map>

#include "base/text.hpp"
#include "gifts/pledges.hpp"
#include "gifts/refusals.hpp"
#include "people/refusals.hpp"
#include "tabular/table.hpp"

namespace relais::gifts {
namespace {

using base::Refusal;
using base::Result;
using store::Transaction;
using tabular::Outcome;
using tabular::Record;
using tabular::RowProblem;
using tabular::Table;

const tabular::Columns& columns() {
  using enum tabular::Presence;
  static const tabular::Columns all{
      {"code", {"promesse", "pledge", "don"}, required},
      {"donor", {"donateur"}, required},
      {"kind", {"article"}, required},
      {"quantity", {"quantite"}, required},
      {"second_hand", {"occasion", "d'occasion"}, optional},
      {"expected_from", {"dates", "date", "attendu le", "attendu du", "expected on"}, optional},
      {"expected_until", {"attendu au", "jusqu'au"}, optional},
      {"for_audience", {"pour le public"}, optional},
      {"for_departement", {"pour le departement"}, optional},
  };
  return all;
}

/// Cells to values; what cannot be read is a problem of its cell.
class CellReader {
 public:
  explicit CellReader(const Record& record) : record_(record), problems_(record.check_shape()) {}

  std::int64_t number(std::string_view field) {
    const auto text = record_.text(field);
    const auto number = base::parse_integer(text);
    if (!number && !text.empty()) add(field, Refusal(refused::not_a_number));
    return number.value_or(0);
  }
  std::optional<base::Day> day(std::string_view field) {
    const auto text = record_.text(field);
    const auto day = base::parse_day(text);
    if (!day && !text.empty()) add(field, Refusal(refused::not_a_day));
    return day;
  }
  bool yes(std::string_view field) {
    const auto text = base::fold(record_.text(field));
    for (const auto* word : {"oui", "yes", "x", "1"})
      if (text == word) return true;
    if (text != "" && text != "non" && text != "no" && text != "0") add(field, Refusal(refused::not_yes_or_no));
    return false;
  }
  void add(std::string_view field, Refusal refusal) { problems_.push_back(record_.problem(field, std::move(refusal))); }
  std::vector<RowProblem> problems() && { return std::move(problems_); }
  bool is_clean() const { return problems_.empty(); }

 private:
  const Record& record_;
  std::vector<RowProblem> problems_;
};

/// The cell at fault.
std::string_view field_of(const Refusal& refusal) {
  if (refusal.is(refused::donor_not_registered) || refusal.is(people::refused::not_yours) ||
      refusal.is(refused::donor_changed))
    return "donor";
  if (refusal.is(refused::kind_unknown) || refusal.is(refused::line_repeated)) return "kind";
  if (refusal.is(refused::quantity_not_positive) || refusal.is(refused::quantity_too_large) ||
      refusal.is(refused::below_received))
    return "quantity";
  if (refusal.is(refused::second_hand_is_for_devices)) return "second_hand";
  if (refusal.is(refused::dates_reversed)) return "expected_until";
  return "code";
}

/// `a` or `a - b` in one cell is a period too.
void read_period(CellReader& cells, const Record& record, PledgeLineDraft& line) {
  const auto text = record.text("expected_from");
  if (const auto cut = text.find(" - "); cut != text.npos && record.text("expected_until").empty()) {
    line.expected_from = base::parse_day(base::trim(text.substr(0, cut)));
    line.expected_until = base::parse_day(base::trim(text.substr(cut + 3)));
    if (!line.expected_from || !line.expected_until) cells.add("expected_from", Refusal(refused::not_a_day));
    return;
  }
  line.expected_from = cells.day("expected_from");
  line.expected_until = cells.day("expected_until");
}

PledgeLineDraft read_line(CellReader& cells, const Record& record, const Catalogue& catalogue) {
  PledgeLineDraft line;
  line.kind_code = record.text("kind");
  line.quantity = cells.number("quantity");
  line.is_second_hand = cells.yes("second_hand");
  read_period(cells, record, line);
  line.for_whom.departement = record.text("for_departement");
  if (const auto code = record.text("for_audience"); !code.empty()) {
    line.for_whom.audience = catalogue::parse_audience(code);
    if (!line.for_whom.audience) cells.add("for_audience", Refusal(refused::audience_unknown));
  }
  if (!cells.is_clean()) return line;
  if (const auto checked = check_pledge_line(catalogue, line); !checked)
    cells.add(field_of(checked.refusal()), checked.refusal());
  return line;
}

/// The rows of one code, and what is wrong with them.
struct Group {
  PledgeDraft draft;
  std::vector<std::size_t> rows;  ///< indices into the table
  bool is_refused = false;
};

/// Makes pledges of rows, then saves them; holds nothing between two runs of the transaction.
class Import {
 public:
  Import(const Table& table, const GiftPermit& permit, const Catalogue& catalogue)
      : table_(table), permit_(permit), catalogue_(catalogue) {
    for (const auto& row : table.rows) outcomes_.push_back({row.number});
  }

  void group_rows() {
    for (std::size_t at = 0; at < table_.rows.size(); ++at) {
      const Record record(table_.layout, table_.rows[at]);
      CellReader cells(record);
      const auto line = read_line(cells, record, catalogue_);
      auto& group = group_of(record, cells);
      group.rows.push_back(at);
      group.draft.lines.push_back(line);
      group.is_refused = group.is_refused || !cells.is_clean();
      outcomes_[at].problems = std::move(cells).problems();
    }
  }

  void plan(Transaction& transaction) {
    for (auto& group : groups_) {
      if (!group.is_refused) plan_group(transaction, group);
      if (group.is_refused) refuse_rest(group);
    }
  }

  bool has_refusal() const {
    return std::any_of(groups_.begin(), groups_.end(), [](const Group& group) { return group.is_refused; });
  }

  void carry_out_plans(Transaction& transaction) const {
    for (const auto& plan : plans_) carry_out(transaction, permit_, catalogue_.programme.id, plan);
  }

  tabular::ImportReport report() && {
    tabular::ImportReport report;
    report.set_unused_headings(table_.layout.unused());
    for (auto& outcome : outcomes_) report.add(std::move(outcome));
    return report;
  }

 private:
  Group& group_of(const Record& record, CellReader& cells) {
    const std::string code(record.text("code"));
    const auto [found, is_new] = group_by_code_.try_emplace(code, groups_.size());
    if (is_new) groups_.push_back({.draft = {code, std::string(record.text("donor")), {}}, .rows = {}});
    auto& group = groups_[found->second];
    if (group.draft.donor_code != record.text("donor"))
      cells.add("donor",
                Refusal(refused::donors_differ, {code, std::to_string(table_.rows[group.rows.front()].number)}));
    return group;
  }

  void plan_group(Transaction& transaction, Group& group) {
    auto plan = plan_pledge(transaction, permit_, catalogue_, group.draft);
    if (!plan) {
      group.is_refused = true;
      const auto at = row_at_fault(group, plan.refusal());
      outcomes_[at].problems.push_back(
          Record(table_.layout, table_.rows[at]).problem(field_of(plan.refusal()), plan.refusal()));
      return;
    }
    // Saved and Outcome name their first three alike.
    for (const auto at : group.rows) outcomes_[at].outcome = static_cast<Outcome>(plan->outcome);
    plans_.push_back(*std::move(plan));
  }

  /// The last row of the kind that the refusal names first, or the group's first.
  std::size_t row_at_fault(const Group& group, const Refusal& refusal) const {
    for (auto line = group.draft.lines.size(); line-- > 0;)
      if (!refusal.facts().empty() && group.draft.lines[line].kind_code == refusal.facts().front())
        return group.rows[line];
    return group.rows.front();
  }

  void refuse_rest(const Group& group) {
    for (const auto at : group.rows) {
      outcomes_[at].outcome = Outcome::refused;
      if (!outcomes_[at].problems.empty()) continue;
      outcomes_[at].problems.push_back(Record(table_.layout, table_.rows[at])
                                           .problem("code", Refusal(refused::other_row_refused, {group.draft.code})));
    }
  }

  const Table& table_;
  const GiftPermit& permit_;
  const Catalogue& catalogue_;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> group_by_code_;
  std::vector<PledgePlan> plans_;
  std::vector<tabular::RowOutcome> outcomes_;
};

}  // namespace

Result<tabular::ImportReport> import_gifts(store::Database& database, const GiftPermit& permit, ProgrammeId programme,
                                           std::istream& table, const ImportOptions& options) {
  RELAIS_TRY(const auto read, tabular::read_table(table, columns(), options.mapping));
  return database.write([&](Transaction& transaction) -> Result<tabular::ImportReport> {
    const auto catalogue = catalogue::get_catalogue(transaction, programme);
    Import import(read, permit, catalogue);
    import.group_rows();
    import.plan(transaction);
    const bool is_kept = options.is_partial || !import.has_refusal();
    if (is_kept) import.carry_out_plans(transaction);
    auto report = std::move(import).report();
    if (!is_kept) report.set_rolled_back();
    return report;
  });
}

}  // namespace relais::gifts
