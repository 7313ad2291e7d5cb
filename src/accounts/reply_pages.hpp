#pragma once
/// How a program is answered: docs/decisions/0013.

#include <string>

#include "base/result.hpp"
#include "web/body.hpp"
#include "web/json.hpp"

namespace relais::accounts {

/// What a program is told of a change that was made.
struct Reply {
  web::Json body;
  int status = 200;
  std::string location = {};  ///< the path of what was made
  std::string etag = {};
  bool repeated = false;  ///< nothing was changed now
};

/// A strong ETag of what a program reads, whatever the language.
std::string etag_of(const web::Json& body);
/// Whether what the program changes is still what it read. `*` matches whatever is there.
/// Refuses     if_match_failed, and if_match_missing when it is required.
base::Result<> check_if_match(const web::Request& request, const std::string& etag, bool is_required);

/// One page of a list: `?limit=` and `?after=`, a key that the list itself gave.
struct ListPage {
  std::int64_t items_max = 50;
  std::int64_t after = 0;  ///< 0 on the first page
};
inline constexpr std::int64_t list_items_max = 200;
/// Adds a fault for what is not so.
ListPage read_list_page(const web::Request& request, web::Faults& faults);
/// A code in the query that `parse` knows, or nothing when it is not given.
template <class Parse>
auto read_code(const web::Request& request, std::string_view field, std::string_view known, web::Faults& faults,
               Parse&& parse) -> decltype(parse(std::string_view()));
void add_code_fault(std::string_view field, std::string_view known, web::Faults& faults);

template <class Parse>
auto read_code(const web::Request& request, std::string_view field, std::string_view known, web::Faults& faults,
               Parse&& parse) -> decltype(parse(std::string_view())) {
  const auto given = request.query.text(field);
  auto found = parse(given);
  if (!found && !given.empty()) add_code_fault(field, known, faults);
  return found;
}

/// `{"NAME": [...], "next": address or null}`, with a Link header when there is a next page. `after`: the key of the
/// last item, "" on the last page.
/// Source      RFC 8288 (Link, rel=next).
web::Response list_answer(const web::Request& request, std::string_view name, web::Json items,
                          const std::string& after);
/// One thing, with its ETag.
web::Response thing_answer(const web::Json& body);

}  // namespace relais::accounts
