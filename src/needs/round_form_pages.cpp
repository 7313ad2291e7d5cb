#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "needs/census_pages.hpp"
#include "needs/refusals.hpp"
#include "places/places.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"

namespace relais::needs {
namespace {

using accounts::FormErrors;
using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

/// A round as it is typed, before it is known to be right.
struct TypedRound {
  std::string code, name, name_english, opens_on, closes_on, stale = "30", departements, version;
  std::vector<std::string> audiences, products;
};

TypedRound typed_round(const Request& request) {
  const auto text = [&](std::string_view field) { return std::string(request.form.text(field)); };
  TypedRound typed{text("code"),
                   text("name"),
                   text("name_english"),
                   text("opens_on"),
                   text("closes_on"),
                   text("stale"),
                   text("departements"),
                   text("version"),
                   {},
                   {}};
  for (const auto audience : request.form.list("audience")) typed.audiences.emplace_back(audience);
  for (const auto product : request.form.list("product")) typed.products.emplace_back(product);
  return typed;
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

TypedRound typed_of_round(const Round& round) {
  TypedRound typed{round.code,
                   round.name.french,
                   round.name.english,
                   base::iso_day(round.opens_on),
                   base::iso_day(round.closes_on),
                   std::to_string(round.terms.stale_after_days),
                   joined(round.terms.departements),
                   std::to_string(round.version),
                   {},
                   round.terms.products};
  for (const auto audience : round.terms.audiences) typed.audiences.emplace_back(code_of(audience));
  return typed;
}

/// The départements that a text names, `64, 2A 974`.
std::vector<std::string> departements_of(Reader& reader, std::string text, FormErrors& errors) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
  std::vector<std::string> codes;
  for (const auto word : base::split(text, ' ')) {
    if (word.empty()) continue;
    std::string code(word);
    std::transform(code.begin(), code.end(), code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    if (!places::find_departement(reader, code))
      return errors.add("departements", Refusal(refused::departement_unknown, {std::string(word)})), codes;
    codes.push_back(std::move(code));
  }
  return codes;
}

base::Day day_typed(const std::string& field, const std::string& text, FormErrors& errors) {
  const auto day = base::parse_day(text);
  if (!day) errors.add(field, Refusal(refused::day_malformed));
  return day.value_or(base::Day{});
}

RoundDraft draft_of_round(Reader& reader, const TypedRound& typed, const Catalogue& catalogue, FormErrors& errors) {
  RoundTerms terms;
  for (const auto& code : typed.audiences) {
    const auto audience = catalogue::parse_audience(code);
    if (!audience) errors.add("audience", Refusal(refused::audience_unknown));
    if (audience) terms.audiences.push_back(*audience);
  }
  for (const auto& code : typed.products) {
    if (catalogue.find_product(code) == nullptr) errors.add("product", Refusal(refused::product_unknown, {code}));
    terms.products.push_back(code);
  }
  terms.departements = departements_of(reader, typed.departements, errors);
  const auto stale = base::parse_integer(typed.stale);
  if (!stale) errors.add("stale", Refusal(refused::not_a_number));
  terms.stale_after_days = stale.value_or(1);
  const auto opens_on = day_typed("opens_on", typed.opens_on, errors);
  const auto closes_on = day_typed("closes_on", typed.closes_on, errors);
  return {typed.code,
          {typed.name, typed.name_english.empty() ? typed.name : typed.name_english},
          opens_on,
          closes_on,
          std::move(terms)};
}

struct RoundPlace {
  std::string action, back;
  bool is_new = false;
  std::optional<Round> meanwhile = {};  ///< what is saved by now, when someone else changed it
};

Data round_meanwhile(const Round& round, Language language) {
  Data list(Data::type::list);
  for (const auto& text :
       {round.name.in(language),
        web::format_day(language, round.opens_on) + " – " + web::format_day(language, round.closes_on),
        web::format_days(language, round.terms.stale_after_days), joined(round.terms.products),
        joined(round.terms.departements)})
    if (!text.empty()) list << Data("text", text);
  return list;
}

bool holds(const std::vector<std::string>& list, std::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

void set_scope_choices(Data& data, const TypedRound& typed, const Catalogue& catalogue, Language language) {
  Data audiences(Data::type::list), products(Data::type::list);
  for (const auto audience : catalogue::audiences) {
    const auto code = code_of(audience);
    audiences << web::choice(code, catalogue::label_of(audience).in(language),
                             holds(typed.audiences, code) ? code : std::string_view());
  }
  for (const auto& product : catalogue.products)
    products << web::choice(product.code, product.name.in(language),
                            holds(typed.products, product.code) ? std::string_view(product.code) : "");
  data.set("audiences", audiences);
  data.set("products", products);
}

Response render_round_form(const accounts::Gate& gate, const Request& request, const Visit& visit,
                           const RoundPlace& place, const TypedRound& typed, const FormErrors& errors) {
  const auto language = request.language;
  const auto catalogue =
      gate.database().read([&](Reader& reader) { return catalogue::get_catalogue(reader, visit.programme()); });
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  const std::pair<const char*, const std::string*> texts[] = {{"code", &typed.code},
                                                              {"name", &typed.name},
                                                              {"name_english", &typed.name_english},
                                                              {"opens_on", &typed.opens_on},
                                                              {"closes_on", &typed.closes_on},
                                                              {"stale", &typed.stale},
                                                              {"departements", &typed.departements},
                                                              {"version", &typed.version},
                                                              {"action", &place.action},
                                                              {"back", &place.back}};
  for (const auto& [field, text] : texts) data.set(field, *text);
  set_scope_choices(data, typed, catalogue, language);
  data.set("is_new", place.is_new);
  data.set("has_meanwhile", place.meanwhile.has_value());
  data.set("meanwhile", place.meanwhile ? round_meanwhile(*place.meanwhile, language) : Data(Data::type::list));
  const auto title = place.is_new ? translate(language, "Ouvrir une vague de recensement")
                                  : fmt::format(fmt::runtime(translate(language, "Vague {0}")), typed.code);
  data.set("title", title);
  return gate.site().page(request, "needs/round_form", {.title = title, .scripts = {}, .status = errors.status()},
                          data);
}

RoundPlace place_of_new_round() { return {"/census", "/census", true}; }
RoundPlace place_of_round(std::string_view code) { return {path_of_round(code), path_of_round(code), false}; }

std::string_view field_of_round(const Refusal& refusal) {
  if (refusal.is(refused::round_needs_name)) return "name";
  if (refusal.is(refused::round_days_reversed)) return "closes_on";
  if (refusal.is(refused::stale_days_out_of_range)) return "stale";
  return refusal.is(refused::round_changed) ? "name" : "code";
}

Response save_typed_round(const accounts::Gate& gate, const Request& request, const Visit& visit, RoundPlace place,
                          TypedRound typed) {
  FormErrors errors;
  auto draft = gate.database().read([&](Reader& reader) {
    return draft_of_round(reader, typed, catalogue::get_catalogue(reader, visit.programme()), errors);
  });
  draft.must_be_new = place.is_new;
  if (!place.is_new) draft.version_seen = base::parse_integer(typed.version).value_or(0);
  if (!errors.empty()) return render_round_form(gate, request, visit, place, typed, errors);
  const auto saved = visit.change(draft.code, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::run_census>(transaction));
    if (!place.is_new && !find_round(transaction, visit.programme(), draft.code))
      return Refusal(refused::round_unknown, {draft.code});
    RELAIS_TRY(const auto round, save_round(transaction, permit, visit.programme(), draft));
    return round.outcome;
  });
  if (saved) return web::redirect(path_of_round(draft.code) + "?done=saved");
  if (saved.refusal().is(refused::round_unknown)) return gate.site().refusal(request, saved.refusal());
  errors.add(field_of_round(saved.refusal()), saved.refusal());
  if (saved.refusal().is(refused::round_changed)) {
    place.meanwhile =
        gate.database().read([&](Reader& reader) { return find_round(reader, visit.programme(), draft.code); });
    typed.version = std::to_string(place.meanwhile->version);
  }
  return render_round_form(gate, request, visit, place, typed, errors);
}

Response edit_round(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("round"));
  const auto round = gate.database().read([&](Reader& reader) { return find_round(reader, visit.programme(), code); });
  if (!round) return gate.site().refusal(request, Refusal(refused::round_unknown, {code}));
  return render_round_form(gate, request, visit, place_of_round(code), typed_of_round(*round), {});
}

Response change_state(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("round"));
  const auto changed = visit.change(code, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::run_census>(transaction));
    const auto round = find_round(transaction, visit.programme(), code);
    const auto state = parse_round_state(request.form.text("state"));
    if (!round || !state) return Refusal(refused::round_unknown, {code});
    return change_round_state(transaction, permit, round->id, *state);
  });
  if (!changed) return gate.site().refusal(request, changed.refusal());
  return web::redirect(path_of_round(code) + "?done=saved");
}

}  // namespace

// A network reviews, but opens no round: hence the coordinator's right at the door.
void add_round_forms(accounts::Gate& gate) {
  gate.members("GET", "/census/new", Right::change_programme, [&gate](const Request& request, const Visit& visit) {
    return render_round_form(gate, request, visit, place_of_new_round(), {}, {});
  });
  gate.members("GET", "/census/{round}/edit", Right::change_programme,
               [&gate](const Request& request, const Visit& visit) { return edit_round(gate, request, visit); });
  gate.change("POST", "/census", Right::change_programme, [&gate](const Request& request, const Visit& visit) {
    return save_typed_round(gate, request, visit, place_of_new_round(), typed_round(request));
  });
  gate.change("POST", "/census/{round}", Right::change_programme, [&gate](const Request& request, const Visit& visit) {
    auto typed = typed_round(request);
    typed.code = std::string(request.parameter("round"));
    const auto place = place_of_round(typed.code);
    return save_typed_round(gate, request, visit, place, std::move(typed));
  });
  gate.change("POST", "/census/{round}/state", Right::change_programme,
              [&gate](const Request& request, const Visit& visit) { return change_state(gate, request, visit); });
}

}  // namespace relais::needs
