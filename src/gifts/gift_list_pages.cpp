#include <algorithm>

#include <fmt/format.h>

#include "accounts/table_pages.hpp"
#include "base/text.hpp"
#include "gifts/gift_pages.hpp"
#include "gifts/lines.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"

namespace relais::gifts {
namespace {

using accounts::Visit;
using base::Language;
using base::Result;
using people::Right;
using store::Reader;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::size_t gifts_of_a_page = 50;

constexpr web::ListOrder gift_orders[] = {{"expected", web::to_translate("la date attendue")},
                                          {"newest", web::to_translate("la plus récente")},
                                          {"donor", web::to_translate("le donateur")},
                                          {"code", web::to_translate("le code")}};

struct Totals {
  Progress sum;
  std::optional<base::Day> expected;  ///< the first day on which something that is missing may come
};

Totals totals_of(const Gift& gift) {
  Totals totals;
  for (const auto& line : gift.lines) {
    totals.sum += line.progress;
    const bool is_awaited = line.progress.received < line.progress.pledged && gift.state == PledgeState::open;
    if (is_awaited && line.expected_from && (!totals.expected || *line.expected_from < *totals.expected))
      totals.expected = line.expected_from;
  }
  return totals;
}

bool matches(const Gift& gift, const std::string& folded_words, std::string_view state) {
  if (!state.empty() && code_of(gift.state) != state) return false;
  if (folded_words.empty()) return true;
  return base::fold(gift.code).find(folded_words) != std::string::npos ||
         base::fold(gift.donor_name).find(folded_words) != std::string::npos;
}

/// What a gift is sorted by, its id last: two gifts never share a place.
std::string sort_key(const Gift& gift, std::string_view order) {
  const auto id = fmt::format("{:019}", gift.id.value);
  if (order == "newest") return fmt::format("{:019}", std::numeric_limits<std::int64_t>::max() - gift.id.value);
  if (order == "donor") return base::fold(gift.donor_name) + ' ' + id;
  if (order == "code") return base::fold(gift.code) + ' ' + id;
  const auto expected = totals_of(gift).expected;
  return (expected ? base::iso_day(*expected) : std::string("9999")) + ' ' + id;
}

struct ListedGifts {
  Catalogue catalogue;
  std::vector<std::pair<std::string, Gift>> gifts;  ///< by their sort keys
};

/// Donors give some hundreds of times in a programme: they are read in one query, then narrowed and sorted here.
Result<ListedGifts> listed_gifts(Reader& reader, const Request& request, const Visit& visit,
                                 const web::Listing& listing) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_gifts>(reader));
  ListedGifts listed{catalogue::get_catalogue(reader, visit.programme()), {}};
  const auto words = base::fold(listing.words);
  for (auto& gift : list_gifts(reader, visit.programme())) {
    if (!permit.coverage().covers(visit.programme(), gift.donor)) continue;
    if (!matches(gift, words, request.query.text("state"))) continue;
    auto key = sort_key(gift, listing.sort);
    listed.gifts.emplace_back(std::move(key), std::move(gift));
  }
  std::sort(listed.gifts.begin(), listed.gifts.end(),
            [](const auto& one, const auto& other) { return one.first < other.first; });
  return listed;
}

/// Keeps one page of the list; gives the key after which the next one starts, "" on the last.
std::string keep_page(ListedGifts& listed, const std::string& after) {
  auto& gifts = listed.gifts;
  std::erase_if(gifts, [&](const auto& entry) { return entry.first <= after; });
  if (gifts.size() <= gifts_of_a_page) return {};
  gifts.resize(gifts_of_a_page);
  return gifts.back().first;
}

Data gift_row(const Gift& gift, Language language) {
  const auto totals = totals_of(gift);
  Data row;
  row.set("address", path_of(gift));
  row.set("code", gift.code);
  row.set("donor", gift.donor_name);
  row.set("is_open", gift.state == PledgeState::open);
  row.set("pledged", web::format_number(language, totals.sum.pledged));
  row.set("received", web::format_number(language, totals.sum.received));
  row.set("awaited", web::format_number(language, gift.state == PledgeState::open ? totals.sum.shortfall : 0));
  row.set("has_expected", totals.expected.has_value());
  row.set("expected", totals.expected ? web::format_day(language, *totals.expected) : std::string());
  return row;
}

Data state_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  list << web::choice("", translate(language, "toutes"), chosen);
  list << web::choice("open", translate(language, "ouvertes"), chosen);
  list << web::choice("closed", translate(language, "closes"), chosen);
  return list;
}

Response show_list(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto listing = web::read_listing(request, gift_orders);
  auto listed = gate.database().read([&](Reader& reader) { return listed_gifts(reader, request, visit, listing); });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  const auto next = keep_page(*listed, listing.after);
  Data rows(Data::type::list);
  for (const auto& [key, gift] : listed->gifts) rows << gift_row(gift, request.language);
  Data data;
  web::set_listing(data, request, listing, gift_orders, next);
  data.set("xlsx", web::address_with(request, "/gifts.xlsx", "after", ""));
  data.set("states", state_choices(request.query.text("state"), request.language));
  data.set("gifts", rows);
  data.set("is_empty", listed->gifts.empty());
  data.set("is_illustrative", listed->catalogue.programme.is_illustrative);
  data.set("may_pledge", people::has_right(visit.actor(), Right::pledge_gifts, visit.programme()));
  return gate.site().page(request, "gifts/gifts", {.title = translate(request.language, "Dons")}, data);
}

std::string day_cell(const std::optional<base::Day>& day) { return day ? base::iso_day(*day) : std::string(); }

/// A row for each line of each gift.
void write_gifts(const ListedGifts& listed, Language language, accounts::TableFile& table) {
  for (const auto& [key, gift] : listed.gifts)
    for (const auto& line : gift.lines)
      table.row({gift.code, gift.donor_name, translate(language, gift.state == PledgeState::open ? "ouverte" : "close"),
                 line_name(listed.catalogue, line.kind, line.is_second_hand, language),
                 std::to_string(line.progress.pledged), std::to_string(line.progress.received),
                 std::to_string(line.progress.surplus), std::to_string(line.progress.shortfall),
                 day_cell(line.expected_from), day_cell(line.expected_until)});
}

Response download_list(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto listing = web::read_listing(request, gift_orders);
  const auto listed =
      gate.database().read([&](Reader& reader) { return listed_gifts(reader, request, visit, listing); });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  using tabular::CellKind;
  const auto text = [&](std::string_view french) { return translate(request.language, french); };
  accounts::TableFile table(request, web::to_translate("dons"),
                            {{text("Code")},
                             {text("Donateur")},
                             {text("État")},
                             {text("Article")},
                             {text("Promis"), CellKind::integer},
                             {text("Reçu"), CellKind::integer},
                             {text("En plus"), CellKind::integer},
                             {text("Manque"), CellKind::integer},
                             {text("Attendu à partir du"), CellKind::day},
                             {text("Attendu jusqu’au"), CellKind::day}});
  write_gifts(*listed, request.language, table);
  return table.answer();
}

}  // namespace

std::string path_of_gift(std::string_view code) { return "/gifts/" + web::percent_encode(code); }
std::string path_of(const Gift& gift) { return path_of_gift(gift.code); }

void add_gift_list(accounts::Gate& gate) {
  gate.members("GET", "/gifts", Right::read_gifts,
               [&gate](const Request& request, const Visit& visit) { return show_list(gate, request, visit); });
  accounts::add_table(gate, "/gifts", Right::read_gifts, [&gate](const Request& request, const Visit& visit) {
    return download_list(gate, request, visit);
  });
}

}  // namespace relais::gifts
