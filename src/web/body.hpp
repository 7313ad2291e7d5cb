#pragma once
/// Reads the JSON body of a program's request member by member, and says of each what is wrong with it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "web/json.hpp"

namespace relais::web {

/// What is wrong with one part of a request.
struct Fault {
  std::string pointer;  ///< RFC 6901, into the body: `/lines/0/quantity`; empty: the whole of it
  base::Refusal refusal;
  std::string parameter = {};  ///< of the query instead: `limit`
};
using Faults = std::vector<Fault>;

/// A problem with its `errors`, one for each fault.
/// Source      RFC 9457, section 3 (the example of an extension).
Response problem_with(const Request& request, const base::Refusal& refusal, const Faults& faults);
/// The same when the faults are all that is wrong: 422 `web.invalid_members`.
Response problem_with(const Request& request, const Faults& faults);

/// One object of the body. What was asked for is known; the rest is a fault that `finish` tells.
///
/// Each member that is missing or of another type adds a fault and gives an empty value: all faults are told at once.
/// Ownership   `value` and `faults` must outlive it.
class Body {
 public:
  Body(const Json& value, std::string pointer, Faults& faults);

  /// Refuses     member_missing, not_text, text_too_long, text_unreadable (a NUL).
  std::string text(std::string_view member, std::size_t bytes_max = 200);
  std::optional<std::string> maybe_text(std::string_view member, std::size_t bytes_max = 200);
  /// Refuses     member_missing, not_integer (also a number with decimals).
  std::int64_t integer(std::string_view member);
  std::optional<std::int64_t> maybe_integer(std::string_view member);
  /// Refuses     not_boolean.
  bool flag(std::string_view member);
  /// Refuses     member_missing, not_a_date: YYYY-MM-DD alone.
  base::Day day(std::string_view member);
  std::optional<base::Day> maybe_day(std::string_view member);
  /// The objects of a list.
  /// Refuses     member_missing, not_list, list_too_long, not_object.
  std::vector<Body> objects(std::string_view member, std::size_t items_max);
  /// A list that may be left out.
  std::vector<Body> maybe_objects(std::string_view member, std::size_t items_max);

  /// A code that `parse` knows; `known` are those that the message offers.
  /// Refuses     member_missing, not_text, code_unknown.
  template <class Parse>
  auto code(std::string_view member, std::string_view known, Parse&& parse) {
    using Code = typename decltype(parse(std::string_view()))::value_type;
    const auto given = text(member);
    const auto found = parse(given);
    if (!found && !given.empty()) add_unknown(member, known);
    return found.value_or(Code{});
  }

  /// The same, of a member that may be left out.
  template <class Parse>
  auto maybe_code(std::string_view member, std::string_view known, Parse&& parse)
      -> decltype(parse(std::string_view())) {
    const auto given = maybe_text(member);
    if (!given) return std::nullopt;
    const auto found = parse(*given);
    if (!found) add_unknown(member, known);
    return found;
  }

  std::string pointer_of(std::string_view member) const;
  const std::string& pointer() const { return pointer_; }
  /// Tells each member that was not asked for. Refuses  member_unknown.
  void finish();

 private:
  const Json* find(std::string_view member, bool is_required);
  void add(std::string_view member, const base::RefusalReason& reason, std::vector<std::string> facts = {});
  void add_unknown(std::string_view member, std::string_view known);
  std::optional<std::string> read_text(std::string_view member, std::size_t bytes_max, bool is_required);
  std::optional<std::int64_t> read_integer(std::string_view member, bool is_required);
  std::optional<base::Day> read_day(std::string_view member, bool is_required);
  std::vector<Body> read_objects(std::string_view member, std::size_t items_max, bool is_required);

  const Json* value_;
  std::string pointer_;
  Faults* faults_;
  std::vector<std::string> asked_;
};

/// The body of a request as one object.
/// Refuses     not_json_type (415), then as parse_json.
base::Result<Json> read_json(const Request& request);

}  // namespace relais::web
