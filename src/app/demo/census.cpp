#include <algorithm>
#include <fstream>

#include "app/demo/demo.hpp"
#include "app/demo/illustration.hpp"
#include "app/load.hpp"
#include "places/geography.hpp"
#include "tabular/writer.hpp"

namespace relais::app::demo {
namespace {

constexpr auto real_departement = "64";

/// The folder as it is in the sources: the census is written into the copy.
void copy_base(const Demo& demo) {
  std::filesystem::create_directories(demo.folder);
  for (const auto& entry : std::filesystem::directory_iterator(demo.data / "connexion-urgence"))
    std::filesystem::copy_file(entry.path(), demo.folder / entry.path().filename(),
                               std::filesystem::copy_options::overwrite_existing);
}

void write_structures(const Demo& demo, const std::vector<MadeUpStructure>& structures) {
  std::ofstream out(demo.folder / "organisations.csv", std::ios::app | std::ios::binary);
  tabular::CsvWriter writer(out, tabular::Dialect::schema);
  for (const auto& made : structures)
    writer.row({made.code, "structure", made.name, made.network, made.departement, made.commune, "", "oui",
                made.is_accredited ? "accredited" : "applied", ""});
}

void write_needs(const Demo& demo, const std::vector<MadeUpNeed>& needs) {
  std::ofstream out(demo.folder / "census.csv", std::ios::binary);
  tabular::CsvWriter writer(out, tabular::Dialect::schema);
  writer.row({"structure", "audience", "product", "people", "quantity", "urgency", "people_checked"});
  for (const auto& need : needs)
    writer.row({need.structure, std::string(catalogue::code_of(need.audience)), need.product,
                std::to_string(need.people), std::to_string(need.quantity), std::string(needs::code_of(need.urgency)),
                need.is_checked ? std::to_string(need.people) : ""});
}

/// Those that may state a need: the made-up ones, and the real ones that were imported.
std::vector<std::string> accredited_codes(const Demo& demo, const std::vector<MadeUpStructure>& made_up) {
  std::vector<std::string> codes;
  for (const auto& structure : made_up)
    if (structure.is_accredited) codes.push_back(structure.code);
  const auto known = demo.database.read([&](store::Reader& reader) {
    return people::list_organisations(reader, demo.programme(), people::OrganisationKind::structure);
  });
  for (const auto& structure : known)
    if (!structure.is_illustrative && structure.departement == real_departement) codes.push_back(structure.code);
  std::sort(codes.begin(), codes.end());
  return codes;
}

}  // namespace

void take_census(Demo& demo) {
  const auto structures = make_up_structures(places::read_geography(), real_departement);
  copy_base(demo);
  write_structures(demo, structures);
  write_needs(demo, make_up_needs(accredited_codes(demo, structures)));
  print(demo.session, "  recensement illustratif écrit dans {}", "  illustrative census written to {}",
        demo.folder.string());
  const auto applied = load_folder(demo.session, demo.database, demo.folder);
  print_applied(demo.session, applied);
  demo.note(!applied.changes_nothing());
  const auto approved =
      demo.session.value(demo.database.write([&](store::Transaction& transaction) -> base::Result<std::int64_t> {
        return needs::approve_submitted_needs(transaction, demo.permit, demo.round);
      }));
  demo.note(approved > 0);
  print(demo.session, "  {} besoins approuvés", "  {} needs approved", demo.session.count(approved));
}

}  // namespace relais::app::demo
