#include <algorithm>

#include <fmt/format.h>

#include "accounts/form_pages.hpp"
#include "base/text.hpp"
#include "gifts/gift_pages.hpp"
#include "gifts/refusals.hpp"
#include "people/refusals.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"

namespace relais::gifts {
namespace {

using accounts::FormErrors;
using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using store::Transaction;
using web::choice;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr int rows_max = 60;
constexpr int blank_rows = 3;

/// A line as it is typed, before it is known to be right.
struct TypedLine {
  std::string kind, condition, quantity, from, until, audience, departement;
  bool is_blank() const { return quantity.empty() && kind.empty(); }
};

struct TypedPledge {
  std::string code, donor, version;
  std::vector<TypedLine> lines;
};

std::string field_name(std::string_view field, std::size_t row) { return fmt::format("{}.{}", field, row); }

TypedPledge typed_pledge(const Request& request) {
  TypedPledge typed{std::string(request.form.text("code")),
                    std::string(request.form.text("donor")),
                    std::string(request.form.text("version")),
                    {}};
  const auto rows = std::clamp<std::int64_t>(base::parse_integer(request.form.text("rows")).value_or(0), 0, rows_max);
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
    const auto text = [&](std::string_view field) { return std::string(request.form.text(field_name(field, row))); };
    typed.lines.push_back({text("kind"), text("condition"), text("quantity"), text("from"), text("until"),
                           text("audience"), text("departement")});
  }
  return typed;
}

TypedPledge typed_of(const Gift& gift, const Catalogue& catalogue, std::string donor_code) {
  TypedPledge typed{gift.code, std::move(donor_code), version_of(gift), {}};
  for (const auto& line : gift.lines) {
    if (line.progress.pledged == 0) continue;
    typed.lines.push_back({catalogue.kind(line.kind).code, line.is_second_hand ? "used" : "new",
                           std::to_string(line.progress.pledged),
                           line.expected_from ? base::iso_day(*line.expected_from) : std::string(),
                           line.expected_until ? base::iso_day(*line.expected_until) : std::string(),
                           line.for_whom.audience ? std::string(code_of(*line.for_whom.audience)) : std::string(),
                           line.for_whom.departement});
  }
  return typed;
}

/// Each cell that cannot be read is told beside its field.
PledgeDraft draft_of(const TypedPledge& typed, FormErrors& errors) {
  PledgeDraft draft{typed.code, typed.donor, {}};
  for (std::size_t row = 0; row < typed.lines.size(); ++row) {
    const auto& line = typed.lines[row];
    if (line.is_blank()) continue;
    const auto day = [&](std::string_view field, const std::string& text) -> std::optional<base::Day> {
      if (text.empty()) return std::nullopt;
      const auto found = base::parse_day(text);
      if (!found) errors.add(field_name(field, row), Refusal(refused::not_a_day));
      return found;
    };
    const auto quantity = base::parse_integer(line.quantity);
    if (!quantity) errors.add(field_name("quantity", row), Refusal(refused::not_a_number));
    if (line.kind.empty()) errors.add(field_name("kind", row), Refusal(refused::kind_missing));
    const auto audience = catalogue::parse_audience(line.audience);
    if (!audience && !line.audience.empty())
      errors.add(field_name("audience", row), Refusal(refused::audience_unknown));
    draft.lines.push_back({line.kind,
                           quantity.value_or(0),
                           line.condition == "used",
                           day("from", line.from),
                           day("until", line.until),
                           {audience, line.departement}});
  }
  return draft;
}

struct PledgeForm {
  Catalogue catalogue;
  std::vector<people::Organisation> donors;  ///< in whose name the person may promise
};

Result<PledgeForm> pledge_form(Reader& reader, const Visit& visit) {
  const auto programme = visit.programme();
  RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(reader));
  PledgeForm form{catalogue::get_catalogue(reader, programme), {}};
  for (auto& donor : people::list_organisations(reader, programme, people::OrganisationKind::donor))
    if (permit.coverage().covers(programme, donor.id)) form.donors.push_back(std::move(donor));
  return form;
}

Data kind_choices(const Catalogue& catalogue, std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto& kind : catalogue.kinds) list << choice(kind.code, kind.name.in(language), chosen);
  return list;
}

Data audience_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto audience : catalogue::audiences)
    list << choice(code_of(audience), catalogue::label_of(audience).in(language), chosen);
  return list;
}

Data condition_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  list << choice("new", translate(language, "neuf"), chosen);
  list << choice("used", translate(language, "d’occasion"), chosen);
  return list;
}

Data typed_row(const TypedLine& line, std::size_t row, const Catalogue& catalogue, const Data& errors,
               Language language) {
  Data data;
  data.set("row", std::to_string(row));
  data.set("number", std::to_string(row + 1));
  data.set("kinds", kind_choices(catalogue, line.kind, language));
  data.set("conditions", condition_choices(line.condition, language));
  data.set("audiences", audience_choices(line.audience, language));
  data.set("is_detailed", !(line.from + line.until + line.audience + line.departement).empty());
  const std::pair<std::string_view, const std::string*> texts[] = {
      {"quantity", &line.quantity}, {"from", &line.from}, {"until", &line.until}, {"departement", &line.departement}};
  for (const auto& [field, text] : texts) data.set(std::string(field), *text);
  for (const std::string field : {"kind", "quantity", "from", "until", "audience", "departement"}) {
    const auto* error = errors.get(field_name(field, row) + "_error");
    data.set(field + "_is_wrong", error != nullptr);
    data.set(field + "_wrong", error != nullptr ? error->string_value() : std::string());
  }
  return data;
}

/// What the form needs besides what was typed.
struct FormPlace {
  std::string action;
  std::string back;
  bool is_new = false;
  std::vector<std::string> meanwhile = {};  ///< what is saved by now, when someone else changed it
};

Response render_form(const accounts::Gate& gate, const Request& request, const Visit& visit, const FormPlace& place,
                     TypedPledge typed, const FormErrors& errors) {
  const auto language = request.language;
  const auto form = gate.database().read([&](Reader& reader) { return pledge_form(reader, visit); });
  if (!form) return gate.site().refusal(request, form.refusal());
  for (int blank = 0; blank < blank_rows && typed.lines.size() < rows_max; ++blank) typed.lines.emplace_back();
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  Data rows(Data::type::list);
  for (std::size_t row = 0; row < typed.lines.size(); ++row)
    rows << typed_row(typed.lines[row], row, form->catalogue, data, language);
  Data donors(Data::type::list);
  for (const auto& donor : form->donors) donors << choice(donor.code, donor.name, typed.donor);
  data.set("action", place.action);
  data.set("back", place.back);
  data.set("is_new", place.is_new);
  Data meanwhile(Data::type::list);
  for (const auto& line : place.meanwhile) meanwhile << Data("text", line);
  data.set("meanwhile", meanwhile);
  data.set("has_meanwhile", !place.meanwhile.empty());
  data.set("code", typed.code);
  data.set("donor", typed.donor);
  data.set("version", typed.version);
  data.set("donors", donors);
  data.set("rows", std::to_string(typed.lines.size()));
  data.set("lines", rows);
  const auto title = place.is_new ? translate(language, "Nouvelle promesse de don")
                                  : fmt::format(fmt::runtime(translate(language, "Promesse {0}")), typed.code);
  data.set("title", title);
  return gate.site().page(request, "gifts/pledge_form", {.title = title, .status = errors.status()}, data);
}

FormPlace place_of_new() { return {"/gifts", "/gifts", true}; }
FormPlace place_of(std::string_view code) { return {path_of_gift(code), path_of_gift(code), false}; }

Response new_form(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  return render_form(gate, request, visit, place_of_new(), {}, {});
}

Response edit_form(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto programme = visit.programme();
  const auto typed = gate.database().read([&](Reader& reader) -> Result<TypedPledge> {
    RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(reader));
    RELAIS_TRY(const auto gift, visible_gift(reader, permit, programme, request.parameter("code")));
    return typed_of(gift, catalogue::get_catalogue(reader, programme),
                    people::get_organisation(reader, gift.donor).code);
  });
  if (!typed) return gate.site().refusal(request, typed.refusal());
  return render_form(gate, request, visit, place_of(typed->code), *typed, {});
}

/// Takes note of what is saved by now: whoever saves again has seen it.
void show_meanwhile(const accounts::Gate& gate, const Visit& visit, TypedPledge& typed, FormPlace& place,
                    Language language) {
  const auto [gift, catalogue] = gate.database().read([&](Reader& reader) {
    return std::pair(find_gift(reader, visit.programme(), typed.code),
                     catalogue::get_catalogue(reader, visit.programme()));
  });
  if (!gift) return;
  typed.version = version_of(*gift);
  for (const auto& line : gift->lines)
    if (line.progress.pledged > 0)
      place.meanwhile.push_back(web::format_number(language, line.progress.pledged) + ' ' +
                                line_name(catalogue, line.kind, line.is_second_hand, language));
}

/// The field that a refusal of the whole pledge is about.
std::string_view field_of_pledge(const Refusal& refusal) {
  if (refusal.is(refused::pledge_needs_code) || refusal.is(refused::code_taken)) return "code";
  if (refusal.is(refused::donor_not_registered) || refusal.is(people::refused::not_yours)) return "donor";
  return "lines";
}

Response save(const accounts::Gate& gate, const Request& request, const Visit& visit, FormPlace place,
              TypedPledge typed) {
  FormErrors errors;
  if (request.form.has("more")) return render_form(gate, request, visit, place, std::move(typed), errors);
  auto draft = draft_of(typed, errors);
  draft.must_be_new = place.is_new;
  draft.replaces = typed.version;
  if (!errors.empty()) return render_form(gate, request, visit, place, std::move(typed), errors);
  const auto saved = visit.change(draft.code, [&](Transaction& transaction) -> Result<SavedPledge> {
    RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(transaction));
    if (!place.is_new) RELAIS_TRY_DONE(visible_gift(transaction, permit, visit.programme(), draft.code));
    return save_pledge(transaction, permit, catalogue::get_catalogue(transaction, visit.programme()), draft);
  });
  if (saved) return web::redirect(path_of_gift(draft.code) + "?done=saved");
  if (saved.refusal().is(refused::pledge_unknown)) return gate.site().refusal(request, saved.refusal());
  errors.add(field_of_pledge(saved.refusal()), saved.refusal());
  if (saved.refusal().is(refused::changed_meanwhile)) show_meanwhile(gate, visit, typed, place, request.language);
  return render_form(gate, request, visit, place, std::move(typed), errors);
}

}  // namespace

void add_pledge_forms(accounts::Gate& gate) {
  gate.members("GET", "/gifts/new", Right::pledge_gifts,
               [&gate](const Request& request, const Visit& visit) { return new_form(gate, request, visit); });
  gate.members("GET", "/gifts/{code}/edit", Right::pledge_gifts,
               [&gate](const Request& request, const Visit& visit) { return edit_form(gate, request, visit); });
  gate.change("POST", "/gifts", Right::pledge_gifts, [&gate](const Request& request, const Visit& visit) {
    return save(gate, request, visit, place_of_new(), typed_pledge(request));
  });
  gate.change("POST", "/gifts/{code}", Right::pledge_gifts, [&gate](const Request& request, const Visit& visit) {
    auto typed = typed_pledge(request);
    typed.code = std::string(request.parameter("code"));
    auto place = place_of(typed.code);
    return save(gate, request, visit, std::move(place), std::move(typed));
  });
}

}  // namespace relais::gifts
