#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "base/text.hpp"
#include "needs/census_pages.hpp"
#include "needs/refusals.hpp"
#include "needs/remind_pages.hpp"
#include "needs/rules.hpp"
#include "tabular/writer.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"

std::span<const relais::base::EmbeddedFile> relais_needs_templates();

namespace relais::needs {
namespace {

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

constexpr std::size_t participants_of_a_page = 50;
constexpr web::ListOrder participant_orders[] = {{"name", web::to_translate("le nom")},
                                                 {"departement", web::to_translate("le département")},
                                                 {"oldest", web::to_translate("la réponse la plus ancienne")}};

/// A round as somebody may see it: over the structures that they may read.
struct RoundView {
  Catalogue catalogue;
  Round round;
  std::vector<Participant> participants;
  std::vector<NeedSum> sums;
  std::map<OrganisationId, people::Organisation> networks;
  std::unordered_map<OrganisationId, base::Instant> reminded;
};

Result<RoundView> read_round_view(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_needs>(reader));
  const std::string code(request.parameter("round"));
  auto round = find_round(reader, visit.programme(), code);
  if (!round) return Refusal(refused::round_unknown, {code});
  RoundView view{catalogue::get_catalogue(reader, visit.programme()), *std::move(round), {}, {}, {}, {}};
  view.participants = list_participants(reader, view.round, visit.now(), permit.coverage());
  view.reminded = list_reminded(reader, view.round.id);
  view.sums = sum_needs(reader, view.round, permit.coverage());
  for (auto& network : people::list_organisations(reader, visit.programme(), people::OrganisationKind::network))
    view.networks.emplace(network.id, std::move(network));
  return view;
}

std::string network_name(const RoundView& view, OrganisationId network, Language language) {
  const auto found = view.networks.find(network);
  return found == view.networks.end() ? translate(language, "sans réseau") : found->second.name;
}
std::string network_code(const RoundView& view, OrganisationId network) {
  const auto found = view.networks.find(network);
  return found == view.networks.end() ? "none" : found->second.code;
}
std::string departement_name(const std::string& code, Language language) {
  return code.empty() ? translate(language, "nationales") : code;
}

/// How a group of structures takes part.
struct Part {
  std::int64_t asked = 0, answered = 0, stale = 0, people = 0;
};

/// How many of a hundred, for the width of a bar.
std::string width_of(std::int64_t part, std::int64_t whole) {
  return std::to_string(whole == 0 ? 0 : part * 100 / whole);
}

Data part_row(const std::string& name, const std::string& address, const Part& part, Language language) {
  Data row;
  row.set("name", name);
  row.set("address", address);
  row.set("asked", web::format_number(language, part.asked));
  row.set("answered", web::format_number(language, part.answered));
  row.set("stale", web::format_number(language, part.stale));
  row.set("people", web::format_number(language, part.people));
  row.set("answered_width", width_of(part.answered, part.asked));
  row.set("touched_width", width_of(part.answered + part.stale, part.asked));
  return row;
}

/// The participants grouped by a key, with the people whom their needs name.
template <class Key, class KeyOfParticipant, class KeyOfSum>
std::map<Key, Part> parts_by(const RoundView& view, KeyOfParticipant&& key_of, KeyOfSum&& key_of_sum) {
  std::map<Key, Part> parts;
  for (const auto& participant : view.participants) {
    auto& part = parts[key_of(participant)];
    ++part.asked;
    part.answered += is_answered(participant.standing) ? 1 : 0;
    part.stale += participant.standing == Standing::stale ? 1 : 0;
  }
  for (const auto& sum : view.sums)
    if (sum.state != NeedState::rejected) parts[key_of_sum(sum)].people += sum.people;
  return parts;
}

Data group_data(const std::string& title, const std::string& heading, const Data& rows) {
  Data data;
  data.set("title", title);
  data.set("heading", heading);
  data.set("rows", rows);
  return data;
}

Data participation_groups(const RoundView& view, Language language) {
  const auto path = path_of_round(view.round.code) + "/answers";
  Data departements(Data::type::list), networks(Data::type::list), groups(Data::type::list);
  for (const auto& [code, part] : parts_by<std::string>(
           view, [](const Participant& one) { return one.departement; },
           [](const NeedSum& sum) { return sum.departement; }))
    departements << part_row(departement_name(code, language),
                             path + "?departement=" + (code.empty() ? "none" : web::percent_encode(code)), part,
                             language);
  for (const auto& [id, part] : parts_by<OrganisationId>(
           view, [](const Participant& one) { return one.network; }, [](const NeedSum& sum) { return sum.network; }))
    networks << part_row(network_name(view, id, language),
                         path + "?network=" + web::percent_encode(network_code(view, id)), part, language);
  groups << group_data(translate(language, "Par département"), translate(language, "Département"), departements);
  groups << group_data(translate(language, "Par réseau"), translate(language, "Réseau"), networks);
  return groups;
}

Data sum_rows(const RoundView& view, Language language) {
  Data rows(Data::type::list);
  for (const auto& sum : roll_up(view.sums, {.audience = true, .product = true, .state = true})) {
    Data row;
    row.set("audience", catalogue::label_of(sum.audience).in(language));
    row.set("product", view.catalogue.product(sum.product).name.in(language));
    row.set("state", label_of(sum.state).in(language));
    row.set("needs", web::format_number(language, sum.needs));
    row.set("people", web::format_number(language, sum.people));
    row.set("unchecked", web::format_number(language, sum.people_unchecked));
    row.set("quantity", web::format_number(language, sum.quantity));
    row.set("has_to_verify", sum.to_verify > 0 && sum.state == NeedState::submitted);
    row.set("to_verify", web::format_number(language, sum.to_verify));
    rows << row;
  }
  return rows;
}

std::string scope_text(const RoundView& view, Language language) {
  std::vector<std::string> words;
  const auto& terms = view.round.terms;
  for (const auto audience : terms.audiences) words.push_back(catalogue::label_of(audience).in(language));
  for (const auto& code : terms.products)
    if (const auto* product = view.catalogue.find_product(code)) words.push_back(product->name.in(language));
  for (const auto& code : terms.departements) words.push_back(code);
  return fmt::format("{}", fmt::join(words, ", "));
}

void set_round(Data& data, const RoundView& view, Language language) {
  const auto& round = view.round;
  data.set("name", round.name.in(language));
  data.set("path", path_of_round(round.code));
  data.set("is_open", round.state == RoundState::open);
  data.set("other_state",
           std::string(code_of(round.state == RoundState::open ? RoundState::closed : RoundState::open)));
  data.set("opens_on", web::format_day(language, round.opens_on));
  data.set("closes_on", web::format_day(language, round.closes_on));
  data.set("stale_after", web::format_days(language, round.terms.stale_after_days));
  const auto scope = scope_text(view, language);
  data.set("has_scope", !scope.empty());
  data.set("scope", scope);
  data.set("is_illustrative", view.catalogue.programme.is_illustrative);
}

void set_figures(Data& data, const RoundView& view, Language language) {
  std::map<Standing, std::int64_t> count;
  std::int64_t answered = 0, to_approve = 0;
  for (const auto& one : view.participants) {
    ++count[one.standing];
    answered += is_answered(one.standing) ? 1 : 0;
    to_approve += one.submitted - one.to_verify;
  }
  const auto asked = static_cast<std::int64_t>(view.participants.size());
  data.set("asked", web::format_number(language, asked));
  data.set("answered", web::format_number(language, answered));
  data.set("missing", web::format_number(language, asked - answered));
  data.set("to_review", web::format_number(language, count[Standing::to_review]));
  data.set("to_verify", web::format_number(language, count[Standing::to_verify]));
  data.set("has_to_approve", to_approve > 0);
}

/// How many would be reminded now, and what reminding them did.
void set_reminders(Data& data, const RoundView& view, const Request& request, base::Instant now) {
  const auto is_due = [&](const Participant& one) { return is_to_remind(one, view.reminded, now); };
  const auto due = view.round.state == RoundState::open
                       ? std::count_if(view.participants.begin(), view.participants.end(), is_due)
                       : 0;
  data.set("has_to_remind", due > 0);
  data.set("to_remind", web::format_number(request.language, due));
  data.set("is_reminded", request.query.text("done") == "reminded");
  for (const auto* field : {"reminded", "unreachable"})
    data.set(field, web::format_number(request.language, base::parse_integer(request.query.text(field)).value_or(0)));
}

Response show_round(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto view = gate.database().read([&](Reader& reader) { return read_round_view(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  const auto language = request.language;
  Data data;
  visit.fill_form(data);
  set_round(data, *view, language);
  set_figures(data, *view, language);
  set_reminders(data, *view, request, visit.now());
  data.set("groups", participation_groups(*view, language));
  const auto sums = sum_rows(*view, language);
  data.set("has_sums", sums.is_non_empty_list());
  data.set("sums", sums);
  const auto has = [&](Right right) { return people::has_right(visit.actor(), right, visit.programme()); };
  data.set("may_review", has(Right::run_census));
  data.set("may_change", has(Right::change_programme));
  data.set("is_saved", request.query.text("done") == "saved");
  data.set("is_approved", request.query.text("done") == "approved");
  return gate.site().page(request, "needs/round", {.title = view->round.name.in(language)}, data);
}

Response show_rounds(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto language = request.language;
  const auto [rounds, catalogue] = gate.database().read([&](Reader& reader) {
    return std::pair(list_rounds(reader, visit.programme()), catalogue::get_catalogue(reader, visit.programme()));
  });
  Data rows(Data::type::list);
  for (const auto& round : rounds) {
    Data row;
    row.set("address", path_of_round(round.code));
    row.set("name", round.name.in(language));
    row.set("code", round.code);
    row.set("is_open", round.state == RoundState::open);
    row.set("opens_on", web::format_day(language, round.opens_on));
    row.set("closes_on", web::format_day(language, round.closes_on));
    rows << row;
  }
  Data data;
  data.set("rounds", rows);
  data.set("is_empty", rounds.empty());
  data.set("is_illustrative", catalogue.programme.is_illustrative);
  data.set("may_open", people::has_right(visit.actor(), Right::change_programme, visit.programme()));
  return gate.site().page(request, "needs/rounds", {.title = translate(language, "Recensement des besoins")}, data);
}

bool has_standing(const Participant& participant, std::string_view wanted) {
  if (wanted.empty()) return true;
  if (wanted == "missing") return !is_answered(participant.standing);
  return code_of(participant.standing) == wanted;
}

/// What the filters of the address keep.
bool is_wanted(const RoundView& view, const Participant& participant, const Request& request,
               const std::string& words) {
  const auto departement = request.query.text("departement"), network = request.query.text("network");
  if (!has_standing(participant, request.query.text("standing"))) return false;
  if (!departement.empty() && participant.departement != (departement == "none" ? "" : departement)) return false;
  if (!network.empty() && network_code(view, participant.network) != network) return false;
  return words.empty() || base::fold(participant.name + ' ' + participant.code).find(words) != std::string::npos;
}

/// What a participant is sorted by, its code last: two never share a place.
std::string sort_key_of(const Participant& participant, std::string_view order) {
  const auto name = base::fold(participant.name) + ' ' + participant.code;
  if (order == "departement") return participant.departement + ' ' + name;
  if (order == "oldest")
    return fmt::format("{:019} ", participant.answered_at ? base::to_integer(*participant.answered_at) : 0) + name;
  return name;
}

using Listed = std::vector<std::pair<std::string, const Participant*>>;

Listed listed_participants(const RoundView& view, const Request& request, const web::Listing& listing) {
  Listed listed;
  const auto words = base::fold(listing.words);
  for (const auto& participant : view.participants)
    if (is_wanted(view, participant, request, words))
      listed.emplace_back(sort_key_of(participant, listing.sort), &participant);
  std::sort(listed.begin(), listed.end());
  return listed;
}

/// Keeps one page; gives the key after which the next one starts, "" on the last.
std::string keep_page_of(Listed& listed, const std::string& after) {
  std::erase_if(listed, [&](const auto& entry) { return entry.first <= after; });
  if (listed.size() <= participants_of_a_page) return {};
  listed.resize(participants_of_a_page);
  return listed.back().first;
}

Data participant_row(const RoundView& view, const Participant& participant, Language language) {
  auto row = standing_badge(participant.standing, language);
  row.set("name", participant.name);
  row.set("address", path_of_answer(participant.code) + "?round=" + web::percent_encode(view.round.code));
  row.set("departement", participant.departement);
  row.set("network", participant.network ? network_name(view, participant.network, language) : std::string());
  row.set("answered_on",
          participant.answered_at ? web::format_day(language, day_of(*participant.answered_at)) : std::string());
  row.set("needs", web::format_number(language, participant.needs));
  return row;
}

void set_filters(Data& data, const RoundView& view, const Request& request) {
  const auto language = request.language;
  Data choices(Data::type::list), networks(Data::type::list);
  const auto standing = request.query.text("standing"), network = request.query.text("network");
  choices << web::choice("", translate(language, "toutes"), standing);
  choices << web::choice("missing", translate(language, "sans réponse valable"), standing);
  for (const auto one : standings) choices << web::choice(code_of(one), label_of(one).in(language), standing);
  networks << web::choice("", translate(language, "tous"), network);
  networks << web::choice("none", translate(language, "sans réseau"), network);
  for (const auto& [id, one] : view.networks) networks << web::choice(one.code, one.name, network);
  data.set("standings", choices);
  data.set("networks", networks);
  data.set("departement", std::string(request.query.text("departement")));
}

Response show_participants(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto view = gate.database().read([&](Reader& reader) { return read_round_view(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  const auto listing = web::read_listing(request, participant_orders);
  auto listed = listed_participants(*view, request, listing);
  const auto next = keep_page_of(listed, listing.after);
  Data rows(Data::type::list);
  for (const auto& [key, participant] : listed) rows << participant_row(*view, *participant, request.language);
  Data data;
  web::set_listing(data, request, listing, participant_orders, next);
  set_filters(data, *view, request);
  data.set("participants", rows);
  data.set("is_empty", listed.empty());
  data.set("round", view->round.name.in(request.language));
  data.set("round_path", path_of_round(view->round.code));
  data.set("is_illustrative", view->catalogue.programme.is_illustrative);
  return gate.site().page(request, "needs/answers", {.title = translate(request.language, "Qui a répondu")}, data);
}

tabular::Dialect dialect_of(Language language) {
  return language == Language::french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet;
}

Response download_participants(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto view = gate.database().read([&](Reader& reader) { return read_round_view(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  const auto language = request.language;
  const auto text = [&](std::string_view french) { return translate(language, french); };
  std::ostringstream out;
  tabular::CsvWriter writer(out, dialect_of(language));
  writer.row({text("Code"), text("Structure"), text("Réponse"), text("Répondu le"), text("Département"), text("Réseau"),
              text("Besoins"), text("À examiner"), text("À vérifier")});
  for (const auto& [key, one] : listed_participants(*view, request, web::read_listing(request, participant_orders)))
    writer.row({one->code, one->name, label_of(one->standing).in(language),
                one->answered_at ? base::iso_day(day_of(*one->answered_at)) : std::string(), one->departement,
                one->network ? network_name(*view, one->network, language) : std::string(), std::to_string(one->needs),
                std::to_string(one->submitted), std::to_string(one->to_verify)});
  return web::download(out.str(), "text/csv; charset=utf-8",
                       language == Language::french ? "reponses.csv" : "answers.csv");
}

Response download_sums(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto view = gate.database().read([&](Reader& reader) { return read_round_view(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  const auto language = request.language;
  const auto text = [&](std::string_view french) { return translate(language, french); };
  std::ostringstream out;
  tabular::CsvWriter writer(out, dialect_of(language));
  writer.row({text("Département"), text("Réseau"), text("Public"), text("Article ou lot"), text("État"),
              text("Besoins"), text("Personnes"), text("dont non vérifiées"), text("Quantité"), text("À vérifier")});
  for (const auto& sum : view->sums)
    writer.row({sum.departement, sum.network ? network_name(*view, sum.network, language) : std::string(),
                catalogue::label_of(sum.audience).in(language), view->catalogue.product(sum.product).name.in(language),
                label_of(sum.state).in(language), std::to_string(sum.needs), std::to_string(sum.people),
                std::to_string(sum.people_unchecked), std::to_string(sum.quantity), std::to_string(sum.to_verify)});
  return web::download(out.str(), "text/csv; charset=utf-8",
                       language == Language::french ? "besoins.csv" : "needs.csv");
}

/// What approving at once did: nothing, when nothing could be approved.
struct ApprovedAtOnce {
  bool repeated = false;
};

/// The coordinator approves for all, a network for each of its own.
Result<ApprovedAtOnce> approve_at_once(Transaction& transaction, const Visit& visit, std::string_view code) {
  RELAIS_TRY(const auto permit, visit.permit<Right::run_census>(transaction));
  const auto round = find_round(transaction, visit.programme(), code);
  if (!round) return Refusal(refused::round_unknown, {std::string(code)});
  std::int64_t approved = 0;
  if (permit.coverage().covers(visit.programme())) {
    RELAIS_TRY(approved, approve_submitted_needs(transaction, permit, round->id));
    return ApprovedAtOnce{.repeated = approved == 0};
  }
  for (const auto network : people::organisations_with_right(visit.actor(), Right::run_census, visit.programme())) {
    RELAIS_TRY(const auto of_network, approve_submitted_needs(transaction, permit, round->id, network));
    approved += of_network;
  }
  return ApprovedAtOnce{.repeated = approved == 0};
}

Response approve_round(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("round"));
  const auto approved =
      visit.change(code, [&](Transaction& transaction) { return approve_at_once(transaction, visit, code); });
  if (!approved) return gate.site().refusal(request, approved.refusal());
  return web::redirect(path_of_round(code) + "?done=approved");
}

Result<Reminded> remind_now(Transaction& transaction, const accounts::Gate& gate, const Request& request,
                            const Visit& visit, std::string_view code) {
  RELAIS_TRY(const auto permit, visit.permit<Right::run_census>(transaction));
  RELAIS_TRY(const auto account_permit, visit.permit<Right::manage_accounts>(transaction));
  const auto round = find_round(transaction, visit.programme(), code);
  if (!round) return Refusal(refused::round_unknown, {std::string(code)});
  return remind(transaction, permit, account_permit, {*round, gate.options().site_url, request.language});
}

Response remind_round(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("round"));
  const auto reminded =
      visit.change(code, [&](Transaction& transaction) { return remind_now(transaction, gate, request, visit, code); });
  if (!reminded) return gate.site().refusal(request, reminded.refusal());
  return web::redirect(path_of_round(code) + fmt::format("?done=reminded&reminded={}&unreachable={}",
                                                         reminded->structures, reminded->unreachable));
}

}  // namespace

std::string path_of_round(std::string_view code) { return "/census/" + web::percent_encode(code); }

void add_round_pages(accounts::Gate& gate) {
  const auto read = [&gate](auto pattern, auto handler) {
    gate.members("GET", pattern, Right::read_needs, [&gate, handler](const Request& request, const Visit& visit) {
      return handler(gate, request, visit);
    });
  };
  read("/census", show_rounds);
  read("/census/{round}", show_round);
  read("/census/{round}/answers", show_participants);
  read("/census/{round}/answers.csv", download_participants);
  read("/census/{round}/needs.csv", download_sums);
  gate.change("POST", "/census/{round}/approve", Right::run_census,
              [&gate](const Request& request, const Visit& visit) { return approve_round(gate, request, visit); });
  gate.change("POST", "/census/{round}/remind", Right::run_census,
              [&gate](const Request& request, const Visit& visit) { return remind_round(gate, request, visit); });
}

void add_census_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_needs_templates());
  add_answer_pages(gate);
  add_round_forms(gate);
  add_round_pages(gate);
}

}  // namespace relais::needs
