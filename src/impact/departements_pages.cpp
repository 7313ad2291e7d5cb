#include "impact/departements_pages.hpp"

#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "impact/map_pages.hpp"
#include "impact/words_pages.hpp"

namespace relais::impact {
namespace {

using base::Language;
using web::Data;
using web::to_translate;
using web::translate;

struct Column {
  std::string_view key;
  std::string_view name;
  std::int64_t (*figure)(const DepartementFigures&);  ///< null: text
  bool is_wide_only = false;                          ///< left out on a phone
};

// Nothing asked comes after the lowest coverage.
std::int64_t coverage_of(const DepartementFigures& departement) {
  return departement.figures.coverage_permille().value_or(-1);
}

constexpr Column columns[] = {
    {"code", to_translate("Département"), nullptr},
    {"structures", to_translate("Structures"), [](const DepartementFigures& d) { return d.figures.structures; }, true},
    {"people", to_translate("Personnes"), [](const DepartementFigures& d) { return d.figures.people_in_need; }, true},
    {"asked", to_translate("Demandés"), [](const DepartementFigures& d) { return d.figures.asked; }},
    {"allocated", to_translate("Attribués"), [](const DepartementFigures& d) { return d.figures.allocated; }},
    {"handed_over", to_translate("Remis"), [](const DepartementFigures& d) { return d.figures.handed_over; }, true},
    {"coverage", to_translate("Couverture"), coverage_of}};

const Column& column_of(std::string_view key) {
  const auto* found = std::find_if(std::begin(columns), std::end(columns), [&](const auto& c) { return c.key == key; });
  return found == std::end(columns) ? columns[0] : *found;
}

/// They come by code, which settles equal figures.
std::vector<const DepartementFigures*> ordered(const Departements& departements, const Column& by) {
  std::vector<const DepartementFigures*> order;
  for (const auto& departement : departements.list) order.push_back(&departement);
  if (by.figure != nullptr)
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto* a, const auto* b) { return by.figure(*a) > by.figure(*b); });
  return order;
}

Data column_heads(const Column& by, Language language) {
  Data heads(Data::type::list);
  for (const auto& column : columns) {
    Data head;
    head.set("key", std::string(column.key));
    head.set("name", translate(language, column.name));
    head.set("is_number", column.figure != nullptr);
    head.set("is_wide_only", column.is_wide_only);
    head.set("is_ordering", column.key == by.key);
    head.set("direction", column.figure != nullptr ? "descending" : "ascending");
    heads << head;
  }
  return heads;
}

}  // namespace

Data figures_data(const DepartementFigures& departement, Language language) {
  const auto& [place, figures] = departement;
  const auto number = [&](std::int64_t count) { return web::format_number(language, count); };
  Data data;
  data.set("code", place.code);
  data.set("name", place.name);
  data.set("region", place.region);
  data.set("structures", number(figures.structures));
  data.set("people", number(figures.people_in_need));
  data.set("asked", number(figures.asked));
  data.set("allocated", number(figures.allocated));
  data.set("handed_over", number(figures.handed_over));
  data.set("equipped", number(figures.reached.equipped));
  data.set("connected", number(figures.reached.connected));
  data.set("coverage", per_cent_text(language, figures.coverage_permille()));
  data.set("cover", std::string(cover_class(figures.coverage_permille())));
  return data;
}

void set_departements(Data& data, const Departements& departements, std::string_view order, Language language) {
  const auto& by = column_of(order);
  Data rows(Data::type::list);
  for (const auto* departement : ordered(departements, by)) rows << figures_data(*departement, language);
  if (departements.elsewhere.asked > 0)
    data.set("elsewhere", figures_data({.place = {}, .figures = departements.elsewhere}, language));
  data.set("has_elsewhere", departements.elsewhere.asked > 0);
  data.set("columns", column_heads(by, language));
  data.set("departements", rows);
}

}  // namespace relais::impact
