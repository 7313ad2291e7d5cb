#include "store/dialect.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace relais::store {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

using Replacement = std::pair<std::string_view, std::string_view>;

constexpr std::array<Replacement, 4> for_sqlite{
    {{"BIGINT", "INTEGER"}, {"SMALLINT", "INTEGER"}, {"BYTEA", "BLOB"}, {"{strict}", "STRICT"}}};
constexpr std::array<Replacement, 1> for_postgres{{{"{strict}", ""}}};

const Replacement* replacement_at(std::span<const Replacement> replacements, std::string_view sql, std::size_t at) {
  if (at > 0 && is_word(sql[at - 1])) return nullptr;
  for (const auto& candidate : replacements) {
    const auto end = at + candidate.first.size();
    if (sql.substr(at).starts_with(candidate.first) && (end == sql.size() || !is_word(sql[end]))) return &candidate;
  }
  return nullptr;
}

std::string replaced(std::span<const Replacement> replacements, std::string_view sql) {
  std::string out;
  out.reserve(sql.size());
  for (std::size_t at = 0; at < sql.size();) {
    if (const auto* found = replacement_at(replacements, sql, at)) {
      out += found->second;
      at += found->first.size();
    } else {
      out += sql[at++];
    }
  }
  return out;
}

}  // namespace

std::string query_for(Engine engine, std::string_view sql) {
  std::string out(sql);
  if (engine == Engine::postgres) return out;
  bool quoted = false;
  for (std::size_t at = 0; at + 1 < out.size(); ++at) {
    if (out[at] == '\'') quoted = !quoted;
    if (!quoted && out[at] == '$' && std::isdigit(static_cast<unsigned char>(out[at + 1])) != 0) out[at] = '?';
  }
  return out;
}

std::string migration_for(Engine engine, std::string_view sql) {
  return engine == Engine::sqlite ? replaced(for_sqlite, sql) : replaced(for_postgres, sql);
}

}  // namespace relais::store
