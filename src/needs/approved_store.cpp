#include <unordered_set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "needs/needs.hpp"

namespace relais::needs {

using store::Reader;

namespace {

constexpr auto select_approved =
    "SELECT id, structure_id, audience, product_id, people, checked_people, quantity, urgency FROM needs_need "
    "WHERE round_id = $1 AND state = 'approved' ORDER BY id";

ApprovedNeed read_approved(const store::Rows& rows) {
  const auto audience = catalogue::parse_audience(rows.text(2));
  const auto urgency = parse_urgency(rows.text(7));
  RELAIS_CHECK(audience && urgency);
  const auto checked = rows.maybe_integer(5);
  return {rows.id<NeedId>(0),
          rows.id<OrganisationId>(1),
          *audience,
          rows.id<ProductId>(3),
          checked.value_or(rows.integer(4)),
          checked.has_value(),
          rows.integer(6),
          *urgency};
}

std::unordered_set<OrganisationId> accredited_structures(Reader& reader, ProgrammeId programme, base::Day day) {
  std::unordered_set<OrganisationId> accredited;
  for (const auto& structure : people::list_organisations(reader, programme, people::OrganisationKind::structure))
    if (people::is_accredited(structure, day)) accredited.insert(structure.id);
  return accredited;
}

}  // namespace

void list_approved_needs(Reader& reader, RoundId round, base::Day day,
                         const std::function<void(const ApprovedNeed&)>& take) {
  const auto accredited = accredited_structures(reader, get_round(reader, round).programme, day);
  for (auto rows = reader.query(select_approved, {round}); rows.next();) {
    const auto need = read_approved(rows);
    if (accredited.contains(need.structure)) take(need);
  }
}

std::string fingerprint_of_approved_needs(Reader& reader, RoundId round, base::Day day) {
  fmt::memory_buffer text;
  list_approved_needs(reader, round, day, [&](const ApprovedNeed& need) {
    fmt::format_to(std::back_inserter(text), "{} {} {} {} {} {} {} {}\n", need.id.value, need.structure.value,
                   catalogue::code_of(need.audience), need.product.value, need.people, need.is_checked ? 1 : 0,
                   need.quantity, code_of(need.urgency));
  });
  return base::sha256_hex({text.data(), text.size()});
}

}  // namespace relais::needs
