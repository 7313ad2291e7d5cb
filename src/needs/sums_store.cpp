#include <map>
#include <tuple>

#include "needs/needs.hpp"

namespace relais::needs {

using store::Reader;

namespace {

constexpr auto select_sums =
    "SELECT o.departement, COALESCE(o.network_id, 0), n.audience, n.product_id, n.state, COUNT(*), "
    "CAST(SUM(COALESCE(n.checked_people, n.people)) AS BIGINT), "
    "CAST(SUM(CASE WHEN n.checked_people IS NULL THEN n.people ELSE 0 END) AS BIGINT), "
    "CAST(SUM(n.quantity) AS BIGINT), "
    "CAST(SUM(CASE WHEN n.doubt <> '' AND n.checked_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) "
    "FROM needs_need n JOIN people_organisation o ON o.id = n.structure_id WHERE n.round_id = $1 "
    "AND n.is_withdrawn = 0 GROUP BY o.departement, COALESCE(o.network_id, 0), n.audience, n.product_id, n.state";
constexpr auto select_sums_of_structures =
    "SELECT o.departement, COALESCE(o.network_id, 0), n.audience, n.product_id, n.state, COUNT(*), "
    "CAST(SUM(COALESCE(n.checked_people, n.people)) AS BIGINT), "
    "CAST(SUM(CASE WHEN n.checked_people IS NULL THEN n.people ELSE 0 END) AS BIGINT), "
    "CAST(SUM(n.quantity) AS BIGINT), "
    "CAST(SUM(CASE WHEN n.doubt <> '' AND n.checked_at IS NULL THEN 1 ELSE 0 END) AS BIGINT), o.id "
    "FROM needs_need n JOIN people_organisation o ON o.id = n.structure_id WHERE n.round_id = $1 "
    "AND n.is_withdrawn = 0 GROUP BY o.id, o.departement, COALESCE(o.network_id, 0), n.audience, n.product_id, n.state";

NeedSum read_sum(const store::Rows& rows) {
  const auto audience = catalogue::parse_audience(rows.text(2));
  const auto state = parse_need_state(rows.text(4));
  RELAIS_CHECK(audience && state);
  return {.departement = rows.string(0),
          .network = rows.id<OrganisationId>(1),
          .audience = *audience,
          .product = rows.id<ProductId>(3),
          .state = *state,
          .needs = rows.integer(5),
          .people = rows.integer(6),
          .people_unchecked = rows.integer(7),
          .to_verify = rows.integer(9),
          .quantity = rows.integer(8)};
}

NeedSum key_of(const NeedSum& sum, const SumKeys& keys) {
  NeedSum key;
  if (keys.departement) key.departement = sum.departement;
  if (keys.network) key.network = sum.network;
  if (keys.audience) key.audience = sum.audience;
  if (keys.product) key.product = sum.product;
  if (keys.state) key.state = sum.state;
  return key;
}

void add(NeedSum& total, const NeedSum& part) {
  total.needs += part.needs;
  total.people += part.people;
  total.people_unchecked += part.people_unchecked;
  total.to_verify += part.to_verify;
  total.quantity += part.quantity;
}

}  // namespace

std::vector<NeedSum> roll_up(const std::vector<NeedSum>& sums, const SumKeys& keys) {
  const auto order = [](const NeedSum& sum) {
    return std::tuple(sum.departement, sum.network, sum.audience, sum.product, sum.state);
  };
  std::map<decltype(order(NeedSum{})), NeedSum> totals;
  for (const auto& sum : sums) {
    const auto key = key_of(sum, keys);
    add(totals.try_emplace(order(key), key).first->second, sum);
  }
  std::vector<NeedSum> rolled;
  for (auto& [key, total] : totals) rolled.push_back(std::move(total));
  return rolled;
}

namespace {

/// Sorted here: the engines do not order text alike.
std::vector<NeedSum> in_order(const std::vector<NeedSum>& sums) {
  return roll_up(sums, {.departement = true, .network = true, .audience = true, .product = true, .state = true});
}

}  // namespace

std::vector<NeedSum> sum_needs(Reader& reader, RoundId round) {
  std::vector<NeedSum> sums;
  for (auto rows = reader.query(select_sums, {round}); rows.next();) sums.push_back(read_sum(rows));
  return in_order(sums);
}

std::vector<NeedSum> sum_needs(Reader& reader, const Round& round, const people::Coverage& coverage) {
  if (coverage.covers(round.programme)) return sum_needs(reader, round.id);
  std::vector<NeedSum> sums;
  for (auto rows = reader.query(select_sums_of_structures, {round.id}); rows.next();)
    if (coverage.covers(round.programme, rows.id<OrganisationId>(10))) sums.push_back(read_sum(rows));
  return in_order(sums);
}

}  // namespace relais::needs
