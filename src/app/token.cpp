#include "accounts/api_tokens.hpp"
#include "accounts/refusals.hpp"
#include "accounts/tokens.hpp"
#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "audit/audit.hpp"

namespace relais::app {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

struct TokenOptions {
  std::string programme = {}, organisation = {}, name = {}, until = {}, reference = {};
  std::vector<std::string> scopes = {};
};

people::Organisation token_owner(const Session& session, Reader& reader, const TokenOptions& options) {
  const auto programme = chosen_programme(session, reader, options.programme);
  auto found = people::find_organisation(reader, programme, options.organisation);
  if (!found)
    throw Stop(Exit::refused,
               Refusal(accounts::refused::organisation_unknown, {options.organisation}).message(session.language()));
  return *std::move(found);
}

std::string known_scopes(people::OrganisationKind kind) {
  std::string codes;
  for (const auto right : accounts::scopes_of(kind))
    codes += (codes.empty() ? "" : ", ") + std::string(people::code_of(right));
  return codes;
}

std::vector<people::Right> chosen_scopes(const Session& session, const people::Organisation& owner,
                                         const TokenOptions& options) {
  std::vector<people::Right> scopes;
  for (const auto& code : options.scopes) {
    const auto right = people::parse_right(code);
    if (!right)
      throw Stop(
          Exit::usage,
          Refusal(accounts::refused::scope_unknown, {code, known_scopes(owner.kind)}).message(session.language()));
    scopes.push_back(*right);
  }
  return scopes;
}

void create_token(const Session& session, const TokenOptions& options) {
  const auto database = session.open_database();
  const auto key = session.open_key(*database);
  const auto permit = people::permit_of_command_line();
  const auto owner = database->read([&](Reader& reader) { return token_owner(session, reader, options); });
  const accounts::TokenDraft draft{accounts::new_token(), owner.id, options.name,
                                   chosen_scopes(session, owner, options), chosen_day(session, options.until)};
  const auto made = session.value(database->write([&](Transaction& transaction) -> Result<accounts::NewToken> {
    RELAIS_TRY(auto token, accounts::add_token(transaction, permit, key, draft));
    audit::record(transaction, permit, {.action = "token create", .subject = token.reference});
    return token;
  }));
  print(session,
        "Jeton {} ; son secret, montré cette seule fois :", "Token {}; its secret, shown this once:", made.reference);
  fmt::print("{}\n", made.secret.reveal());
}

std::string_view state_of(const Session& session, const accounts::Token& token, base::Day today) {
  if (token.ended_at) return session.say("révoqué", "revoked");
  return token.until < today ? session.say("expiré", "expired") : session.say("valable", "valid");
}

void print_token(const Session& session, const accounts::Token& token, base::Day today) {
  std::string scopes;
  for (const auto right : token.scopes) scopes += (scopes.empty() ? "" : " ") + std::string(people::code_of(right));
  fmt::print("{:<10} {:<8} {:<20} {:<24} {}  {}  {}\n", token.reference, state_of(session, token, today),
             token.organisation_code, token.name, base::iso_day(token.until),
             token.seen_at ? base::iso_instant(*token.seen_at) : "-", scopes);
}

void list_all_tokens(const Session& session, const TokenOptions& options) {
  static const base::SystemClock clock;
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  const auto today = std::chrono::floor<std::chrono::days>(clock.now());
  database->read([&](Reader& reader) {
    const auto programme = chosen_programme(session, reader, options.programme);
    accounts::TokenFilter filter;
    if (!options.organisation.empty()) filter.organisation = token_owner(session, reader, options).id;
    for (;;) {
      const auto tokens = accounts::list_tokens(reader, permit, programme, filter);
      for (const auto& token : tokens) print_token(session, token, today);
      if (std::ssize(tokens) < filter.tokens_max) return 0;
      filter.before = tokens.back().id;
    }
  });
}

void revoke_token(const Session& session, const TokenOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  const auto ended = session.value(database->write([&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto saved, accounts::end_token(transaction, permit, options.reference));
    audit::record(transaction, permit, {.action = "token revoke", .subject = options.reference});
    return saved;
  }));
  print(session, "{}", "{}",
        ended == people::Saved::unchanged
            ? session.say("Ce jeton était déjà révoqué.", "The token was revoked already.")
            : session.say("Jeton révoqué.", "Token revoked."));
}

void add_token_create(CLI::App& token, const Session& session) {
  auto* command = token.add_subcommand("create", session.say("crée un jeton et imprime son secret, une fois",
                                                             "makes a token and prints its secret, once"));
  const auto options = std::make_shared<TokenOptions>();
  command->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  command
      ->add_option("--organisation", options->organisation,
                   session.say("code de l'organisation", "code of the organisation"))
      ->required();
  command->add_option("--name", options->name, session.say("nom du logiciel", "name of the software"))->required();
  command
      ->add_option("--scope", options->scopes,
                   session.say("un droit qu'il aura (read_gifts, …) ; plusieurs fois si besoin",
                               "a right that it shall have (read_gifts, …); several times if need be"))
      ->required();
  command
      ->add_option("--until", options->until,
                   session.say("dernier jour, dans un an au plus", "last day, within a year"))
      ->required();
  command->callback([&session, options] { create_token(session, *options); });
}

}  // namespace

void add_token(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "token", session.say("les jetons des programmes des partenaires", "the tokens of partners' programs"));
  command->require_subcommand(1);
  add_token_create(*command, session);
  const auto options = std::make_shared<TokenOptions>();
  auto* list = command->add_subcommand("list", session.say("les jetons, les plus récents d'abord : référence, état, "
                                                           "organisation, nom, fin, dernier usage, portées",
                                                           "the tokens, the newest first: reference, state, "
                                                           "organisation, name, end, last use, scopes"));
  list->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  list->add_option("--organisation", options->organisation,
                   session.say("ceux d'une organisation", "of one organisation"));
  list->callback([&session, options] { list_all_tokens(session, *options); });
  auto* revoke = command->add_subcommand("revoke", session.say("révoque un jeton", "revokes a token"));
  revoke->add_option("REFERENCE", options->reference, session.say("T-0001-1", "T-0001-1"))->required();
  revoke->callback([&session, options] { revoke_token(session, *options); });
}

}  // namespace relais::app
