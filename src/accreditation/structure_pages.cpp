#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "accreditation/accreditation_pages.hpp"
#include "accreditation/refusals.hpp"
#include "base/text.hpp"
#include "ledger/ledger.hpp"
#include "outbox/outbox.hpp"
#include "people/refusals.hpp"
#include "tabular/writer.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"

namespace relais::accreditation {
namespace {

using accounts::FormErrors;
using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using people::Accreditation;
using people::Organisation;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::size_t structures_of_a_page = 50;
constexpr web::ListOrder structure_orders[] = {{"name", web::to_translate("le nom")},
                                               {"until", web::to_translate("la fin de l’habilitation")},
                                               {"departement", web::to_translate("le département")}};

std::string_view french_of(Accreditation state) {
  switch (state) {
    case Accreditation::applied:
      return web::to_translate("demandée");
    case Accreditation::accredited:
      return web::to_translate("habilitée");
    case Accreditation::suspended:
      return web::to_translate("suspendue");
    case Accreditation::withdrawn:
      return web::to_translate("retirée");
    case Accreditation::none:
      break;
  }
  return web::to_translate("jamais demandée");
}

std::string badge_class(const Organisation& structure, base::Day today) {
  if (people::is_accredited(structure, today)) return "good";
  return structure.accreditation == Accreditation::withdrawn ? "bad" : "warning";
}

std::string path_of_structure(std::string_view code) {
  return "/accreditation/structures/" + web::percent_encode(code);
}

std::string state_text(const Organisation& structure, base::Day today, Language language) {
  const bool has_ended =
      structure.accreditation == Accreditation::accredited && !people::is_accredited(structure, today);
  return translate(language, has_ended ? std::string_view("échue") : french_of(structure.accreditation));
}

bool has_state(const Organisation& structure, std::string_view wanted, base::Day today) {
  if (wanted.empty()) return true;
  if (wanted == "ended")
    return structure.accreditation == Accreditation::accredited && !people::is_accredited(structure, today);
  if (wanted == "accredited") return people::is_accredited(structure, today);
  return people::code_of(structure.accreditation) == wanted;
}

/// What a structure is sorted by, its code last: two never share a place.
std::string sort_key_of(const Organisation& structure, std::string_view order) {
  const auto name = base::fold(structure.name) + ' ' + structure.code;
  if (order == "departement") return structure.departement + ' ' + name;
  if (order == "until")
    return (structure.accredited_until ? base::iso_day(*structure.accredited_until) : std::string("9999")) + ' ' + name;
  return name;
}

using Listed = std::vector<std::pair<std::string, Organisation>>;

/// Some thousands at most: read in one query, narrowed and sorted here.
Result<Listed> listed_structures(Reader& reader, const Request& request, const Visit& visit,
                                 const web::Listing& listing, base::Day today) {
  RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(reader));
  Listed listed;
  const auto words = base::fold(listing.words);
  for (auto& one : people::list_organisations(reader, visit.programme(), people::OrganisationKind::structure)) {
    if (!permit.coverage().covers(visit.programme(), one.id)) continue;
    if (!has_state(one, request.query.text("state"), today)) continue;
    if (!words.empty() && base::fold(one.name + ' ' + one.code).find(words) == std::string::npos) continue;
    auto key = sort_key_of(one, listing.sort);
    listed.emplace_back(std::move(key), std::move(one));
  }
  std::sort(listed.begin(), listed.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
  return listed;
}

std::string keep_page_of(Listed& listed, const std::string& after) {
  std::erase_if(listed, [&](const auto& entry) { return entry.first <= after; });
  if (listed.size() <= structures_of_a_page) return {};
  listed.resize(structures_of_a_page);
  return listed.back().first;
}

Data state_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  list << web::choice("", translate(language, "toutes"), chosen);
  list << web::choice("ended", translate(language, "échue"), chosen);
  for (const auto state : {Accreditation::accredited, Accreditation::suspended, Accreditation::withdrawn,
                           Accreditation::applied, Accreditation::none})
    list << web::choice(people::code_of(state), translate(language, french_of(state)), chosen);
  return list;
}

base::Day today_of(const Visit& visit) { return std::chrono::floor<std::chrono::days>(visit.now()); }

Response show_structures(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto language = request.language;
  const auto today = today_of(visit);
  const auto listing = web::read_listing(request, structure_orders);
  auto listed =
      gate.database().read([&](Reader& reader) { return listed_structures(reader, request, visit, listing, today); });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  const auto next = keep_page_of(*listed, listing.after);
  Data data, rows(Data::type::list);
  bool is_illustrative = false;
  for (const auto& [key, structure] : *listed) {
    is_illustrative |= structure.is_illustrative;
    Data row;
    row.set("address", path_of_structure(structure.code));
    row.set("name", structure.name);
    row.set("state", state_text(structure, today, language));
    row.set("state_class", badge_class(structure, today));
    row.set("until",
            structure.accredited_until ? web::format_day(language, *structure.accredited_until) : std::string());
    row.set("departement", structure.departement);
    rows << row;
  }
  web::set_listing(data, request, listing, structure_orders, next);
  data.set("structures", rows);
  data.set("is_empty", listed->empty());
  data.set("is_illustrative", is_illustrative);
  data.set("states", state_choices(request.query.text("state"), language));
  return gate.site().page(request, "accreditation/structures",
                          {.title = translate(language, "Structures et leur habilitation")}, data);
}

Response download_structures(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto language = request.language;
  const auto today = today_of(visit);
  const auto listing = web::read_listing(request, structure_orders);
  const auto listed =
      gate.database().read([&](Reader& reader) { return listed_structures(reader, request, visit, listing, today); });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  std::ostringstream out;
  tabular::CsvWriter writer(
      out, language == Language::french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet);
  const auto text = [&](std::string_view french) { return translate(language, french); };
  writer.row({text("Code"), text("Structure"), text("Habilitation"), text("Jusqu’au"), text("Département"),
              text("SIRET ou RNA")});
  for (const auto& [key, one] : *listed)
    writer.row({one.code, one.name, state_text(one, today, language),
                one.accredited_until ? base::iso_day(*one.accredited_until) : std::string(), one.departement,
                one.pivot});
  return web::download(out.str(), "text/csv; charset=utf-8",
                       language == Language::french ? "habilitations.csv" : "accreditation.csv");
}

/// Refuses  application_unknown, also for another's structure.
Result<Organisation> covered_structure(Reader& reader, const people::AccreditPermit& permit, const Request& request,
                                       const Visit& visit) {
  auto found = people::find_organisation(reader, visit.programme(), request.parameter("structure"));
  if (!found || found->kind != people::OrganisationKind::structure ||
      !permit.coverage().covers(visit.programme(), found->id))
    return Refusal(refused::application_unknown);
  return *std::move(found);
}

struct StructureView {
  Catalogue catalogue;
  Organisation structure;
  std::vector<ledger::Balance> shelf;
};

Result<StructureView> read_structure(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(reader));
  RELAIS_TRY(auto structure, covered_structure(reader, permit, request, visit));
  auto shelf = ledger::balances_of(reader, ledger::AccountKind::shelf, structure.id);
  return StructureView{catalogue::get_catalogue(reader, visit.programme()), std::move(structure), std::move(shelf)};
}

/// What the form was made from: a change meanwhile shows.
std::string seen_of(const Organisation& structure) {
  return fmt::format("{} {}", people::code_of(structure.accreditation),
                     structure.accredited_until ? base::iso_day(*structure.accredited_until) : "");
}

Data change_choices(const Organisation& structure, std::string_view chosen, Language language) {
  Data list(Data::type::list);
  list << web::choice("accredited", translate(language, "habilitée"), chosen);
  if (structure.accreditation == Accreditation::accredited)
    list << web::choice("suspended", translate(language, "suspendue"), chosen);
  if (structure.accreditation != Accreditation::none)
    list << web::choice("withdrawn", translate(language, "retirée"), chosen);
  return list;
}

void set_shelf(Data& data, const StructureView& view, Language language) {
  Data shelf(Data::type::list);
  for (const auto& balance : view.shelf) {
    Data row;
    row.set("name", view.catalogue.kind(balance.kind).name.in(language));
    row.set("quantity", web::format_number(language, balance.quantity));
    shelf << row;
  }
  data.set("shelf", shelf);
  data.set("has_shelf", !view.shelf.empty());
}

Response render_structure(const accounts::Gate& gate, const Request& request, const Visit& visit,
                          const FormErrors& errors) {
  const auto view = gate.database().read([&](Reader& reader) { return read_structure(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  const auto language = request.language;
  const auto& structure = view->structure;
  const auto until = structure.accredited_until ? base::iso_day(*structure.accredited_until) : std::string();
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  data.set("name", structure.name);
  data.set("path", path_of_structure(structure.code));
  data.set("state", state_text(structure, today_of(visit), language));
  data.set("state_class", badge_class(structure, today_of(visit)));
  data.set("has_until", structure.accredited_until.has_value());
  data.set("until_text",
           structure.accredited_until ? web::format_day(language, *structure.accredited_until) : std::string());
  data.set("until", request.form.has("until") ? std::string(request.form.text("until")) : until);
  data.set("reason", std::string(request.form.text("reason")));
  data.set("seen", seen_of(structure));
  data.set("choices", change_choices(structure, request.form.text("state"), language));
  data.set("is_withdrawn", structure.accreditation == Accreditation::withdrawn);
  data.set("may_change", structure.accreditation != Accreditation::withdrawn);
  set_shelf(data, *view, language);
  data.set("is_done", request.query.has("done") && errors.empty());
  return gate.site().page(request, "accreditation/structure",
                          {.title = structure.name, .scripts = {}, .status = errors.status()}, data);
}

/// To whoever manages the structure's accounts; each in the language of who writes.
Result<> tell_managers(Transaction& transaction, const Visit& visit, const Organisation& structure,
                       const std::string& subject, const std::string& text) {
  RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
  for (const auto& member :
       accounts::list_members(transaction, permit, visit.programme(), {.organisation = structure.id})) {
    if (member.role != people::Role::structure_manager) continue;
    RELAIS_TRY_DONE(outbox::post_mail(
        transaction, {.key = fmt::format("accreditation/{}/{}/{}", structure.id.value, member.account_reference,
                                         base::to_integer(transaction.now())),
                      .to = member.email,
                      .subject = subject,
                      .text = PersonalText(text)}));
  }
  return base::Done{};
}

/// To the address of the application by which the structure came, and to its managers.
Result<> tell_structure(Transaction& transaction, const Request& request, const Visit& visit,
                        const Organisation& structure, Accreditation state, std::string_view reason) {
  const auto application = find_application_of(transaction, structure.id);
  const auto language = application ? application->language : request.language;
  const auto subject = translate(language, "L'habilitation de votre structure change");
  const auto text = fmt::format(fmt::runtime(translate(language, "{0} est maintenant : {1}. Pour cette raison :\n{2}")),
                                structure.name, translate(language, french_of(state)), reason);
  if (application)
    RELAIS_TRY_DONE(post_letter(transaction, *application,
                                fmt::format("{}/{}", people::code_of(state), base::to_integer(transaction.now())),
                                subject, text));
  return tell_managers(transaction, visit, structure, subject, text);
}

/// The day that the form gives; none counts as a refusal only when it is needed.
Result<std::optional<base::Day>> until_of(const Request& request, const Visit& visit, Accreditation state) {
  if (state != Accreditation::accredited) return std::optional<base::Day>();
  const auto until = base::parse_day(request.form.text("until"));
  if (!until) return Refusal(refused::until_missing);
  if (*until < today_of(visit)) return Refusal(refused::until_past);
  return until;
}

Result<people::Saved> change_now(Transaction& transaction, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(transaction));
  RELAIS_TRY(const auto structure, covered_structure(transaction, permit, request, visit));
  const auto state = people::parse_accreditation(request.form.text("state"));
  if (!state || *state == Accreditation::none || *state == Accreditation::applied)
    return Refusal(refused::state_unknown);
  RELAIS_TRY(const auto until, until_of(request, visit, *state));
  if (structure.accreditation == *state && structure.accredited_until == until) return people::Saved::unchanged;
  if (request.form.text("seen") != base::trim(seen_of(structure))) return Refusal(refused::structure_changed);
  const auto reason = request.form.text("reason");
  if (reason.empty()) return Refusal(refused::reason_missing);
  RELAIS_TRY(const auto saved, people::change_accreditation(transaction, permit, structure.id, *state, until, reason));
  RELAIS_TRY_DONE(tell_structure(transaction, request, visit, structure, *state, reason));
  return saved;
}

std::string_view field_of_change(const Refusal& refusal) {
  if (refusal.is(refused::until_missing) || refusal.is(refused::until_past)) return "until";
  return refusal.is(refused::reason_missing) ? "reason" : "state";
}

Response change_structure(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("structure"));
  const auto changed =
      visit.change(code, [&](Transaction& transaction) { return change_now(transaction, request, visit); });
  if (changed) return web::redirect(path_of_structure(code) + "?done=1");
  const auto& refusal = changed.refusal();
  if (refusal.is(refused::application_unknown) || refusal.is(people::refused::not_yours))
    return gate.site().refusal(request, refusal);
  FormErrors errors;
  errors.add(field_of_change(refusal), refusal);
  return render_structure(gate, request, visit, errors);
}

}  // namespace

void add_structure_pages(accounts::Gate& gate) {
  gate.members("GET", "/accreditation/structures", Right::accredit,
               [&gate](const Request& request, const Visit& visit) { return show_structures(gate, request, visit); });
  gate.members(
      "GET", "/accreditation/structures.csv", Right::accredit,
      [&gate](const Request& request, const Visit& visit) { return download_structures(gate, request, visit); });
  gate.members(
      "GET", "/accreditation/structures/{structure}", Right::accredit,
      [&gate](const Request& request, const Visit& visit) { return render_structure(gate, request, visit, {}); });
  gate.change("POST", "/accreditation/structures/{structure}", Right::accredit,
              [&gate](const Request& request, const Visit& visit) { return change_structure(gate, request, visit); });
}

}  // namespace relais::accreditation
