#include "tabular/report.hpp"

#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utf8proc.h>

#include "tabular/writer.hpp"

namespace relais::tabular {
namespace {

using base::Language;

bool is_shown(utf8proc_int32_t codepoint) {
  switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_CC:  // control
    case UTF8PROC_CATEGORY_CF:  // invisible, turns the direction of the text
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

const char* in(Language language, const char* french, const char* english) {
  return language == Language::french ? french : english;
}

const char* name_of(Outcome outcome, Language language) {
  switch (outcome) {
    case Outcome::created:
      return in(language, "créée", "created");
    case Outcome::updated:
      return in(language, "modifiée", "updated");
    case Outcome::unchanged:
      return in(language, "inchangée", "unchanged");
    case Outcome::refused:
      break;
  }
  return in(language, "refusée", "refused");
}

std::string locate(std::int64_t row, const std::string& column, const std::string& heading, Language language) {
  auto where = fmt::format("{} {}", in(language, "ligne", "row"), row);
  if (!column.empty()) where += fmt::format(", {} {}", in(language, "colonne", "column"), column);
  if (!heading.empty()) where += fmt::format(" ({})", heading);
  return where;
}

std::string quoted(const std::string& value, Language language) {
  if (value.empty()) return in(language, "(vide)", "(empty)");
  return language == Language::french ? fmt::format("« {} »", value) : fmt::format("\"{}\"", value);
}

std::string line_of(const RowProblem& problem, Language language) {
  const auto* colon = in(language, " : ", ": ");
  return fmt::format("{}{}{}{}{}\n", locate(problem.row, problem.column, problem.heading, language), colon,
                     quoted(problem.value, language), colon, problem.refusal.message(language));
}

std::string line_of(const Repair& repair, Language language) {
  return fmt::format("{}{}{} -> {}\n", locate(repair.row, repair.column, repair.heading, language),
                     in(language, " : ", ": "), quoted(repair.was, language), quoted(repair.became, language));
}

}  // namespace

std::string safe_value(std::string_view value, std::size_t characters_max) {
  std::string out;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < value.size();) {
    if (characters++ == characters_max) return out + "…";
    utf8proc_int32_t codepoint = 0;
    const auto step = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(value.data()) + at,
                                       static_cast<utf8proc_ssize_t>(value.size() - at), &codepoint);
    const auto length = step > 0 ? static_cast<std::size_t>(step) : 1;
    if (step > 0 && is_shown(codepoint)) {
      out += value.substr(at, length);
    } else {
      out += ' ';
    }
    at += length;
  }
  return out;
}

void ImportReport::add(RowOutcome outcome) {
  ++counts_[static_cast<std::size_t>(outcome.outcome)];
  rows_.push_back(std::move(outcome));
}

std::string ImportReport::text(Language language) const {
  auto out = fmt::format(fmt::runtime(in(language, "{} lignes : {} créées, {} modifiées, {} inchangées, {} refusées\n",
                                         "{} rows: {} created, {} updated, {} unchanged, {} refused\n")),
                         rows_.size(), count(Outcome::created), count(Outcome::updated), count(Outcome::unchanged),
                         count(Outcome::refused));
  if (rolled_back_) {
    out += in(language, "Rien n'a été enregistré : corrigez les lignes refusées, ou acceptez un import partiel.\n",
              "Nothing was kept: mend the refused rows, or accept a partial import.\n");
  }
  if (!unused_headings_.empty()) {
    out += fmt::format("{} {}\n", in(language, "colonnes non lues :", "columns not read:"),
                       safe_value(fmt::format("{}", fmt::join(unused_headings_, ", ")), 2'000));
  }
  for (const auto& row : rows_) {
    for (const auto& problem : row.problems) out += line_of(problem, language);
    for (const auto& repair : row.repairs) out += line_of(repair, language);
  }
  return out;
}

std::string ImportReport::csv(Language language) const {
  std::ostringstream out;
  CsvWriter writer(out, Dialect::french_excel);
  writer.row(
      language == Language::french
          ? std::vector<std::string>{"ligne", "résultat", "colonne", "en-tête", "valeur", "devenue", "motif", "code"}
          : std::vector<std::string>{"row", "outcome", "column", "heading", "value", "became", "reason", "code"});
  for (const auto& row : rows_) {
    const auto number = std::to_string(row.row);
    const std::string outcome = name_of(row.outcome, language);
    for (const auto& [at, column, heading, value, refusal] : row.problems) {
      writer.row({number, outcome, column, heading, value, "", refusal.message(language), std::string(refusal.code())});
    }
    for (const auto& [at, column, heading, was, became] : row.repairs) {
      writer.row({number, outcome, column, heading, was, became, "", ""});
    }
    if (row.problems.empty() && row.repairs.empty()) writer.row({number, outcome, "", "", "", "", "", ""});
  }
  return out.str();
}

}  // namespace relais::tabular
