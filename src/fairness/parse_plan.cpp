#include <limits>
#include <unordered_map>

#include "fairness/faults.hpp"
#include "fairness/refusals.hpp"
#include "fairness/strict_json.hpp"
#include "fairness/validate.hpp"
#include "fairness/written_plan.hpp"

namespace relais::fairness {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using nlohmann::json;

constexpr auto any_integer = std::numeric_limits<std::int64_t>::max();

/// One plan file, read against its instance.
class PlanReader {
 public:
  explicit PlanReader(const Instance& instance)
      : instance_(instance),
        kinds_(strict::names_of(instance.kinds)),
        components_(strict::names_of(instance.components)),
        products_(strict::names_of(instance.products)) {
    for (LineIndex at = 0; at < instance.lines.size(); ++at) line_at_.emplace(instance.lines[at].id, at);
  }

  Result<WrittenPlan> read(const json& root) {
    RELAIS_TRY_DONE(strict::check_fields(root, "", {"lines", "classes", "routing", "certificate"}));
    RELAIS_TRY_DONE(read_lines(root["lines"]));
    RELAIS_TRY_DONE(read_classes(root["classes"]));
    RELAIS_TRY_DONE(read_routing(root["routing"]));
    RELAIS_TRY_DONE(read_certificate(root["certificate"]));
    return std::move(written_);
  }

 private:
  Result<Done> read_lines(const json& list);
  Result<Done> read_line(const json& object, const std::string& place, std::vector<bool>& seen);
  Result<Done> read_classes(const json& list);
  Result<ClassOutcome> read_class(const json& object, const std::string& place);
  Result<Done> read_routing(const json& list);
  Result<Done> read_certificate(const json& object);
  Result<Fewest> fewest_of(const json& object, const std::string& place) const;
  Result<Done> read_refusal(const json& object, const std::string& place);
  Result<std::size_t> class_of(const json& object, const std::string& place) const;
  Result<LineIndex> line_of(const json& value, const std::string& place) const;
  Result<Key> key_of(const json& value, const std::string& place) const;
  Result<Block> block_of(const json& value, const std::string& place) const;
  Result<std::vector<std::int64_t>> amounts_of(const json& object, const std::string& place,
                                               const strict::Names& names) const;

  void contradict(const base::RefusalReason& fault, const std::string& place) {
    written_.contradictions.push_back(Refusal(fault, {place}));
  }

  const Instance& instance_;
  strict::Names kinds_, components_, products_;
  std::unordered_map<std::string_view, LineIndex> line_at_;
  std::map<std::pair<std::int32_t, ProductIndex>, std::size_t> class_at_;
  std::vector<const json*> shown_;             ///< by class: its object in the file
  std::vector<std::optional<Block>> refused_;  ///< by class: what it shows as refused
  WrittenPlan written_;
};

std::string place_in(const char* list, std::size_t at) { return std::string(list) + "/" + std::to_string(at); }

Result<std::int64_t> count_of(const json& object, const char* field, const std::string& place) {
  return strict::integer_between(object[field], place + "/" + field, 0, any_integer);
}

Result<LineIndex> PlanReader::line_of(const json& value, const std::string& place) const {
  RELAIS_TRY(const auto id, strict::text(value, place));
  const auto found = line_at_.find(id);
  if (found == line_at_.end()) return Refusal(refusals::unknown_name, {place, id});
  return found->second;
}

Result<Key> PlanReader::key_of(const json& value, const std::string& place) const {
  RELAIS_TRY_DONE(strict::check_list(value, place));
  if (value.size() != 2) return Refusal(refusals::wrong_shape, {place, std::to_string(value.size()), "2"});
  Key key;
  RELAIS_TRY(key.numerator, strict::integer_between(value[0], place + "/0", 0, any_integer));
  RELAIS_TRY(key.denominator, strict::integer_between(value[1], place + "/1", 1, any_integer));
  return key;
}

Result<Block> PlanReader::block_of(const json& value, const std::string& place) const {
  RELAIS_TRY_DONE(strict::check_fields(value, place, {"line", "units", "key"}));
  Block block;
  RELAIS_TRY(block.line, line_of(value["line"], place + "/line"));
  RELAIS_TRY(block.units, count_of(value, "units", place));
  RELAIS_TRY(block.key, key_of(value["key"], place + "/key"));
  return block;
}

Result<std::vector<std::int64_t>> PlanReader::amounts_of(const json& object, const std::string& place,
                                                         const strict::Names& names) const {
  RELAIS_TRY_DONE(strict::check_object(object, place));
  std::vector<std::int64_t> amounts(names.size(), 0);
  for (const auto& [name, value] : object.items()) {
    const auto here = place + "/" + pointer_token(name);
    RELAIS_TRY(const auto at, strict::position_of(names, name, here));
    RELAIS_TRY(amounts[at], strict::integer(value, here));
  }
  return amounts;
}

bool is_key_of(const std::optional<Key>& key, const std::optional<Block>& block) {
  if (!key || !block) return key.has_value() == block.has_value();
  return key->numerator == block->key.numerator && key->denominator == block->key.denominator;
}

Result<LineEnd> end_of(const json& value, const std::string& place) {
  RELAIS_TRY(const auto word, strict::text(value, place));
  if (word == "met") return LineEnd::met;
  if (word == "refused") return LineEnd::refused;
  if (word == "closed") return LineEnd::closed;
  return Refusal(refusals::unknown_name, {place, word});
}

Result<Done> PlanReader::read_lines(const json& list) {
  RELAIS_TRY_DONE(strict::check_list(list, "/lines"));
  if (list.size() != instance_.lines.size())
    return Refusal(refusals::wrong_shape,
                   {"/lines", std::to_string(list.size()), std::to_string(instance_.lines.size())});
  written_.plan.granted.assign(list.size(), 0);
  written_.lines.resize(list.size());
  std::vector<bool> seen(list.size(), false);
  for (std::size_t at = 0; at < list.size(); ++at) RELAIS_TRY_DONE(read_line(list[at], place_in("/lines", at), seen));
  return Done{};
}

Result<Done> PlanReader::read_line(const json& object, const std::string& place, std::vector<bool>& seen) {
  RELAIS_TRY_DONE(strict::check_fields(object, place, {"id", "granted", "owed", "unmet", "level", "next", "end"}));
  RELAIS_TRY(const auto line, line_of(object["id"], place + "/id"));
  if (seen[line]) return Refusal(refusals::duplicate_id, {place + "/id", instance_.lines[line].id});
  seen[line] = true;
  auto& shown = written_.lines[line];
  RELAIS_TRY(written_.plan.granted[line], count_of(object, "granted", place));
  RELAIS_TRY(shown.owed, count_of(object, "owed", place));
  RELAIS_TRY(shown.unmet, count_of(object, "unmet", place));
  RELAIS_TRY(shown.end, end_of(object["end"], place + "/end"));
  if (!object["level"].is_null()) {
    RELAIS_TRY(shown.level, key_of(object["level"], place + "/level"));
  }
  if (!object["next"].is_null()) {
    RELAIS_TRY(shown.next, key_of(object["next"], place + "/next"));
  }
  return Done{};
}

Result<Done> PlanReader::read_classes(const json& list) {
  RELAIS_TRY_DONE(strict::check_list(list, "/classes"));
  for (std::size_t at = 0; at < list.size(); ++at) {
    const auto place = place_in("/classes", at);
    RELAIS_TRY(const auto one, read_class(list[at], place));
    if (!class_at_.emplace(std::pair(one.tier, one.product), at).second)
      return Refusal(refusals::duplicate_id, {place, instance_.products[one.product].id});
    written_.plan.classes.push_back(one);
    shown_.push_back(&list[at]);
  }
  return Done{};
}

Result<ClassOutcome> PlanReader::read_class(const json& object, const std::string& place) {
  RELAIS_TRY_DONE(strict::check_fields(
      object, place, {"tier", "product", "asked", "granted", "cutoff", "last", "refused", "binding"}));
  ClassOutcome one;
  RELAIS_TRY(const auto tier, strict::integer_between(object["tier"], place + "/tier", 0, tier_max));
  one.tier = static_cast<std::int32_t>(tier);
  RELAIS_TRY(one.product, strict::position(products_, object["product"], place + "/product"));
  RELAIS_TRY(one.asked, count_of(object, "asked", place));
  RELAIS_TRY(one.granted, count_of(object, "granted", place));
  RELAIS_TRY_DONE(strict::check_list(object["binding"], place + "/binding"));
  if (!object["last"].is_null()) {
    RELAIS_TRY(one.cutoff, block_of(object["last"], place + "/last"));
  }
  std::optional<Key> cutoff;
  if (!object["cutoff"].is_null()) {
    RELAIS_TRY(cutoff, key_of(object["cutoff"], place + "/cutoff"));
  }
  if (!is_key_of(cutoff, one.cutoff)) contradict(faults::cutoff_is_another, place + "/cutoff");
  std::optional<Block> refused;
  if (!object["refused"].is_null()) {
    RELAIS_TRY(refused, block_of(object["refused"], place + "/refused"));
  }
  refused_.push_back(refused);
  if (object["refused"].is_null() && !object["binding"].empty()) contradict(faults::ran_out_without_refusal, place);
  return one;
}

Result<std::size_t> PlanReader::class_of(const json& object, const std::string& place) const {
  RELAIS_TRY(const auto tier, strict::integer_between(object["tier"], place + "/tier", 0, tier_max));
  RELAIS_TRY(const auto product, strict::position(products_, object["product"], place + "/product"));
  const auto found = class_at_.find({static_cast<std::int32_t>(tier), product});
  if (found == class_at_.end())
    return Refusal(refusals::unknown_name, {place, std::to_string(tier) + " " + instance_.products[product].id});
  return found->second;
}

Result<Done> PlanReader::read_routing(const json& list) {
  RELAIS_TRY_DONE(strict::check_list(list, "/routing"));
  for (std::size_t at = 0; at < list.size(); ++at) {
    const auto& object = list[at];
    const auto place = place_in("/routing", at);
    RELAIS_TRY_DONE(
        strict::check_fields(object, place, {"tier", "product", "recipe", "component", "kind", "quantity"}));
    Route one;
    RELAIS_TRY(one.class_index, class_of(object, place));
    RELAIS_TRY(const auto recipe, strict::integer_between(object["recipe"], place + "/recipe", 0, recipes_max - 1));
    one.recipe = static_cast<std::uint32_t>(recipe);
    RELAIS_TRY(one.component, strict::position(components_, object["component"], place + "/component"));
    RELAIS_TRY(one.kind, strict::position(kinds_, object["kind"], place + "/kind"));
    RELAIS_TRY(one.quantity, count_of(object, "quantity", place));
    written_.plan.routing.push_back(one);
  }
  return Done{};
}

Result<Done> PlanReader::read_certificate(const json& object) {
  const std::string place = "/certificate";
  RELAIS_TRY_DONE(strict::check_fields(
      object, place, {"substitutions", "other_recipes", "fewest_substitutions", "fewest_other_recipes", "refusals"}));
  RELAIS_TRY(written_.plan.substitutions, count_of(object, "substitutions", place));
  RELAIS_TRY(written_.plan.other_recipes, count_of(object, "other_recipes", place));
  RELAIS_TRY(written_.plan.fewest_substitutions,
             fewest_of(object["fewest_substitutions"], place + "/fewest_substitutions"));
  RELAIS_TRY(written_.plan.fewest_other_recipes,
             fewest_of(object["fewest_other_recipes"], place + "/fewest_other_recipes"));
  const auto& refusals = object["refusals"];
  RELAIS_TRY_DONE(strict::check_list(refusals, place + "/refusals"));
  for (std::size_t at = 0; at < refusals.size(); ++at)
    RELAIS_TRY_DONE(read_refusal(refusals[at], place_in("/certificate/refusals", at)));
  for (std::size_t at = 0; at < shown_.size(); ++at)
    if (!written_.plan.classes[at].closure && refused_[at])
      contradict(faults::refused_without_certificate, place_in("/classes", at) + "/refused");
  return Done{};
}

Result<Fewest> PlanReader::fewest_of(const json& object, const std::string& place) const {
  RELAIS_TRY_DONE(strict::check_fields(object, place, {"at_least", "per_substitution", "per_other_recipe", "prices"}));
  Fewest fewest;
  RELAIS_TRY(fewest.at_least, count_of(object, "at_least", place));
  RELAIS_TRY(fewest.per_substitution, count_of(object, "per_substitution", place));
  RELAIS_TRY(fewest.per_other_recipe, count_of(object, "per_other_recipe", place));
  RELAIS_TRY(fewest.prices, amounts_of(object["prices"], place + "/prices", kinds_));
  return fewest;
}

Result<Done> PlanReader::read_refusal(const json& object, const std::string& place) {
  RELAIS_TRY_DONE(strict::check_fields(object, place, {"tier", "product", "refused", "demand", "prices"}));
  Closure closure;
  RELAIS_TRY(closure.class_index, class_of(object, place));
  RELAIS_TRY(closure.refused, block_of(object["refused"], place + "/refused"));
  RELAIS_TRY(closure.demand, amounts_of(object["demand"], place + "/demand", products_));
  RELAIS_TRY(closure.prices, amounts_of(object["prices"], place + "/prices", kinds_));
  const auto& shown = *shown_[closure.class_index];
  const auto& told = refused_[closure.class_index];
  if (!told || told->line != closure.refused.line || told->units != closure.refused.units ||
      !is_key_of(told->key, closure.refused))
    contradict(faults::refused_is_another, place + "/refused");
  const auto& binding = shown["binding"];
  for (std::size_t at = 0; at < binding.size(); ++at) {
    RELAIS_TRY(const auto kind,
               strict::position(kinds_, binding[at],
                                place_in("/classes", closure.class_index) + "/binding/" + std::to_string(at)));
    closure.binding.push_back(kind);
  }
  written_.plan.classes[closure.class_index].closure = written_.plan.closures.size();
  written_.plan.closures.push_back(std::move(closure));
  return Done{};
}

}  // namespace

Result<WrittenPlan> parse_plan(std::string_view text, const Instance& instance) {
  RELAIS_TRY(const auto root, strict::parse(text));
  return PlanReader(instance).read(root);
}

}  // namespace relais::fairness
