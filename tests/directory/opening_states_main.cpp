// Says of each line `hours TAB département TAB day TAB minute` whether the place is open and when that changes:
// `open 18347 720`, `closed -`, or `unknown` when the hours are not understood. For opening_reference.mjs.
#include <iostream>
#include <string>

#include "base/text.hpp"
#include "directory/opening.hpp"

int main() {
  using relais::directory::OpeningHours;
  for (std::string line; std::getline(std::cin, line);) {
    const auto cells = relais::base::split(line, '\t');
    const auto hours = OpeningHours::parse(cells[0]);
    if (!hours) {
      std::cout << "unknown\n";
      continue;
    }
    const relais::places::LocalTime now{relais::base::day_from(std::stoll(std::string(cells[2]))),
                                        std::stoi(std::string(cells[3]))};
    const auto state = hours->state_at(now, cells[1]);
    std::cout << (state.is_open ? "open " : "closed ");
    if (state.changes_at) {
      std::cout << relais::base::to_integer(state.changes_at->day) << ' ' << state.changes_at->minute << '\n';
    } else {
      std::cout << "-\n";
    }
  }
}
