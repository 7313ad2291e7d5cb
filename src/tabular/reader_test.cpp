#include "tabular/reader.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tabular/refusals.hpp"
#include "tabular/writer.hpp"

namespace relais::tabular {
namespace {

/// Every row as `number:cell|cell`, the headings first, a refusal last.
std::vector<std::string> read_all(const std::string& bytes, Limits limits = {}) {
  std::istringstream in(bytes);
  auto reader = TableReader::open(in, limits);
  if (!reader) return {reader.refusal().message(base::Language::english)};
  const auto join = [](const std::vector<std::string>& cells) {
    std::string text;
    for (const auto& cell : cells) text += (text.empty() ? "" : "|") + cell;
    return text;
  };
  std::vector<std::string> lines{join(reader->headings())};
  for (;;) {
    const auto row = reader->next();
    if (!row) {
      lines.push_back(row.refusal().message(base::Language::english));
      return lines;
    }
    if (!*row) return lines;
    lines.push_back(std::to_string((*row)->number) + ":" + join((*row)->cells));
  }
}

using Lines = std::vector<std::string>;

TEST(TableReader, reads_quotes_line_breaks_and_separators_inside_cells) {
  EXPECT_EQ(read_all("nom,note\r\n\"Le \"\"Phare\"\"\",\"a,b\r\nc\"\r\nRelais,\r\n"),
            (Lines{"nom|note", "2:Le \"Phare\"|a,b\nc", "3:Relais|"}));
}

TEST(TableReader, numbers_rows_as_a_spreadsheet_does) {
  EXPECT_EQ(read_all("a;b\n\n1;\"x\ny\"\n;;\n  \n2;z"), (Lines{"a|b", "3:1|x\ny", "6:2|z"}));
}

TEST(TableReader, reads_the_line_ends_of_every_system) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    EXPECT_EQ(read_all("a,b" + end + "1,2" + end + end + "3,4" + end), (Lines{"a|b", "2:1|2", "4:3|4"}));
  }
}

TEST(TableReader, finds_the_separator_outside_quotes) {
  EXPECT_EQ(read_all("nom;\"horaires, tarifs, accès\"\nA;x,y,z\n").front(), "nom|horaires, tarifs, accès");
  EXPECT_EQ(read_all("nom;horaires, tarifs, accès\nA;rien\nB;rien\n").at(1), "2:A|rien");
  EXPECT_EQ(read_all("a\tb\n1\t2\n").at(1), "2:1|2");
  EXPECT_EQ(read_all("a|b\n1|2\n").front(), "a|b");
  EXPECT_EQ(read_all("seule\nA\n"), (Lines{"seule", "2:A"}));
}

TEST(TableReader, keeps_an_empty_first_cell_of_a_tab_separated_row) {
  std::istringstream in("a\tb\n\t2\n");
  auto reader = TableReader::open(in);
  EXPECT_EQ((*reader->next())->cells, (Lines{"", "2"}));
}

TEST(TableReader, reads_the_encodings_that_spreadsheets_write) {
  const Lines wanted{"nom|ville", "2:Œuvre|Orthez – né"};
  EXPECT_EQ(read_all("nom,ville\nŒuvre,Orthez – né\n"), wanted);
  EXPECT_EQ(read_all("\xEF\xBB\xBFnom,ville\nŒuvre,Orthez – né\n"), wanted);
  EXPECT_EQ(read_all("nom,ville\n\x8Cuvre,Orthez \x96 n\xE9"), wanted);
  std::string little("\xFF\xFE", 2), big("\xFE\xFF", 2);
  for (const char16_t unit : std::u16string(u"nom,ville\r\nŒuvre,Orthez – né\r\n")) {
    little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  EXPECT_EQ(read_all(little), wanted);
  EXPECT_EQ(read_all(big), wanted);
}

TEST(TableReader, reads_the_same_whatever_the_size_of_the_pieces) {
  std::string bytes = "nom,note\n";
  Lines wanted{"nom|note"};
  for (int row = 2; row < 6'000; ++row) {
    bytes += "é€𝄞" + std::to_string(row) + ",\"a\r\nb\"\r\n";
    wanted.push_back(std::to_string(row) + ":é€𝄞" + std::to_string(row) + "|a\nb");
  }
  EXPECT_EQ(read_all(bytes), wanted);
}

TEST(TableReader, refuses_an_unterminated_quote_with_its_row) {
  EXPECT_EQ(read_all("a,b\n1,2\n3,\"oubli\n4,5\n").back(), "Row 3, column B: a quote is opened and never closed.");
}

TEST(TableReader, refuses_a_stray_quote_with_its_row) {
  EXPECT_EQ(read_all("a,b\n1,2\nx \"y\" z,3\n").back(),
            "Row 3, column A: misplaced quote. Inside a quoted cell, double it.");
  EXPECT_EQ(read_all("a,b\n1,\"x\"y\n").back(), "Row 2, column B: misplaced quote. Inside a quoted cell, double it.");
}

TEST(TableReader, refuses_bytes_that_are_no_text) {
  EXPECT_EQ(read_all("nom\né\n\xE9\n").back(),
            "Row 3: this is not text (UTF-8, UTF-16 or Windows-1252). Save it again as UTF-8 CSV.");
  EXPECT_EQ(read_all("nom\ncaf\xE9 \x81\n").back(),
            "Row 2: this is not text (UTF-8, UTF-16 or Windows-1252). Save it again as UTF-8 CSV.");
  EXPECT_EQ(read_all("\xFF\xFE" + std::string("a\0\n\0\x00\xDC", 6)).back(),
            "Row 2: this is not text (UTF-8, UTF-16 or Windows-1252). Save it again as UTF-8 CSV.");
}

TEST(TableReader, refuses_a_nul_byte_with_its_cell) {
  EXPECT_EQ(read_all(std::string("a,b\n1,x\0y\n", 10)).back(),
            "Row 2, column B: a NUL byte, the file is not a text table.");
}

TEST(TableReader, refuses_a_cell_a_row_or_a_table_beyond_its_limits) {
  const Limits limits{.cell_bytes_max = 8, .columns_max = 3, .rows_max = 4};
  EXPECT_EQ(read_all("a,b\n1,123456789\n", limits).back(), "Row 2, column B: a cell over 8 bytes. A forgotten quote?");
  EXPECT_EQ(read_all("a,b\n1,2,3,4\n", limits).back(), "Row 2: more than 3 columns.");
  EXPECT_EQ(read_all("a\n1\n2\n3\n4\n", limits).back(), "More than 4 rows: split the file.");
}

TEST(TableReader, never_holds_more_of_a_forgotten_quote_than_its_limit) {
  const std::string bytes = "a,b\n1,\"" + std::string(10'000'000, 'x');
  std::istringstream in(bytes);
  auto reader = TableReader::open(in);
  ASSERT_TRUE(reader.ok() || reader.refusal().is(refusals::cell_too_long));
  EXPECT_LT(in.tellg(), 200'000);
}

TEST(TableReader, refuses_an_empty_file) {
  EXPECT_EQ(read_all(""), (Lines{"The file is empty: it needs a row of headings."}));
  EXPECT_EQ(read_all("\xEF\xBB\xBF\r\n\r\n"), (Lines{"The file is empty: it needs a row of headings."}));
}

TEST(TableReader, reads_back_what_the_writer_wrote) {
  const auto character = rc::gen::weightedOneOf<char>(
      {{3, rc::gen::inRange('a', 'z')}, {2, rc::gen::elementOf(std::string(",;\t|\" \n'=0"))}});
  const auto cell = rc::gen::container<std::string>(character);
  EXPECT_TRUE(rc::check([&] {
    const auto columns = *rc::gen::inRange<std::size_t>(2, 5);
    const auto rows = *rc::gen::container<std::vector<Lines>>(rc::gen::container<Lines>(columns, cell));
    std::ostringstream out;
    CsvWriter writer(out, Dialect::schema);
    writer.row(Lines(columns, "h"));
    for (const auto& row : rows) writer.row(row);
    std::istringstream in(out.str());
    auto reader = TableReader::open(in);
    RC_ASSERT(reader.ok());
    for (const auto& row : rows) {
      const auto is_blank = [](const std::string& text) { return text.find_first_not_of(" \t\n") == text.npos; };
      if (std::all_of(row.begin(), row.end(), is_blank)) continue;
      const auto read = reader->next();
      RC_ASSERT(read.ok() && read->has_value());
      RC_ASSERT((*read)->cells == row);
    }
  }));
}

TEST(TableReader, names_columns_as_a_spreadsheet_does) {
  EXPECT_EQ(column_letters(0), "A");
  EXPECT_EQ(column_letters(25), "Z");
  EXPECT_EQ(column_letters(26), "AA");
  EXPECT_EQ(column_letters(701), "ZZ");
  EXPECT_EQ(column_letters(702), "AAA");
}

}  // namespace
}  // namespace relais::tabular
