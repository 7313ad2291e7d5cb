#include <algorithm>

#include <fmt/format.h>

#include "accounts/access_pages.hpp"
#include "accounts/api_tokens.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/refusals.hpp"
#include "accounts/scope_pages.hpp"
#include "accounts/whose_pages.hpp"
#include "base/text.hpp"
#include "people/refusals.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::AccountPermit;
using people::Saved;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t tokens_of_a_page = 50;
constexpr std::chrono::days token_lives_by_default{180};

/// The rights that routes for programs ask for: a token of another would open nothing.
std::vector<Right> rights_of_routes(const Gate& gate) {
  std::vector<Right> rights;
  for (const auto& route : gate.declarations())
    if (is_for_programs(route.pattern) && route.right) rights.push_back(*route.right);
  return rights;
}

/// What may be chosen for a token of that organisation; for any, when it is none.
std::vector<Right> scopes_to_choose(Reader& reader, const Gate& gate, OrganisationId whose) {
  std::vector<Right> scopes;
  const auto possible =
      scopes_of(whose ? people::get_organisation(reader, whose).kind : people::OrganisationKind::coordinator);
  const auto useful = rights_of_routes(gate);
  for (const auto right : possible)
    if (std::find(useful.begin(), useful.end(), right) != useful.end()) scopes.push_back(right);
  return scopes;
}

std::string scopes_words(const std::vector<Right>& scopes, base::Language language) {
  std::string words;
  for (const auto right : scopes) words += (words.empty() ? "" : ", ") + words_of(right, language);
  return words;
}

Data token_row(const Token& token, const Visit& visit, base::Language language) {
  const auto day = [&](base::Instant at) {
    return web::format_day(language, std::chrono::floor<std::chrono::days>(at));
  };
  const bool has_expired = token.until < std::chrono::floor<std::chrono::days>(visit.now());
  Data row;
  visit.fill_form(row);
  row.set("reference", token.reference);
  row.set("name", token.name);
  row.set("organisation", token.organisation_name);
  row.set("scopes", scopes_words(token.scopes, language));
  row.set("until", web::format_day(language, token.until));
  row.set("created", day(token.created_at));
  row.set("created_by", token.created_by);
  row.set("seen", token.seen_at ? day(*token.seen_at) : translate(language, "jamais"));
  row.set("is_ended", token.ended_at.has_value());
  row.set("has_expired", !token.ended_at && has_expired);
  row.set("counts", !token.ended_at && !has_expired);
  return row;
}

void set_tokens(Data& data, Reader& reader, const AccountPermit& permit, const Visit& visit, const Request& request,
                OrganisationId shown) {
  const auto before = base::parse_integer(request.query.text("after")).value_or(0);
  auto tokens = list_tokens(reader, permit, visit.programme(),
                            {.organisation = shown, .before = TokenId{before}, .tokens_max = tokens_of_a_page + 1});
  const bool has_next = std::ssize(tokens) > tokens_of_a_page;
  if (has_next) tokens.pop_back();
  Data list(Data::type::list);
  for (const auto& token : tokens) list << token_row(token, visit, request.language);
  data.set("tokens", list);
  data.set("is_empty", tokens.empty());
  data.set("has_next", has_next);
  const auto code = shown ? people::get_organisation(reader, shown).code : std::string();
  data.set("next", tokens.empty() ? std::string()
                                  : fmt::format("/tokens?organisation={}&after={}", web::percent_encode(code),
                                                tokens.back().id.value));
}

/// What was typed into the form of a token, or what it starts with.
void set_token_form(Data& data, Reader& reader, const Gate& gate, const Visit& visit, const Request& request,
                    OrganisationId shown) {
  const auto kept = [&](std::string_view field, const std::string& otherwise) {
    return request.form.has(field) ? std::string(request.form.text(field)) : otherwise;
  };
  const auto whose = shown ? shown : visit.on_behalf();
  const auto typed = request.form.list("scope");
  Data scopes(Data::type::list);
  for (const auto right : scopes_to_choose(reader, gate, shown)) {
    const auto code = people::code_of(right);
    const bool is_chosen = std::find(typed.begin(), typed.end(), code) != typed.end();
    scopes << web::choice(code, words_of(right, request.language), is_chosen ? code : std::string_view());
  }
  data.set("scopes", scopes);
  data.set("organisation", kept("organisation", people::get_organisation(reader, whose).code));
  data.set("name", kept("name", ""));
  const auto today = std::chrono::floor<std::chrono::days>(visit.now());
  data.set("until", kept("until", base::iso_day(today + token_lives_by_default)));
  data.set("until_max", base::iso_day(today + token_lives_max));
}

Response show_tokens(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors,
                     const std::optional<NewToken>& made) {
  Data data;
  visit.fill_form(data);
  const auto shown = gate.database().read([&](Reader& reader) -> Result<> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(reader));
    const auto whose = organisation_shown(reader, visit, permit, request);
    set_organisation_shown(data, reader, visit, whose, "/tokens");
    set_tokens(data, reader, permit, visit, request, whose);
    set_token_form(data, reader, gate, visit, request, whose);
    return base::Done{};
  });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  errors.show(data, request.language);
  data.set("is_new", made.has_value());
  data.set("new_reference", made ? made->reference : std::string());
  data.set("new_secret", made ? made->secret.reveal() : std::string());
  data.set("site_url", gate.options().site_url);
  return gate.site().page(
      request, "accounts/tokens",
      {.title = translate(request.language, "Jetons d’accès"), .scripts = {}, .status = errors.status()}, data);
}

Result<TokenDraft> token_draft_of(Reader& reader, const AccountPermit& permit, const Request& request,
                                  const Visit& visit) {
  RELAIS_TRY(const auto organisation, organisation_of_form(reader, visit, permit, request));
  TokenDraft draft{visit.request_key(), organisation.id, std::string(request.form.text("name")), {}, {}};
  for (const auto code : request.form.list("scope")) {
    const auto right = people::parse_right(code);
    if (!right) return Refusal(refused::scopes_missing);
    draft.scopes.push_back(*right);
  }
  const auto until = request.form.text("until");
  const auto day = base::parse_day(until);
  if (!day) return Refusal(refused::day_malformed, {std::string(until)});
  draft.until = *day;
  return draft;
}

std::string_view field_of_token(const Refusal& refusal) {
  if (refusal.is(refused::token_name_missing)) return "name";
  if (refusal.is(refused::scopes_missing) || refusal.is(refused::scope_unfit)) return "scopes";
  if (refusal.is(refused::end_past) || refusal.is(refused::token_end_far) || refusal.is(refused::day_malformed))
    return "until";
  return "organisation";
}

Response make_token(const Gate& gate, const Request& request, const Visit& visit) {
  const auto made =
      visit.change(std::string(request.form.text("organisation")), [&](Transaction& transaction) -> Result<NewToken> {
        RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
        RELAIS_TRY(const auto draft, token_draft_of(transaction, permit, request, visit));
        return add_token(transaction, permit, gate.key(), draft);
      });
  FormErrors errors;
  if (errors.add_refusal(made ? "" : field_of_token(made.refusal()), made))
    return show_tokens(gate, request, visit, errors, {});
  auto shown = request;  // the form starts afresh
  shown.form = {};
  return show_tokens(gate, shown, visit, errors, *made);
}

Response revoke_token(const Gate& gate, const Request& request, const Visit& visit) {
  const std::string reference(request.parameter("token"));
  const auto ended = visit.change(reference, [&](Transaction& transaction) -> Result<Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
    return end_token(transaction, permit, reference);
  });
  if (!ended) return gate.site().refusal(request, ended.refusal());
  return web::redirect("/tokens");
}

}  // namespace

void add_token_pages(Gate& gate) {
  gate.members("GET", "/tokens", Right::manage_accounts, [&gate](const Request& request, const Visit& visit) {
    return show_tokens(gate, request, visit, {}, {});
  });
  gate.change("POST", "/tokens", Right::manage_accounts,
              [&gate](const Request& request, const Visit& visit) { return make_token(gate, request, visit); });
  gate.change("POST", "/tokens/{token}/end", Right::manage_accounts,
              [&gate](const Request& request, const Visit& visit) { return revoke_token(gate, request, visit); });
}

}  // namespace relais::accounts
