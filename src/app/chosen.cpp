#include "app/chosen.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>

#include "app/folder/files.hpp"

namespace relais::app {
namespace {

[[noreturn]] void stop(const Session& session, Exit exit, const char* french, const char* english,
                       const std::string& what) {
  throw Stop(exit, fmt::format(fmt::runtime(session.say(french, english)), what));
}

}  // namespace

catalogue::ProgrammeId chosen_programme(const Session& session, store::Reader& reader, const std::string& code) {
  const auto programmes = catalogue::list_programmes(reader);
  if (code.empty() && programmes.size() == 1) return programmes.front().id;
  std::string codes;
  for (const auto& programme : programmes) {
    if (programme.code == code) return programme.id;
    codes += (codes.empty() ? "" : ", ") + programme.code;
  }
  if (programmes.empty())
    stop(session, Exit::refused, "Aucun programme n'est chargé : « relais load DOSSIER ».{}",
         "No programme is loaded: `relais load FOLDER`.{}", "");
  stop(session, Exit::refused, "Dites quel programme par --programme : {}.", "Say which programme by --programme: {}.",
       codes);
}

needs::Round chosen_round(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme,
                          const std::string& code) {
  const auto rounds = needs::list_rounds(reader, programme);
  for (const auto& round : rounds)
    if (code.empty() || round.code == code) return round;
  stop(session, Exit::refused,
       "Aucune vague de recensement {}: ajoutez [census] à programme.toml et rechargez le dossier.",
       "There is no census round {}: add [census] to programme.toml and load the folder again.",
       code.empty() ? "" : code + " ");
}

base::Day chosen_day(const Session& session, const std::string& text) {
  if (text.empty()) return std::chrono::floor<std::chrono::days>(base::SystemClock().now());
  if (const auto day = base::parse_day(text)) return *day;
  stop(session, Exit::usage, "« {} » n'est pas un jour : AAAA-MM-JJ.", "“{}” is not a day: YYYY-MM-DD.", text);
}

std::string file_or_input(const Session& session, const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  auto bytes = read_bytes(path);
  if (!bytes)
    stop(session, Exit::no_input, "{} ne peut pas être lu : ce fichier existe-t-il, est-ce bien un fichier ?",
         "{} cannot be read: is there such a file, and is it no folder?", path);
  return *std::move(bytes);
}

}  // namespace relais::app
