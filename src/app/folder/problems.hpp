#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace relais::app {

/// Where a person finds it again in the files of a folder.
struct Place {
  std::string file;
  std::int64_t line = 0;  ///< as an editor or a spreadsheet counts; 0: the whole file
  std::string column;     ///< letters of a spreadsheet's column, or empty
  std::string field;      ///< heading, or key with the tables above it
  bool operator==(const Place&) const = default;
};

struct Problem {
  Place place;
  std::string value;  ///< what is written there, made safe to show
  base::Refusal refusal;
};

/// Everything that is wrong in a folder: nothing stops at the first fault.
class Problems {
 public:
  void add(Place place, std::string_view value, base::Refusal refusal);
  /// Whether something was told of that very place; of the row, when `place` names no field.
  bool has(const Place& place) const;
  bool empty() const { return problems_.empty(); }
  std::size_t size() const { return problems_.size(); }
  /// One line each, by file and line; of the files that are none of a programme's, a few by name and the rest counted.
  std::string text(base::Language language) const;
  const std::vector<Problem>& all() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

}  // namespace relais::app
