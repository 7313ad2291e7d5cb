#include "app/program.hpp"

#include <cstdlib>
#include <iostream>
#include <optional>

#include "app/commands.hpp"

namespace relais::app {
namespace {

using base::Language;

std::optional<Language> parse_language(std::string_view code) {
  if (code == "fr") return Language::french;
  if (code == "en") return Language::english;
  return std::nullopt;
}

/// The help is in the language too, so it is sought before the arguments are parsed.
Language language_of(int argc, char** argv) {
  for (int index = 1; index < argc; ++index) {
    const std::string_view argument = argv[index];
    const bool is_apart = argument == "--lang" && index + 1 < argc;
    const auto code = is_apart ? std::string_view(argv[index + 1])
                               : (argument.starts_with("--lang=") ? argument.substr(7) : std::string_view());
    if (const auto language = parse_language(code)) return *language;
  }
  const char* wanted = std::getenv("RELAIS_LANG");
  return parse_language(wanted == nullptr ? "fr" : wanted).value_or(Language::french);
}

void describe(CLI::App& program, const Session& session) {
  program.description(session.say("Relais : du don au bilan, un programme d'urgence numérique.",
                                  "Relais: from the gift to the impact, a digital emergency programme."));
  program.footer(
      session.say("« relais COMMANDE --help » explique chaque commande. Une commande qui échoue n'a rien changé.",
                  "`relais COMMAND --help` explains each command. A command that fails changed nothing."));
  program.set_help_flag("-h,--help", session.say("affiche cette aide", "shows this help"));
  program.get_formatter()->column_width(34);
  program.require_subcommand(1);
}

void add_common_options(CLI::App& program, Session& session) {
  program
      .add_option_function<std::string>(
          "--database", [&session](const std::string& url) { session.set_database(url); },
          session.say("fichier de la base, ou postgresql://… (sinon RELAIS_DATABASE)",
                      "database file, or postgresql://… (else RELAIS_DATABASE)"))
      ->envname("RELAIS_DATABASE")
      ->type_name("URL")
      ->default_str("relais.db")
      ->force_callback();
  program
      .add_option_function<std::string>(
          "--key", [&session](const std::string& file) { session.set_key(file); },
          session.say("fichier de la clé qui scelle les secrets (sinon RELAIS_KEY, sinon à côté de la base)",
                      "file of the key that seals secrets (else RELAIS_KEY, else beside the database)"))
      ->envname("RELAIS_KEY")
      ->type_name("FILE");
  program
      .add_option_function<std::string>(
          "--lang", [](const std::string&) {},  // language_of has read it
          session.say("langue des messages : fr ou en (sinon RELAIS_LANG)",
                      "language of the messages: fr or en (else RELAIS_LANG)"))
      ->check(CLI::IsMember({"fr", "en"}));
}

/// Not a refusal of the domain, nor a defect: what the message says is for whoever runs the machine.
int complain(const Session& session, Exit exit, const char* french, const char* english, std::string_view what) {
  std::cerr << session.say(french, english) << what << '\n';
  return static_cast<int>(exit);
}

int run(CLI::App& program, const Session& session, int argc, char** argv) {
  try {
    program.parse(argc, argv);
    return static_cast<int>(Exit::done);
  } catch (const CLI::Success& asked_for_help) {
    return program.exit(asked_for_help);
  } catch (const CLI::Error& error) {
    program.exit(error);
    return static_cast<int>(Exit::usage);
  } catch (const Stop& stop) {
    return complain(session, stop.exit, "", "", stop.what());
  } catch (const store::Outage& outage) {
    return complain(session, Exit::outage, "La base de données est hors d'atteinte, rien n'a été changé : ",
                    "The database cannot be reached, nothing was changed: ", outage.what());
  } catch (const std::exception& defect) {
    return complain(session, Exit::defect,
                    "Défaut du programme, à signaler : ", "A defect of the program, please report it: ", defect.what());
  }
}

}  // namespace

int run_program(int argc, char** argv) {
  Session session(language_of(argc, argv));
  CLI::App program("", "relais");
  describe(program, session);
  add_common_options(program, session);
  for (const auto add : all_commands) add(program, session);
  return run(program, session, argc, argv);
}

}  // namespace relais::app
