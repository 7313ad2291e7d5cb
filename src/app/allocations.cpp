#include "app/allocations.hpp"

namespace relais::app {

allocation::Allocation get_by_reference(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme,
                                        const std::string& reference) {
  if (auto found = allocation::find_allocation(reader, programme, reference)) return *std::move(found);
  throw Stop(
      Exit::refused,
      fmt::format(fmt::runtime(session.say("Aucune attribution n'a la référence « {} » : « relais allocate list ».",
                                           "No allocation has the reference “{}”: `relais allocate list`.")),
                  reference));
}

void print_allocation(const Session& session, store::Reader& reader, const allocation::Allocation& allocation) {
  const auto catalogue = catalogue::get_catalogue(reader, allocation.programme);
  print(session, "  {} ({}) : {} besoins, {} unités demandées, {} accordées",
        "  {} ({}): {} needs, {} units asked, {} granted", allocation.reference,
        allocation::label_of(allocation.state).in(session.language()), session.count(allocation.lines),
        session.count(allocation.asked), session.count(allocation.granted));
  for (const auto& line_class : allocation::list_classes(reader, allocation.id)) {
    std::string ran_out;
    for (const auto kind : line_class.ran_out)
      ran_out += (ran_out.empty() ? "" : ", ") + catalogue.kind(kind).name.in(session.language());
    if (ran_out.empty()) ran_out = session.say("rien : tous servis", "nothing: everyone served");
    print(session, "    {:<24}{:>9} demandés {:>9} accordés   épuisé : {}",
          "    {:<24}{:>9} asked {:>9} granted   ran out: {}",
          catalogue.product(line_class.product).name.in(session.language()), session.count(line_class.asked),
          session.count(line_class.granted), ran_out);
  }
}

}  // namespace relais::app
