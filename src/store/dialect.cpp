#include "store/dialect.hpp"

#include <array>
#include <cctype>
#include <regex>
#include <utility>

namespace relais::store {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

using Replacement = std::pair<std::string_view, std::string_view>;

constexpr std::array<Replacement, 4> for_sqlite{
    {{"BIGINT", "INTEGER"}, {"SMALLINT", "INTEGER"}, {"BYTEA", "BLOB"}, {"{strict}", "STRICT"}}};
constexpr std::array<Replacement, 1> for_postgres{{{"{strict}", ""}}};
constexpr std::array<Replacement, 1> in_sqlite_queries{{{"{skip_locked}", ""}}};
constexpr std::array<Replacement, 1> in_postgres_queries{{{"{skip_locked}", "FOR UPDATE SKIP LOCKED"}}};

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

/// `x IN ('a', 'b')` as `(x = 'a' OR x = 'b')`. SQLite 3.40 builds a temporary table of a list of three or more anew
/// each time that it checks a row: the three lists of a need took half the time of its insert.
std::string with_lists_compared_one_by_one(const std::string& sql) {
  static const std::regex list(R"((\w+) IN \(('[^']*'(?:, '[^']*')*)\))");
  static const std::regex comma("', '");
  std::string out;
  auto rest = sql.cbegin();
  for (std::sregex_iterator at(sql.begin(), sql.end(), list), end; at != end; ++at) {
    out.append(rest, (*at)[0].first);
    const auto name = at->str(1);
    out += "(" + name + " = " + std::regex_replace(at->str(2), comma, "' OR " + name + " = '") + ")";
    rest = (*at)[0].second;
  }
  return out.append(rest, sql.cend());
}

}  // namespace

std::string query_for(Engine engine, std::string_view sql) {
  auto out = engine == Engine::postgres ? replaced(in_postgres_queries, sql) : replaced(in_sqlite_queries, sql);
  if (engine == Engine::postgres) return out;
  bool quoted = false;
  for (std::size_t at = 0; at + 1 < out.size(); ++at) {
    if (out[at] == '\'') quoted = !quoted;
    if (!quoted && out[at] == '$' && std::isdigit(static_cast<unsigned char>(out[at + 1])) != 0) out[at] = '?';
  }
  return out;
}

std::string migration_for(Engine engine, std::string_view sql) {
  return engine == Engine::sqlite ? with_lists_compared_one_by_one(replaced(for_sqlite, sql))
                                  : replaced(for_postgres, sql);
}

}  // namespace relais::store
