#include <sstream>

#include "app/chosen.hpp"
#include "app/demo/demo.hpp"
#include "app/load.hpp"
#include "directory/import.hpp"
#include "places/places.hpp"

namespace relais::app::demo {
namespace {

constexpr auto real_list = "fibre-64";

tabular::Mapping mapping_of(const Demo& demo) {
  const auto path = demo.data / "mappings" / (std::string(real_list) + ".toml");
  return demo.session.value(
      tabular::parse_mapping(file_or_input(demo.session, path.string()), directory::place_columns()));
}

}  // namespace

void load_base(Demo& demo) {
  const auto loaded =
      demo.session.value(demo.database.write([](store::Transaction& transaction) -> base::Result<places::Loaded> {
        return places::load_geography(transaction);
      }));
  demo.note(loaded == places::Loaded::updated);
  const auto applied = load_folder(demo.session, demo.database, demo.data / "connexion-urgence");
  print_applied(demo.session, applied);
  demo.note(!applied.changes_nothing());
  demo.database.read([&](store::Reader& reader) {
    demo.catalogue = catalogue::get_catalogue(reader, applied.programme);
    demo.round = chosen_round(demo.session, reader, applied.programme, "").id;
    return 0;
  });
}

void import_real_places(Demo& demo) {
  const auto path = demo.data / "places" / (std::string(real_list) + ".csv");
  std::istringstream table(file_or_input(demo.session, path.string()));
  directory::ImportOptions options;
  options.keep = directory::Keep::accepted_rows;
  options.accreditation = people::Accreditation::accredited;
  const auto report = demo.session.value(
      directory::import_places(demo.database, demo.permit, demo.programme(), table, mapping_of(demo), options));
  using tabular::Outcome;
  demo.note(report.count(Outcome::created) + report.count(Outcome::updated) > 0);
  print(demo.session, "  {} lignes : {} lieux créés, {} inchangés, {} lignes refusées",
        "  {} rows: {} places created, {} unchanged, {} rows refused", report.rows().size(),
        report.count(Outcome::created), report.count(Outcome::unchanged), report.count(Outcome::refused));
  for (const auto& row : report.rows())
    for (const auto& problem : row.problems)
      print(demo.session, "    ligne {} : « {} » : {}", "    row {}: “{}”: {}", row.row, problem.value,
            problem.refusal.message(demo.session.language()));
}

}  // namespace relais::app::demo
