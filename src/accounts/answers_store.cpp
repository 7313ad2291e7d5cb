#include "accounts/answers.hpp"

namespace relais::accounts {
namespace {

using store::Reader;
using store::Transaction;

constexpr auto select_answer =
    "SELECT fingerprint, status, location, etag, body FROM accounts_answer WHERE actor = $1 AND key = $2";
constexpr auto insert_answer =
    "INSERT INTO accounts_answer (actor, key, fingerprint, status, location, etag, body, answered_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (actor, key) DO NOTHING";
constexpr auto delete_old_answers = "DELETE FROM accounts_answer WHERE answered_at < $1";

}  // namespace

std::optional<KeptAnswer> find_answer(Reader& reader, std::string_view actor, std::string_view key) {
  auto rows = reader.query(select_answer, {actor, key});
  if (!rows.next()) return std::nullopt;
  return KeptAnswer{rows.string(0), static_cast<int>(rows.integer(1)), rows.string(2), rows.string(3), rows.string(4)};
}

bool keep_answer(Transaction& transaction, std::string_view actor, std::string_view key, const KeptAnswer& answer) {
  transaction.execute(delete_old_answers, {transaction.now() - answers_kept_for});
  return transaction.execute(insert_answer, {actor, key, answer.fingerprint, answer.status, answer.location,
                                             answer.etag, answer.body, transaction.now()}) == 1;
}

}  // namespace relais::accounts
