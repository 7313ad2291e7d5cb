#include "impact/flow_pages.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "impact/words_pages.hpp"

namespace relais::impact {
namespace {

using base::Language;
using web::Data;
using web::to_translate;
using web::translate;

// In the picture's units; its text is readable when it is as wide as a phone.
constexpr std::int64_t picture_width = 320;
constexpr std::int64_t stage_height = 58;
constexpr std::int64_t bar_top = 22;
constexpr std::int64_t bar_height = 14;

struct Stage {
  std::string_view name;
  std::int64_t reached = 0;  ///< items that came here or farther
  std::string_view waiting_name;
  std::int64_t waiting = 0;
  std::int64_t apart = 0;  ///< that go no farther, or not yet: quarantine, workshop, lost, recycled
};

/// A surplus found counts against what was lost, and may outweigh it.
std::int64_t apart(const CategoryFlow& flow) {
  return std::max<std::int64_t>(0, flow.quarantine + flow.workshop + flow.lost + flow.recycled);
}

std::array<Stage, 6> stages_of(const CategoryFlow& flow) {
  const auto arrived = flow.on_shelves + flow.handed_over;
  const auto sent = flow.in_transit + arrived;
  const auto reserved = flow.reserved + sent;
  const auto awaited = std::max<std::int64_t>(0, flow.pledged - flow.received);
  return {{{to_translate("Promis"), flow.pledged, to_translate("à recevoir"), awaited},
           {to_translate("Reçus"), flow.received, to_translate("en stock"), flow.in_stock, apart(flow)},
           {to_translate("Attribués"), reserved, to_translate("à préparer"), flow.reserved},
           {to_translate("Expédiés"), sent, to_translate("en route"), flow.in_transit},
           {to_translate("Arrivés"), arrived, to_translate("chez les structures"), flow.on_shelves},
           {to_translate("Remis"), flow.handed_over, {}, 0}}};
}

/// Lengths to scale. What is there at all is seen: a unit at least.
class Scale {
 public:
  explicit Scale(std::int64_t longest) : longest_(std::max<std::int64_t>(longest, 1)) {}
  std::int64_t of(std::int64_t count) const {
    return count <= 0 ? 0 : std::max<std::int64_t>(1, count * picture_width / longest_);
  }

 private:
  std::int64_t longest_;
};

std::string waiting_text(const Stage& stage, Language language) {
  std::string text;
  if (stage.waiting > 0)
    text = fmt::format("{} {}", translate(language, stage.waiting_name), web::format_number(language, stage.waiting));
  if (stage.apart > 0) {
    if (!text.empty()) text += " · ";
    text += fmt::format("{} {}", translate(language, "à part"), web::format_number(language, stage.apart));
  }
  return text;
}

void set_bar(Data& data, const Stage& stage, const Scale& scale) {
  const auto reached = scale.of(stage.reached);
  const auto apart = scale.of(stage.apart);
  const auto waiting = scale.of(stage.waiting);
  const auto going = std::max<std::int64_t>(0, reached - waiting - apart);
  data.set("going", std::to_string(going));
  data.set("waiting_left", std::to_string(going));
  data.set("waiting", std::to_string(std::min(waiting, reached - going)));
  data.set("apart_left", std::to_string(std::max<std::int64_t>(0, reached - apart)));
  data.set("apart", std::to_string(apart));
}

Data stage_data(const Stage& stage, std::int64_t number, const Scale& scale, Language language) {
  const auto top = number * stage_height;
  Data data;
  data.set("name", translate(language, stage.name));
  data.set("count", web::format_number(language, stage.reached));
  data.set("waiting_text", waiting_text(stage, language));
  data.set("text_y", std::to_string(top + bar_top - 7));
  data.set("bar_y", std::to_string(top + bar_top));
  data.set("band_y", std::to_string(top + bar_top + bar_height));
  set_bar(data, stage, scale);
  return data;
}

std::string description(const std::array<Stage, 6>& stages, Language language) {
  std::string text;
  for (const auto& stage : stages) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", translate(language, stage.name), web::format_number(language, stage.reached));
    if (const auto waiting = waiting_text(stage, language); !waiting.empty()) text += fmt::format(" ({})", waiting);
  }
  return text;
}

struct Place {
  std::string_view name;
  std::int64_t CategoryFlow::*count;
  bool is_total = false;
};

constexpr Place places[] = {{to_translate("Promis"), &CategoryFlow::pledged, true},
                            {to_translate("Reçus"), &CategoryFlow::received, true},
                            {to_translate("En stock, libres"), &CategoryFlow::in_stock},
                            {to_translate("En quarantaine"), &CategoryFlow::quarantine},
                            {to_translate("En atelier"), &CategoryFlow::workshop},
                            {to_translate("Réservés, à préparer"), &CategoryFlow::reserved},
                            {to_translate("En route"), &CategoryFlow::in_transit},
                            {to_translate("Chez les structures"), &CategoryFlow::on_shelves},
                            {to_translate("Remis"), &CategoryFlow::handed_over},
                            {to_translate("Perdus, surplus déduits"), &CategoryFlow::lost},
                            {to_translate("Recyclés"), &CategoryFlow::recycled}};

}  // namespace

Data flow_picture(const CategoryFlow& flow, Language language) {
  const auto stages = stages_of(flow);
  const Scale scale(std::max(flow.pledged, flow.received));
  Data drawn(Data::type::list);
  for (std::size_t number = 0; number < stages.size(); ++number) {
    Data stage = stage_data(stages[number], static_cast<std::int64_t>(number), scale, language);
    const bool is_last = number + 1 == stages.size();
    stage.set("goes_on", !is_last);
    const auto next = is_last ? 0 : std::min(stages[number + 1].reached, stages[number].reached);
    stage.set("band", std::to_string(scale.of(next)));
    drawn << stage;
  }
  Data data;
  data.set("category", std::string(code_of(flow.category)));
  data.set("title", category_text(language, flow.category));
  data.set("description", description(stages, language));
  data.set("stages", drawn);
  return data;
}

Data flow_rows(const std::vector<CategoryFlow>& flows, Language language) {
  Data rows(Data::type::list);
  for (const auto& place : places) {
    Data row;
    Data counts(Data::type::list);
    for (const auto& flow : flows) counts << Data("count", web::format_number(language, flow.*place.count));
    row.set("name", translate(language, place.name));
    row.set("is_total", place.is_total);
    row.set("counts", counts);
    rows << row;
  }
  return rows;
}

}  // namespace relais::impact
