#include <fmt/format.h>

#include "allocation/allocation_desk_pages.hpp"
#include "allocation/refusals.hpp"
#include "allocation/round_pages.hpp"
#include "base/text.hpp"
#include "web/i18n.hpp"
#include "web/zone.hpp"

namespace relais::allocation {
namespace {

using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr auto seconds_between_looks = "2";

struct ShownComputation {
  Computation computation;
  needs::Round round;
  std::string reference;  ///< of what it made, once done
  std::string trial_of;   ///< of what a trial computed again
};

Result<ShownComputation> shown_computation(Reader& reader, const Request& request, const Visit& visit) {
  const auto id = base::parse_integer(request.parameter("computation"));
  const auto found = id ? find_computation(reader, visit.programme(), ComputationId{*id}) : std::nullopt;
  if (!found) return Refusal(refused::computation_unknown);
  ShownComputation shown{*found, needs::get_round(reader, found->round), {}, {}};
  if (!found->allocation) return shown;
  const auto made = get_allocation(reader, found->allocation);
  shown.reference = made.reference;
  if (made.trial_of) shown.trial_of = get_allocation(reader, made.trial_of).reference;
  return shown;
}

std::string what_is_done(const Computation& one, Language language) {
  if (one.state == ComputationState::waiting || !one.stage) return translate(language, "En attente de son tour.");
  switch (*one.stage) {
    case Stage::reading:
      return translate(language, "Étape 1 sur 3 : lecture des besoins et du stock.");
    case Stage::solving:
      return translate(language, "Étape 2 sur 3 : partage.");
    case Stage::storing:
      return translate(language, "Étape 3 sur 3 : enregistrement.");
  }
  base::throw_defect("a stage without words", __FILE__, __LINE__);
}

void set_progress(Data& data, const Computation& one, Language language) {
  data.set("what", what_is_done(one, language));
  const bool counts = one.total > 0 && one.progress > 0;
  data.set("has_total", counts);
  data.set("has_share", counts);
  data.set("progress", web::format_number(language, one.progress));
  data.set("total", web::format_number(language, one.total));
  data.set("share", std::to_string(counts ? one.progress * 100 / one.total : 0));
}

std::string where_it_led(const ShownComputation& shown) {
  if (shown.computation.purpose == Purpose::trial)
    return path_of_allocation(shown.trial_of) + "/compare/" + shown.reference;
  return path_of_allocation(shown.reference);
}

Response show_computation(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const auto shown = desk.database().read([&](Reader& reader) { return shown_computation(reader, request, visit); });
  if (!shown) return desk.site().refusal(request, shown.refusal());
  const auto& one = shown->computation;
  if (one.state == ComputationState::done) return web::redirect(where_it_led(*shown));
  const auto language = request.language;
  const bool is_interrupted = one.is_interrupted(visit.now());
  Data data;
  data.set("title", translate(language, "Calcul d’une attribution"));
  data.set("path", request.path);
  data.set("round", shown->round.name.in(language));
  data.set("actor", one.actor);
  data.set("asked_at", web::format_instant(language, one.asked_at));
  data.set("is_unfinished", one.is_unfinished() && !is_interrupted);
  set_progress(data, one, language);
  data.set("is_refused", is_interrupted || one.state == ComputationState::refused);
  data.set("refusal",
           is_interrupted ? Refusal(refused::computation_interrupted).message(language) : one.refusal.in(language));
  data.set("form", one.form);
  auto page = desk.site().page(request, "allocation/computation",
                               {.title = translate(language, "Calcul d’une attribution")}, data);
  if (one.is_unfinished() && !is_interrupted) page.headers.set("Refresh", seconds_between_looks);
  return page;
}

}  // namespace

void add_computation_page(const AllocationDesk& desk) {
  desk.gate->members(
      "GET", "/allocations/computations/{computation}", Right::allocate,
      [desk](const Request& request, const Visit& visit) { return show_computation(desk, request, visit); });
}

}  // namespace relais::allocation
