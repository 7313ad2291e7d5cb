#include "base/text.hpp"
#include "needs/kept.hpp"
#include "needs/refusals.hpp"
#include "people/refusals.hpp"
#include "tabular/table.hpp"

namespace relais::needs {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;
using tabular::Outcome;
using tabular::Record;
using tabular::Table;

const tabular::Columns& columns() {
  using enum tabular::Presence;
  static const tabular::Columns all{
      {"structure", {"code structure"}, required},
      {"audience", {"public"}, required},
      {"product", {"article", "produit", "lot", "product code"}, required},
      {"people", {"personnes", "nombre de personnes"}, required},
      {"quantity", {"quantite", "quantite demandee"}, required},
      {"urgency", {"urgence"}, optional},
  };
  return all;
}

/// An enumerator by its code or by its label in either language.
template <class Value, std::size_t count>
std::optional<Value> parse_value(std::string_view text, const Value (&values)[count]) {
  for (const auto value : values)
    if (code_of(value) == text) return value;
  const auto folded = base::fold(text);
  for (const auto value : values)
    if (folded == base::fold(label_of(value).french) || folded == base::fold(label_of(value).english)) return value;
  return std::nullopt;
}

struct KnownStructure {
  OrganisationId id;
  std::string departement;
  bool is_covered = false;  ///< by the permit
  bool is_accredited = false;
};
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
using KnownStructures = std::unordered_map<std::string, KnownStructure, TextHash, std::equal_to<>>;

KnownStructures read_structures(Reader& reader, const NeedPermit& permit, ProgrammeId programme, base::Day day) {
  KnownStructures known;
  for (const auto& structure : people::list_organisations(reader, programme, people::OrganisationKind::structure))
    known.emplace(structure.code,
                  KnownStructure{structure.id, structure.departement, permit.coverage().covers(programme, structure.id),
                                 people::is_accredited(structure, day)});
  return known;
}

/// What a row is judged against, besides the needs that are kept.
struct Census {
  Round round;
  KnownStructures structures;
  std::unordered_map<OrganisationId, Known> known;
};

/// Judges the rows of a table against what is kept; writes nothing.
class Plan {
 public:
  Plan(const Table& table, const Catalogue& catalogue, const Census& census, KeptNeeds kept)
      : catalogue_(catalogue), census_(census), kept_(std::move(kept)) {
    kept_.reserve(kept_.size() + table.rows.size());
    report.set_unused_headings(table.layout.unused());
    for (const auto& row : table.rows) judge(Record(table.layout, row));
  }

  tabular::ImportReport report;
  std::vector<NewNeed> created;
  std::vector<ChangedNeed> changed;

 private:
  using Problems = std::vector<tabular::RowProblem>;

  void judge(const Record& record) {
    auto problems = record.check_shape();
    const auto key = read_key(record, problems);
    const auto figures = read_figures(record, problems);
    if (problems.empty()) check_figures(record, key, figures, problems);
    auto outcome = Outcome::refused;
    if (problems.empty()) outcome = compare(record, key, figures, problems);
    report.add({.row = record.number(), .outcome = outcome, .problems = std::move(problems)});
  }

  NeedKey read_key(const Record& record, Problems& problems) const {
    NeedKey key;
    key.structure = read_structure(record, problems);
    if (const auto text = record.text("audience"); !text.empty()) {
      const auto audience = parse_value(text, catalogue::audiences);
      if (!audience) problems.push_back(record.problem("audience", Refusal(refused::audience_unknown)));
      key.audience = audience.value_or(Audience::precarious_person);
      if (audience && !census_.round.terms.asks(*audience)) not_asked(record, "audience", text, problems);
    }
    if (const auto text = record.text("product"); !text.empty()) {
      const auto* product = catalogue_.find_product(text);
      if (product == nullptr)
        problems.push_back(record.problem("product", Refusal(refused::product_unknown, {std::string(text)})));
      else
        key.product = product->id;
      if (product != nullptr && !census_.round.terms.asks_product(product->code))
        not_asked(record, "product", text, problems);
    }
    return key;
  }

  OrganisationId read_structure(const Record& record, Problems& problems) const {
    const auto text = record.text("structure");
    if (text.empty()) return {};
    const auto found = census_.structures.find(text);
    const auto refuse = [&](const base::RefusalReason& reason) {
      problems.push_back(record.problem("structure", Refusal(reason, {std::string(text)})));
      return OrganisationId{};
    };
    if (found == census_.structures.end()) return refuse(refused::structure_unknown);
    if (!found->second.is_covered) return refuse(people::refused::not_yours);
    if (!census_.round.terms.asks_in(found->second.departement))
      return not_asked(record, "structure", found->second.departement, problems);
    return found->second.is_accredited ? found->second.id : refuse(refused::structure_not_accredited);
  }

  OrganisationId not_asked(const Record& record, std::string_view field, std::string_view what,
                           Problems& problems) const {
    problems.push_back(record.problem(field, Refusal(refused::not_asked_for, {census_.round.code, std::string(what)})));
    return {};
  }

  static Figures read_figures(const Record& record, Problems& problems) {
    const auto number = [&](std::string_view field) {
      const auto text = record.text(field);
      const auto parsed = base::parse_integer(text);
      if (!parsed && !text.empty()) problems.push_back(record.problem(field, Refusal(refused::not_a_number)));
      return parsed.value_or(0);
    };
    Figures figures{number("people"), number("quantity"), Urgency::normal};
    if (const auto text = record.text("urgency"); !text.empty()) {
      const auto urgency = parse_value(text, urgencies);
      if (!urgency) problems.push_back(record.problem("urgency", Refusal(refused::urgency_unknown)));
      figures.urgency = urgency.value_or(Urgency::normal);
    }
    return figures;
  }

  void check_figures(const Record& record, const NeedKey& key, const Figures& figures, Problems& problems) const {
    if (const auto people = check_people_count(figures.people); !people)
      problems.push_back(record.problem("people", people.refusal()));
    else if (const auto quantity =
                 check_quantity(catalogue_, catalogue_.product(key.product), figures.people, figures.quantity);
             !quantity)
      problems.push_back(record.problem("quantity", quantity.refusal()));
  }

  Outcome compare(const Record& record, const NeedKey& key, const Figures& figures, Problems& problems) {
    const auto [found, is_new] = kept_.try_emplace(key, KeptNeed{{}, figures, record.number()});
    if (is_new) {
      created.push_back({key, figures, doubt(key, figures)});
      return Outcome::created;
    }
    auto& kept = found->second;
    if (kept.row != 0) {
      problems.push_back(record.problem("structure", Refusal(refused::row_repeated, {std::to_string(kept.row)})));
      return Outcome::refused;
    }
    kept.row = record.number();
    if (kept.figures == figures) return Outcome::unchanged;
    changed.push_back({kept.id, key.structure, figures, doubt(key, figures)});
    return Outcome::updated;
  }

  Doubt doubt(const NeedKey& key, const Figures& figures) const {
    const auto known = census_.known.find(key.structure);
    return known == census_.known.end() ? Doubt::none : doubt_of(known->second, key.audience, figures.people);
  }

  const Catalogue& catalogue_;
  const Census& census_;
  KeptNeeds kept_;
};

}  // namespace

Result<tabular::ImportReport> import_needs(store::Database& database, const NeedPermit& permit, ProgrammeId programme,
                                           std::string_view round_code, std::istream& table,
                                           const ImportOptions& options) {
  RELAIS_TRY(const auto read, tabular::read_table(table, columns(), options.mapping));
  return database.write([&](Transaction& transaction) -> Result<tabular::ImportReport> {
    RELAIS_TRY(const auto round, get_open_round(transaction, programme, round_code));
    const auto catalogue = catalogue::get_catalogue(transaction, programme);
    const Census census{round, read_structures(transaction, permit, programme, day_of(transaction.now())),
                        read_all_known(transaction, round)};
    Plan plan(read, catalogue, census, read_kept_needs(transaction, round.id));
    if (options.is_partial || plan.report.count(Outcome::refused) == 0)
      write_needs(transaction, permit, round.id, plan.created, plan.changed);
    else
      plan.report.set_rolled_back();
    return std::move(plan.report);
  });
}

}  // namespace relais::needs
