#include "allocation/blocks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

namespace relais::allocation {
namespace {

constexpr std::size_t columns_always = 9, columns_with_guarantee = 15, columns_with_adjusted = 16;

/// The numbers of one line, as they are written.
struct LineNumbers {
  std::array<std::int64_t, columns_with_adjusted> values{};
  std::size_t count = 0;
};

/// Reads up to the end of the line; false at anything that is not a number between single spaces.
bool read_numbers(const char*& at, const char* end, LineNumbers& numbers) {
  numbers.count = 0;
  while (numbers.count < numbers.values.size()) {
    const auto [next, error] = std::from_chars(at, end, numbers.values[numbers.count]);
    if (error != std::errc()) return false;
    ++numbers.count;
    at = next;
    if (at == end || *at == ';') return true;
    if (*at++ != ' ') return false;
  }
  return false;
}

bool names_known_codes(const LineNumbers& numbers) {
  const auto& values = numbers.values;
  return values[2] >= 0 && values[2] < std::ssize(catalogue::audiences) && values[3] >= 0 &&
         values[3] < std::ssize(needs::urgencies) && (values[4] == 0 || values[4] == 1);
}

/// What sums and shares of a line rely on.
bool is_in_range(const BlockLine& line) {
  const auto& input = line.input;
  const auto& guarantee = input.guarantee;
  const auto is_quantity = [](std::int64_t value) { return value >= 0 && value <= fairness::quantity_max; };
  for (const auto value : {input.asked, input.earlier, input.past, guarantee.promised, guarantee.earmarked,
                           guarantee.departement, guarantee.by_hand, input.adjusted.value_or(0), line.granted})
    if (!is_quantity(value)) return false;
  return input.people > 0 && input.people <= fairness::weight_max && input.earlier <= input.asked &&
         input.cap() <= input.asked - input.earlier && line.granted <= input.asked - input.earlier &&
         line.dealt_before >= 0;
}

/// The number that lies so far beyond another; whatever a damaged text says.
std::int64_t beyond(std::int64_t number, std::int64_t difference) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(number) + static_cast<std::uint64_t>(difference));
}

BlockLine line_of_numbers(const LineNumbers& numbers) {
  const auto& values = numbers.values;
  BlockLine line;
  line.input.audience = catalogue::audiences[static_cast<std::size_t>(values[2])];
  line.input.urgency = needs::urgencies[static_cast<std::size_t>(values[3])];
  line.input.is_checked = values[4] == 1;
  line.input.people = values[5];
  line.input.asked = values[6];
  line.granted = values[7];
  line.dealt_before = values[8];
  if (numbers.count == columns_always) return line;
  line.input.earlier = values[9];
  line.input.past = values[10];
  line.input.guarantee = {values[11], values[12], values[13], values[14]};
  if (numbers.count == columns_with_adjusted) line.input.adjusted = values[15];
  return line;
}

template <class Numbers>
void append_numbers(std::string& text, const Numbers& numbers) {
  for (const std::int64_t number : numbers) {
    const fmt::format_int digits(number);
    text.append(digits.data(), digits.size());
    text.push_back(' ');
  }
}

template <class Values, class Value>
std::int64_t place_among(const Values& values, Value value) {
  return std::find(std::begin(values), std::end(values), value) - std::begin(values);
}

}  // namespace

void BlockWriter::add(const LineInput& line, ProductId product, std::int64_t granted, std::int64_t dealt_before) {
  if (!body_.empty()) body_.push_back(';');
  append_numbers(
      body_, std::array{beyond(line.need.value, -need_), beyond(product.value, -product_),
                        place_among(catalogue::audiences, line.audience), place_among(needs::urgencies, line.urgency),
                        std::int64_t{line.is_checked ? 1 : 0}, line.people, line.asked, granted, dealt_before});
  need_ = line.need.value;
  product_ = product.value;
  const auto& guarantee = line.guarantee;
  if (line.earlier != 0 || line.past != 0 || line.adjusted || guarantee != Guarantee{})
    append_numbers(body_, std::array{line.earlier, line.past, guarantee.promised, guarantee.earmarked,
                                     guarantee.departement, guarantee.by_hand});
  if (line.adjusted) append_numbers(body_, std::array{*line.adjusted});
  body_.pop_back();
}

void BlockWriter::clear() {
  body_.clear();
  need_ = product_ = 0;
}

bool parse_block(std::string_view body, std::vector<BlockLine>& lines) {
  lines.clear();
  std::int64_t need = 0, product = 0;
  LineNumbers numbers;
  const char* at = body.data();
  for (const char* const end = at + body.size();;) {
    if (!read_numbers(at, end, numbers)) return false;
    if (numbers.count != columns_always && numbers.count < columns_with_guarantee) return false;
    if (!names_known_codes(numbers)) return false;
    auto line = line_of_numbers(numbers);
    if (!is_in_range(line)) return false;
    need = beyond(need, numbers.values[0]);
    product = beyond(product, numbers.values[1]);
    line.input.need = NeedId{need};
    line.product = ProductId{product};
    lines.push_back(line);
    if (at == end) return true;
    ++at;  // the semicolon
  }
}

}  // namespace relais::allocation
