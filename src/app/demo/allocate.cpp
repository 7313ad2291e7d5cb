#include "app/allocations.hpp"
#include "app/demo/demo.hpp"

namespace relais::app::demo {
namespace {

using allocation::Line;

constexpr auto request = "demo:proposal";
constexpr auto approval = "demo:approval";

AllocationEntry rule_of(const Demo& demo) {
  Folder folder;
  folder.catalogue = demo.catalogue;
  Problems problems;
  read_rule(demo.folder, "allocation.toml", folder, problems);
  if (!problems.empty()) throw Stop(Exit::refused, problems.text(demo.session.language()));
  return *folder.allocation;
}

/// A line worth reading: one that got some of what it asked for, and not all.
void explain_one(const Demo& demo, store::Reader& reader) {
  for (const auto& line : allocation::list_lines(reader, demo.allocation)) {
    if (line.granted == 0 || line.end == fairness::LineEnd::met) continue;
    print(demo.session, "  ce que lit {} :", "  what {} reads:", people::get_organisation(reader, line.structure).name);
    print(demo.session, "    {}", "    {}",
          allocation::explain(reader, demo.allocation, line.need)->in(demo.session.language()));
    return;
  }
}

}  // namespace

void allocate(Demo& demo) {
  const auto rule = rule_of(demo);
  const auto day = base::Day(std::chrono::year(2020) / 4 / 17);
  allocation::ProposalOrder order{
      .request = request, .round = demo.round, .day = day, .seed = rule.seed, .policy = rule.policy};
  const auto proposed = demo.session.value(allocation::propose(demo.database, demo.permit, order));
  demo.allocation = proposed.id;
  demo.note(!proposed.repeated);
  const auto approved = demo.session.value(demo.database.write([&](store::Transaction& transaction) {
    return allocation::approve(transaction, demo.permit, {approval, demo.allocation, day});
  }));
  demo.note(!approved.repeated);
  demo.database.read([&](store::Reader& reader) {
    print_allocation(demo.session, reader, allocation::get_allocation(reader, demo.allocation));
    explain_one(demo, reader);
    return 0;
  });
  print(demo.session, "  {} réservations, {} articles réservés", "  {} reservations, {} items reserved",
        demo.session.count(approved.reservations), demo.session.count(approved.items));
}

}  // namespace relais::app::demo
