#include "allocation/allocation_desk_pages.hpp"

#include "allocation/refusals.hpp"
#include "base/text.hpp"
#include "web/form.hpp"

namespace relais::allocation {

using accounts::Visit;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Request;

void add_allocation_desk(accounts::Gate& gate, Computations& computations) {
  const AllocationDesk desk{&gate, &computations};
  add_propose_forms(desk);
  add_computation_page(desk);
  add_approve_form(desk);
  add_change_forms(desk);
}

Result<std::string> begin(const AllocationDesk& desk, const Visit& visit, ComputationOrder order,
                          const std::string& subject, Computations::Work work) {
  order.request = visit.request_key();
  const auto begun = visit.change(subject, [&](Transaction& transaction) -> Result<Begun> {
    RELAIS_TRY(const auto permit, visit.permit<Right::allocate>(transaction));
    return begin_computation(transaction, permit, order);
  });
  if (!begun) return begun.refusal();
  if (!begun->repeated) desk.computations->start(begun->id, std::move(work));
  return "/allocations/computations/" + std::to_string(begun->id.value);
}

Result<Allocation> named_allocation(Reader& reader, const Request& request, const Visit& visit) {
  auto found = find_allocation(reader, visit.programme(), request.parameter("reference"));
  if (!found) return Refusal(refused::allocation_unknown);
  return *std::move(found);
}

std::string path_of_allocation(std::string_view reference) { return "/allocations/" + web::percent_encode(reference); }

base::Day usual_day(const catalogue::Programme& programme, base::Instant now) {
  const auto today = std::max(std::chrono::floor<std::chrono::days>(now), programme.starts_on);
  return programme.ends_on ? std::min(today, *programme.ends_on) : today;
}

std::string address_with_typed(std::string_view path, const web::Fields& typed) {
  constexpr std::size_t address_bytes_max = 6'000;
  std::string address(path);
  char joint = '?';
  for (const auto& [name, value] : typed.all()) {
    if (name == "csrf" || name == "request" || name == "seen") continue;
    address += joint + web::percent_encode(name) + '=' + web::percent_encode(value);
    joint = '&';
  }
  return address.size() <= address_bytes_max ? address : std::string(path);
}

}  // namespace relais::allocation
