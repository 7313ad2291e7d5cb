#include <array>
#include <string>
#include <unordered_set>

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
  // A structure's needs mostly come together.
  OrganisationId looked_up;
  bool is_accredited = false;
  for (auto rows = reader.query(select_approved, {round}); rows.next();) {
    const auto need = read_approved(rows);
    if (need.structure != looked_up) is_accredited = accredited.contains(looked_up = need.structure);
    if (is_accredited) take(need);
  }
}

namespace {

/// Hashes a long run of numbers in blocks, each with the digest of those before it.
class Digest {
 public:
  template <std::size_t count>
  void add(const std::array<std::int64_t, count>& numbers) {
    std::array<char, 8 * count> bytes;
    for (std::size_t at = 0; at < bytes.size(); ++at)
      bytes[at] = static_cast<char>(numbers[at / 8] >> (8 * (at % 8)) & 0xff);
    block_.append(bytes.data(), bytes.size());
    if (block_.size() >= block_bytes) close();
  }
  std::string hex() {
    close();
    return block_;
  }

 private:
  static constexpr std::size_t block_bytes = 1 << 20;
  void close() { block_ = base::sha256_hex(block_); }
  std::string block_ = "relais approved needs 2\n";
};

}  // namespace

std::string fingerprint_of_approved_needs(Reader& reader, RoundId round, base::Day day,
                                          const std::function<void(const ApprovedNeed&)>& take) {
  Digest digest;
  list_approved_needs(reader, round, day, [&](const ApprovedNeed& need) {
    digest.add(std::array{need.id.value, need.structure.value, static_cast<std::int64_t>(need.audience),
                          need.product.value, need.people, std::int64_t{need.is_checked}, need.quantity,
                          static_cast<std::int64_t>(need.urgency)});
    take(need);
  });
  return digest.hex();
}

}  // namespace relais::needs
