#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tabular/reader.hpp"
#include "tabular/report.hpp"

namespace relais::tabular {

enum class Presence { optional, required };

/// A column that an import understands: its stable name, and the other headings under which people send it, French or
/// English. Accents, case, punctuation and spaces do not matter: `Code postal` is `code_postal` and `Codepostal`.
struct Field {
  std::string_view name;
  std::vector<std::string_view> aliases = {};
  Presence presence = Presence::optional;
};

using Columns = std::vector<Field>;

/// A list made of yes-or-no columns: each heading whose cell is not among `no` adds its label.
struct Flags {
  std::vector<std::pair<std::string, std::string>> labels_by_heading;
  std::vector<std::string> no;
};

/// What a mapping file says about one sender's table.
///
///     [columns]                 field = "heading in the file", or "" to leave the field out
///     [constants]               field = "value of every row where the file has none"
///     [separators]              field = ";"  between the values of a list, "|" unless told
///     [flags.services]          "Heading" = "value that a ticked cell adds to the list"
///     [flags_no] services = ["Pas du tout"]    cells that do not tick, besides empty ones
struct Mapping {
  std::map<std::string, std::string, std::less<>> headings;
  std::map<std::string, std::string, std::less<>> constants;
  std::map<std::string, char, std::less<>> separators;
  std::map<std::string, Flags, std::less<>> flags;
};

/// Refuses  bad_mapping: no TOML, a table or a field that `columns` does not know, a value that is no text.
base::Result<Mapping> parse_mapping(std::string_view toml, const Columns& columns);

/// Which column of a table holds which field.
class Layout {
 public:
  /// A mapped heading wins; the others are recognised by their names and aliases.
  ///
  /// Refuses  unknown_mapped_heading, duplicated_heading, missing_headings; each names the headings concerned.
  static base::Result<Layout> match(const Columns& columns, const std::vector<std::string>& headings,
                                    Mapping mapping = {});

  bool has(std::string_view field) const;
  /// Headings that no field uses, for the report: nothing is ignored in silence.
  std::vector<std::string> unused() const;

 private:
  friend class Record;
  struct Place {
    bool required = false;
    std::size_t column = 0;
    bool present = false;
  };
  struct Tick {
    std::size_t column;
    std::string label;
  };

  base::Result<> match_field(const Field& field);
  base::Result<> match_flags();
  bool is_used(std::size_t column) const;

  std::vector<std::string> headings_;
  Mapping mapping_;
  std::map<std::string, Place, std::less<>> places_;
  std::map<std::string, std::vector<Tick>, std::less<>> ticks_;
};

/// One row seen by field. Asking for a field that the columns do not declare is a defect.
///
/// Ownership  layout and row must outlive it; the texts it returns live in them.
class Record {
 public:
  Record(const Layout& layout, const Row& row) : layout_(layout), row_(row) {}

  std::int64_t number() const { return row_.number; }
  /// The cell without the spaces around it, or the mapping's constant; empty when there is neither.
  std::string_view text(std::string_view field) const;
  /// The cell cut at the field's separator, and the labels of its ticked columns; no empty value, none twice.
  std::vector<std::string> list(std::string_view field) const;

  /// Locates a refusal at the field's cell.
  RowProblem problem(std::string_view field, base::Refusal refusal) const;
  Repair repair(std::string_view field, std::string_view became) const;
  /// Required fields that are empty, and cells beyond the headings.
  std::vector<RowProblem> check_shape() const;

 private:
  const Layout::Place& place(std::string_view field) const;
  std::string_view cell(std::size_t column) const;

  const Layout& layout_;
  const Row& row_;
};

}  // namespace relais::tabular
