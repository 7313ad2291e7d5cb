#include "accounts/keys.hpp"

namespace relais::accounts {
namespace {

using store::Reader;
using store::Transaction;

constexpr std::string_view check_text = "relais key";
constexpr auto select_check = "SELECT sealed_check FROM accounts_key WHERE id = 1";
constexpr auto insert_check = "INSERT INTO accounts_key (id, sealed_check) VALUES (1, $1) ON CONFLICT DO NOTHING";

std::optional<std::string> find_check(Reader& reader) {
  auto rows = reader.query(select_check);
  return rows.next() ? std::optional(rows.string(0)) : std::nullopt;
}

}  // namespace

bool is_key_of(store::Database& database, const Key& key) {
  auto check = database.read([](Reader& reader) { return find_check(reader); });
  if (!check) {
    const auto sealed = key.seal(check_text, check_text);
    (void)database.write([&](Transaction& transaction) -> base::Result<> {
      transaction.execute(insert_check, {sealed});
      return base::Done{};
    });
    check = database.read([](Reader& reader) { return find_check(reader); });
  }
  return key.open(*check, check_text).has_value();
}

}  // namespace relais::accounts
