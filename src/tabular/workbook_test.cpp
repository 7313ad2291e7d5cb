#include "tabular/workbook.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.hpp"

namespace relais::tabular {
namespace {

using nlohmann::json;
using Table = std::vector<std::vector<std::string>>;

json read_back(const std::string& bytes) {
  const char* source = std::getenv("RELAIS_SOURCE");
  const auto script = std::filesystem::path(source == nullptr ? "." : source) / "tests/tabular/read_workbook.py";
  const auto file = std::filesystem::temp_directory_path() / fmt::format("relais-book-{}.xlsx", getpid());
  std::ofstream(file, std::ios::binary) << bytes;
  FILE* pipe = popen(fmt::format("/usr/bin/python3 {} {}", script.string(), file.string()).c_str(), "r");
  std::string text;
  for (std::array<char, 4096> part{}; std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr;)
    text += part.data();
  EXPECT_EQ(pclose(pipe), 0);
  std::filesystem::remove(file);
  return json::parse(text);
}

std::string workbook_of(const Table& rows, std::vector<CellKind> kinds, std::string_view sheet = "Besoins",
                        WorkbookOptions options = {}) {
  std::ostringstream out;
  XlsxWriter writer(out, sheet, std::move(kinds), options);
  for (const auto& cells : rows) writer.row(cells);
  writer.finish();
  return out.str();
}

/// What becomes of each text as the only cell of its row.
std::vector<json> cells_of(const std::vector<std::string>& texts, CellKind kind) {
  Table rows{{"heading"}};
  for (const auto& text : texts) rows.push_back({text});
  const auto sheets = read_back(workbook_of(rows, {kind}));
  std::vector<json> cells;
  for (std::size_t at = 1; at < rows.size(); ++at) cells.push_back(sheets[0]["rows"][at][0]);
  return cells;
}
json cell_of(const std::string& text, CellKind kind) { return cells_of({text}, kind)[0]; }

TEST(XlsxWriter, is_read_back_by_another_program_with_its_types) {
  const auto sheets = read_back(workbook_of({{"structure", "personnes", "latitude", "jour"},
                                             {"Relais d'Œuvre & <Cie>", "1200", "43.370176", "2020-03-26"},
                                             {"", "-5", "-0.5", ""}},
                                            {CellKind::text, CellKind::integer, CellKind::decimal, CellKind::day}));
  ASSERT_EQ(sheets.size(), 1U);
  EXPECT_EQ(sheets[0]["name"], "Besoins");
  const auto& rows = sheets[0]["rows"];
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][1], (json{"s", "personnes"}));
  EXPECT_EQ(rows[1],
            json::parse(R"([["s", "Relais d'Œuvre & <Cie>"], ["n", 1200], ["n", 43.370176], ["day", "2020-03-26"]])"));
  EXPECT_EQ(rows[2][1], (json{"n", -5}));
  EXPECT_EQ(rows[2][0][1], nullptr);
}

TEST(XlsxWriter, has_no_formula_and_no_link_whatever_a_text_begins_with) {
  const std::vector<std::string> texts{"=1+1",
                                       "+33612345678",
                                       "-1+cmd|' /C calc'!A0",
                                       "@SUM(A1)",
                                       "{=1}",
                                       "http://example.org",
                                       "\t=1",
                                       "=HYPERLINK(\"http://x\")"};
  for (const auto kind : {CellKind::text, CellKind::integer, CellKind::decimal, CellKind::day}) {
    const auto cells = cells_of(texts, kind);
    for (std::size_t at = 0; at < texts.size(); ++at) EXPECT_EQ(cells[at], (json{"s", texts[at]}));
  }
}

TEST(XlsxWriter, keeps_as_text_what_a_number_would_change) {
  EXPECT_EQ(cell_of("01000", CellKind::text), (json{"s", "01000"}));
  EXPECT_EQ(cells_of({"12345678901234567", "999999999999999"}, CellKind::integer),
            (std::vector<json>{{"s", "12345678901234567"}, {"n", 999999999999999}}));
  const std::vector<std::string> texts{"12 personnes", "1,5", "nan", "inf", "1e5", "0x10", " 1", "--1"};
  const auto cells = cells_of(texts, CellKind::decimal);
  for (std::size_t at = 0; at < texts.size(); ++at) EXPECT_EQ(cells[at], (json{"s", texts[at]}));
  EXPECT_EQ(cells_of({"1900-02-28", "1900-03-01", "2020-02-30"}, CellKind::day),
            (std::vector<json>{{"s", "1900-02-28"}, {"day", "1900-03-01"}, {"s", "2020-02-30"}}));
}

TEST(XlsxWriter, goes_on_on_another_sheet_when_one_is_full) {
  const auto sheets = read_back(
      workbook_of({{"h"}, {"1"}, {"2"}, {"3"}, {"4"}, {"5"}}, {CellKind::integer}, "A", {.sheet_rows_max = 3}));
  ASSERT_EQ(sheets.size(), 3U);
  EXPECT_EQ(sheets[1]["name"], "A (2)");
  EXPECT_EQ(sheets[1]["rows"], json::parse(R"([[["s", "h"]], [["n", 3]], [["n", 4]]])"));
  EXPECT_EQ(sheets[2]["rows"].size(), 2U);
}

TEST(XlsxWriter, cuts_a_text_that_no_cell_can_hold) {
  const auto cell = cell_of(std::string(40'000, 'x'), CellKind::text)[1].get<std::string>();
  EXPECT_EQ(cell, std::string(32'766, 'x') + "…");
}

TEST(XlsxWriter, needs_no_more_memory_for_more_rows) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer keeps what was freed";
#endif
  const auto peak_kb = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const auto write_rows = [](int count) {
    std::ofstream out("/dev/null");
    XlsxWriter writer(out, "Besoins", {CellKind::text, CellKind::integer});
    for (int number = 0; number < count; ++number) writer.row({fmt::format("row {}", number), "12"});
    writer.finish();
  };
  write_rows(2'000);
  const auto before = peak_kb();
  write_rows(100'000);
  EXPECT_LT(peak_kb() - before, 4'096);
}

TEST(SheetName, is_one_that_every_spreadsheet_takes) {
  EXPECT_EQ(sheet_name("Besoins"), "Besoins");
  EXPECT_EQ(sheet_name(""), "-");
  EXPECT_EQ(sheet_name("  "), "-");
  EXPECT_EQ(sheet_name("a/b\\c[d]e:f*g?h"), "a-b-c-d-e-f-g-h");
  EXPECT_EQ(sheet_name("'quoted'"), "-quoted-");
  EXPECT_EQ(sheet_name("history"), "history-");
  EXPECT_EQ(sheet_name(std::string(40, 'x'), 12), std::string(26, 'x') + " (12)");
  EXPECT_EQ(sheet_name("a\xff"), "a-");
}

RC_GTEST_PROP(SheetName, is_taken_whatever_was_wanted, ()) {
  const auto wanted = *rc::gen::string<std::string>();
  const auto name = sheet_name(wanted, 2);
  RC_ASSERT(base::is_valid_utf8(name));
  RC_ASSERT(!name.empty());
  RC_ASSERT(name.find_first_of("[]:*?/\\") == std::string::npos);
}

TEST(XlsxWriter, any_bytes_make_a_workbook_that_opens) {
  Table rows{{"texte"}};
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  rows.push_back({all});
  for (const auto* text : {"\xff\xfe", "\xed\xa0\x80", "\xef\xbf\xbe", "\xef\xbf\xbf", "😀", "a\x01z", "]]>", "</t>"})
    rows.push_back({text});
  const auto sheets = read_back(workbook_of(rows, {CellKind::text}, all));
  EXPECT_EQ(sheets[0]["rows"].size(), rows.size());
  EXPECT_EQ(sheets[0]["rows"][6][0][1], "😀");
  EXPECT_EQ(sheets[0]["rows"][7][0][1], "a?z");
}

}  // namespace
}  // namespace relais::tabular
