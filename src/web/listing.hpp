#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.hpp"
#include "web/template.hpp"

namespace relais::web {

/// One way to sort a list.
struct ListOrder {
  std::string_view code;   ///< as the address has it: `donor`
  std::string_view label;  ///< French, see `to_translate`
};

/// What the address of a list asks for: `?q=words&sort=donor&after=KEY`. Whoever keeps the address keeps the filters.
struct Listing {
  std::string words;       ///< what is searched for, "" for everything
  std::string sort;        ///< the code of one of the list's orders
  std::string after = {};  ///< the key of the last row of the page before, "" on the first page
};

/// The listing that a request asks for. An order that the list does not have is its first one.
Listing read_listing(const Request& request, std::span<const ListOrder> orders);

/// Fills in what `{{> web/list_form}}` and `{{> web/list_next}}` show. `next` is the key after which the following page
/// starts, "" when there is none; other fields of the query, the list's own filters, are kept in each address.
void set_listing(Data& data, const Request& request, const Listing& listing, std::span<const ListOrder> orders,
                 const std::string& next);

/// The path of the request with its query, one field set (or left out when `value` is empty), the page's start left
/// out unless it is that field.
std::string address_with(const Request& request, std::string_view path, std::string_view field, std::string_view value);

}  // namespace relais::web
