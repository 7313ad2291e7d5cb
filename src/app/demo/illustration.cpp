#include "app/demo/illustration.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "app/demo/random.hpp"
#include "impact/impact.hpp"

namespace relais::app::demo {
namespace {

using catalogue::Audience;
using needs::Urgency;

constexpr std::uint64_t illustration_seed = 20'200'326;
constexpr std::int64_t structures_count = 1'140;
constexpr std::int64_t structures_min = 2;  ///< in each département that has inhabitants

struct Network {
  std::string_view code;
  std::string_view name;
};
// Three structures in ten answer for themselves.
constexpr std::array<Network, 10> networks{{{"croix-rouge", "Croix-Rouge"},
                                            {"croix-rouge", "Croix-Rouge"},
                                            {"emmaus-france", "Emmaüs"},
                                            {"secours-populaire", "Secours populaire"},
                                            {"secours-populaire", "Secours populaire"},
                                            {"secours-catholique", "Secours Catholique"},
                                            {"secours-catholique", "Secours Catholique"},
                                            {"", "Association d'entraide"},
                                            {"", "Centre social"},
                                            {"", "Maison de quartier"}}};

/// The communes of a département and the sums of their populations, for a draw in proportion.
struct Population {
  std::vector<const places::Commune*> communes;
  std::vector<std::int64_t> sums;

  std::int64_t people() const { return sums.empty() ? 0 : sums.back(); }
  void add(const places::Commune& commune) {
    communes.push_back(&commune);
    sums.push_back(people() + commune.population);
  }
  const places::Commune& draw(Random& random) const {
    const auto found = std::upper_bound(sums.begin(), sums.end(), random.below(people()));
    return *communes[static_cast<std::size_t>(found - sums.begin())];
  }
};

std::map<std::string, Population> populations_of(const places::Geography& geography) {
  std::map<std::string, Population> populations;
  for (const auto& line : geography.communes)
    if (line.commune.city.empty() && line.commune.population > 0)
      populations[line.commune.departement].add(line.commune);
  return populations;
}

void make_up(const std::string& departement, const Population& population, std::int64_t count,
             std::vector<MadeUpStructure>& structures) {
  Random random(illustration_seed, departement);
  std::map<std::string, int> names;
  for (std::int64_t number = 1; number <= count; ++number) {
    const auto& network = networks.at(static_cast<std::size_t>(random.below(std::ssize(networks))));
    const auto& commune = population.draw(random);
    MadeUpStructure made;
    made.code = fmt::format("{}-{:03}", departement, number);
    made.name = fmt::format("{} – {}", network.name, commune.name);
    if (const auto same = ++names[made.name]; same > 1) made.name += fmt::format(" n° {}", same);
    made.network = network.code;
    made.departement = departement;
    made.commune = commune.insee;
    made.is_accredited = !random.one_in(40);
    structures.push_back(std::move(made));
  }
}

/// What one product is asked for in all, and by how many structures.
struct Demand {
  std::string_view product;
  Audience audience;
  std::int64_t quantity;
  std::int64_t one_in;  ///< structures that ask for it
};
constexpr std::array<Demand, 4> demands{{{"phone_kit", Audience::precarious_person, 32'000, 1},
                                         {"pupil_kit", Audience::pupil, 74'000, 1},
                                         {"pupil_tablet_kit", Audience::pupil, 6'500, 3},
                                         {"top_up_remote", Audience::usual_beneficiary, 8'000, 2}}};

Urgency draw_urgency(Random& random) {
  const auto draw = random.below(10);
  if (draw == 0) return Urgency::vital;
  return draw < 4 ? Urgency::high : Urgency::normal;
}

void make_up(const Demand& demand, const std::vector<std::string>& structures, std::vector<MadeUpNeed>& needs) {
  Random random(illustration_seed, demand.product);
  std::vector<std::int64_t> weights;
  for (std::size_t index = 0; index < structures.size(); ++index)
    weights.push_back(random.one_in(demand.one_in) ? 10 + random.below(51) : 0);
  const auto quantities = impact::share_pro_rata(demand.quantity, weights);
  for (std::size_t index = 0; index < structures.size(); ++index) {
    if (quantities[index] == 0) continue;
    MadeUpNeed need{structures[index], demand.audience, std::string(demand.product), 0, quantities[index]};
    need.people = need.quantity + random.below(need.quantity / 4 + 1);
    need.urgency = draw_urgency(random);
    need.is_checked = !random.one_in(4);
    needs.push_back(std::move(need));
  }
}

}  // namespace

std::vector<MadeUpStructure> make_up_structures(const places::Geography& geography,
                                                const std::string& real_departement) {
  auto populations = populations_of(geography);
  populations.erase(real_departement);
  std::vector<std::int64_t> people;
  for (const auto& [departement, population] : populations) people.push_back(population.people());
  const auto share = impact::share_pro_rata(structures_count - structures_min * std::ssize(people), people);
  std::vector<MadeUpStructure> structures;
  auto extra = share.begin();
  for (const auto& [departement, population] : populations)
    make_up(departement, population, structures_min + *extra++, structures);
  structures.push_back({"64-atherbea", "ATHERBEA – Bayonne", "atherbea", "64", "64102"});
  structures.push_back({"64-ogfa", "OGFA – Pau", "ogfa", "64", "64445"});
  return structures;
}

std::vector<MadeUpNeed> make_up_needs(const std::vector<std::string>& structures) {
  std::vector<MadeUpNeed> needs;
  for (const auto& demand : demands) make_up(demand, structures, needs);
  return needs;
}

}  // namespace relais::app::demo
