#include <map>
#include <set>

#include "catalogue/catalogue.hpp"
#include "catalogue/draft.hpp"
#include "catalogue/refusals.hpp"

namespace relais::catalogue {
namespace {

using base::Refusal;
using base::Result;
using store::Transaction;

constexpr auto upsert_programme =
    "INSERT INTO catalogue_programme (id, code, name_french, name_english, starts_on, ends_on, is_illustrative) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code) DO UPDATE SET name_french = excluded.name_french, "
    "name_english = excluded.name_english, starts_on = excluded.starts_on, ends_on = excluded.ends_on, "
    "is_illustrative = excluded.is_illustrative";

ProgrammeId save_programme(Transaction& transaction, const Programme& programme) {
  const auto known = find_programme(transaction, programme.code);
  const auto id = known ? known->id : transaction.new_id<ProgrammeId>();
  transaction.execute(upsert_programme, {id, programme.code, programme.name.french, programme.name.english,
                                         programme.starts_on, programme.ends_on, programme.is_illustrative});
  return id;
}

// Relations and targets are written anew each time: nothing refers to them.
constexpr std::string_view delete_relations[] = {
    "DELETE FROM catalogue_serves WHERE kind_id IN (SELECT id FROM catalogue_kind WHERE programme_id = $1)",
    "DELETE FROM catalogue_part WHERE product_id IN (SELECT id FROM catalogue_product WHERE programme_id = $1)",
    "DELETE FROM catalogue_target WHERE programme_id = $1",
};

using Ids = std::map<std::string, std::int64_t, std::less<>>;
constexpr auto select_kind_ids = "SELECT code, id FROM catalogue_kind WHERE programme_id = $1";
constexpr auto select_product_ids = "SELECT code, id FROM catalogue_product WHERE programme_id = $1";

Ids ids_by_code(Transaction& transaction, std::string_view sql, ProgrammeId programme) {
  Ids ids;
  for (auto rows = transaction.query(sql, {programme}); rows.next();) ids.emplace(rows.string(0), rows.integer(1));
  return ids;
}

constexpr auto delete_kind = "DELETE FROM catalogue_kind WHERE id = $1";
constexpr auto delete_product = "DELETE FROM catalogue_product WHERE id = $1";

/// Removes what the draft no longer has; the foreign keys of other slices say what is in use.
Result<> remove_others(Transaction& transaction, std::string_view sql, const Ids& present,
                       const std::set<std::string, std::less<>>& kept) {
  for (const auto& [code, id] : present) {
    if (kept.contains(code)) continue;
    try {
      transaction.execute(sql, {id});
    } catch (const store::ConstraintViolated& violated) {
      if (violated.constraint != store::Constraint::foreign_key) throw;
      return Refusal(refused::in_use, {code});
    }
  }
  return base::Done{};
}

Result<> remove_absent(Transaction& transaction, const Catalogue& draft, ProgrammeId programme) {
  std::set<std::string, std::less<>> kinds;
  for (const auto& kind : draft.kinds) kinds.insert(kind.code);
  auto products = kinds;
  for (const auto& product : draft.products) products.insert(product.code);
  RELAIS_TRY_DONE(
      remove_others(transaction, delete_product, ids_by_code(transaction, select_product_ids, programme), products));
  return remove_others(transaction, delete_kind, ids_by_code(transaction, select_kind_ids, programme), kinds);
}

constexpr auto upsert_kind =
    "INSERT INTO catalogue_kind (id, programme_id, position, code, name_french, name_english, category, tracking, "
    "volume_gb, validity_days, has_unlimited_calls) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
    "ON CONFLICT (programme_id, code) DO UPDATE SET position = excluded.position, name_french = excluded.name_french, "
    "name_english = excluded.name_english, category = excluded.category, tracking = excluded.tracking, "
    "volume_gb = excluded.volume_gb, validity_days = excluded.validity_days, "
    "has_unlimited_calls = excluded.has_unlimited_calls";
constexpr auto insert_serves =
    "INSERT INTO catalogue_serves (kind_id, served_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// The ids of the kinds, in the order of the draft.
std::vector<KindId> save_kinds(Transaction& transaction, const Catalogue& draft, ProgrammeId programme) {
  const auto known = ids_by_code(transaction, select_kind_ids, programme);
  std::vector<KindId> ids;
  for (const auto& kind : draft.kinds) {
    const auto found = known.find(kind.code);
    const auto id = found == known.end() ? transaction.new_id<KindId>() : KindId{found->second};
    transaction.execute(
        upsert_kind, {id, programme, ids.size(), kind.code, kind.name.french, kind.name.english, code_of(kind.category),
                      code_of(kind.tracking), kind.volume_gb, kind.validity_days, kind.has_unlimited_calls});
    ids.push_back(id);
  }
  for (std::size_t index = 0; index < ids.size(); ++index)
    for (const auto served : draft.kinds[index].serves)
      transaction.execute(insert_serves, {ids[index], ids.at(static_cast<std::size_t>(served.value - 1))});
  return ids;
}

constexpr auto upsert_product =
    "INSERT INTO catalogue_product (id, programme_id, position, code, name_french, name_english) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (programme_id, code) DO UPDATE SET position = excluded.position, "
    "name_french = excluded.name_french, name_english = excluded.name_english";
constexpr auto insert_part = "INSERT INTO catalogue_part (product_id, kind_id, quantity) VALUES ($1, $2, $3)";

/// Kits, then one product per kind.
void save_products(Transaction& transaction, const Catalogue& draft, ProgrammeId programme,
                   const std::vector<KindId>& kinds) {
  auto products = draft.products;
  for (std::size_t index = 0; index < kinds.size(); ++index) {
    const auto& kind = draft.kinds[index];
    products.push_back({{}, kind.code, kind.name, {{KindId{static_cast<std::int64_t>(index) + 1}, 1}}});
  }
  const auto known = ids_by_code(transaction, select_product_ids, programme);
  std::int64_t position = 0;
  for (const auto& product : products) {
    const auto found = known.find(product.code);
    const auto id = found == known.end() ? transaction.new_id<ProductId>() : ProductId{found->second};
    transaction.execute(upsert_product,
                        {id, programme, position++, product.code, product.name.french, product.name.english});
    for (const auto& part : product.parts)
      transaction.execute(insert_part, {id, kinds.at(static_cast<std::size_t>(part.kind.value - 1)), part.quantity});
  }
}

constexpr auto insert_target =
    "INSERT INTO catalogue_target (programme_id, audience, measure, people) VALUES ($1, $2, $3, $4)";

}  // namespace

Result<ProgrammeId> save_catalogue(Transaction& transaction, const Catalogue& draft) {
  RELAIS_TRY_DONE(check_draft(draft));
  const auto programme = save_programme(transaction, draft.programme);
  for (const auto sql : delete_relations) transaction.execute(sql, {programme});
  RELAIS_TRY_DONE(remove_absent(transaction, draft, programme));
  const auto kinds = save_kinds(transaction, draft, programme);
  save_products(transaction, draft, programme, kinds);
  for (const auto& target : draft.targets)
    transaction.execute(insert_target, {programme, code_of(target.audience), code_of(target.measure), target.people});
  return programme;
}

}  // namespace relais::catalogue
