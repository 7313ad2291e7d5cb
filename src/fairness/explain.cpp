#include "fairness/explain.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace relais::fairness {
namespace {

constexpr int decimals_min = 3;
constexpr int decimals_max = 9;

bool equal(const Key& left, const Key& right) {
  return left.numerator * right.denominator == right.numerator * left.denominator;
}

/// The sentences of one line, in one language.
class Sentences {
 public:
  Sentences(const Instance& instance, const Plan& plan, LineIndex line, const ReaderWords& words)
      : instance_(instance),
        plan_(plan),
        words_(words),
        line_(instance.lines[line]),
        figures_(figures_of(instance, plan, line)),
        class_(plan.classes[figures_.class_index]) {
    if (figures_.next && class_.cutoff) decimals_ = decimals_to_tell_apart(figures_.next->key, class_.cutoff->key);
  }

  std::string all() const { return granted() + owed() + ranks() + ran_out() + unmet(); }

 private:
  std::string say(const char* french, const char* english) const {
    return words_.language == base::Language::french ? french : english;
  }
  std::string number(std::int64_t value) const {
    return base::format_integer(value, words_.language == base::Language::french);
  }
  std::string counted(std::int64_t value, const std::string& one, const std::string& many) const {
    const bool singular = words_.language == base::Language::french ? value < 2 : value == 1;
    return number(value) + " " + (singular ? one : many);
  }
  std::string rank(const Key& key) const { return format_key(key, decimals_, words_.language); }

  std::string granted() const;
  std::string owed() const;
  std::string ranks() const;
  std::string ran_out() const;
  std::string unmet() const;

  const Instance& instance_;
  const Plan& plan_;
  const ReaderWords& words_;
  const Line& line_;
  LineFigures figures_;
  const ClassOutcome& class_;
  int decimals_ = decimals_min;
};

std::string Sentences::granted() const {
  const auto people = counted(words_.people, say("personne", "person"), say("personnes", "people"));
  const auto units = counted(figures_.granted, say("unité", "unit"), say("unités", "units"));
  const auto level = figures_.level ? say(", niveau ", ", level ") + rank(*figures_.level) : std::string();
  return people + say(", poids ", ", weight ") + number(line_.weight) + level + say(" : ", ": ") + units + ".";
}

std::string Sentences::owed() const {
  if (figures_.owed == 0) return {};
  return fmt::format(
      fmt::runtime(say(" Dont dues quel que soit le rang : {}.", " Of these, owed whatever the rank: {}.")),
      number(figures_.owed));
}

std::string Sentences::ranks() const {
  if (!figures_.next) return {};
  const auto& next = *figures_.next;
  auto text = fmt::format(fmt::runtime(say(" L’unité {} vient au rang {}", " Unit {} ranks at {}")),
                          number(figures_.granted + next.units), rank(next.key));
  if (!class_.cutoff)
    return text +
           say(" ; aucune n’a été servie au rang dans cette classe.", "; none was served by rank in this class.");
  text += say(" ; la dernière servie de cette classe, au rang ", "; the last one served in this class ranks at ") +
          rank(class_.cutoff->key) + ".";
  if (equal(next.key, class_.cutoff->key))
    text += say(" À rang égal, le tirage publié a décidé.", " Between equal ranks the published draw decided.");
  return text;
}

std::string Sentences::ran_out() const {
  if (!figures_.next) return {};
  const auto& binding = plan_.closures[*class_.closure].binding;
  std::string names;
  for (std::size_t at = 0; at < binding.size(); ++at) {
    if (at > 0) names += at + 1 == binding.size() ? say(" et ", " and ") : ", ";
    names += words_.name_of_kind(instance_.kinds[binding[at]].id);
  }
  return say(" Ce qui a manqué : ", " What ran out: ") + names +
         (binding.size() > 1 ? say(", ensemble.", ", together.") : ".");
}

std::string Sentences::unmet() const {
  if (figures_.unmet == 0) return say(" Tout ce qui était demandé est attribué.", " All that was asked is granted.");
  return fmt::format(fmt::runtime(say(" Demandé : {} ; reste à pourvoir, et reporté à la prochaine vague : {}.",
                                      " Asked: {}; unmet, and carried into the next round: {}.")),
                     number(line_.cap), number(figures_.unmet));
}

}  // namespace

// A numerator is below 2^32, so nine decimals fit in 64 bits.
std::string format_key(const Key& key, int decimals, base::Language language) {
  RELAIS_CHECK(decimals >= 1 && decimals <= decimals_max && key.denominator > 0);
  std::int64_t scale = 1;
  for (int at = 0; at < decimals; ++at) scale *= 10;
  auto scaled = key.numerator * scale / key.denominator;
  const auto rest = key.numerator * scale % key.denominator;
  if (2 * rest >= key.denominator) ++scaled;
  return fmt::format("{}{}{:0{}}", scaled / scale, language == base::Language::french ? ',' : '.', scaled % scale,
                     decimals);
}

int decimals_to_tell_apart(const Key& left, const Key& right) {
  int decimals = decimals_min;
  const auto look_equal = [&] {
    return format_key(left, decimals, base::Language::english) == format_key(right, decimals, base::Language::english);
  };
  if (equal(left, right)) return decimals;
  while (decimals < decimals_max && look_equal()) ++decimals;
  return decimals;
}

std::string explain_line(const Instance& instance, const Plan& plan, LineIndex line, const ReaderWords& words) {
  return Sentences(instance, plan, line, words).all();
}

}  // namespace relais::fairness
