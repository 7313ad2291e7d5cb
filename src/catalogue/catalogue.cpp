#include "catalogue/catalogue.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/codes.hpp"

namespace relais::catalogue {
namespace {

constexpr base::Codes<Audience, 3> audience_codes{{{Audience::precarious_person, "precarious_person"},
                                                   {Audience::pupil, "pupil"},
                                                   {Audience::usual_beneficiary, "usual_beneficiary"}}};
constexpr base::Codes<Category, 3> category_codes{
    {{Category::device, "device"}, {Category::sim_card, "sim_card"}, {Category::top_up, "top_up"}}};
constexpr base::Codes<Tracking, 3> tracking_codes{{{Tracking::by_count, "by_count"},
                                                   {Tracking::by_serial, "by_serial"},
                                                   {Tracking::by_secret_code, "by_secret_code"}}};
constexpr base::Codes<Measure, 2> measure_codes{
    {{Measure::people_equipped, "people_equipped"}, {Measure::people_connected, "people_connected"}}};

template <class Things, class Wanted>
auto find_by_code(const Things& things, Wanted code) {
  const auto found = std::find_if(things.begin(), things.end(), [&](const auto& thing) { return thing.code == code; });
  return found == things.end() ? nullptr : &*found;
}

template <class Things, class Id>
const auto& get_by_id(const Things& things, Id id) {
  const auto found = std::find_if(things.begin(), things.end(), [&](const auto& thing) { return thing.id == id; });
  RELAIS_CHECK(found != things.end());
  return *found;
}

}  // namespace

std::string_view code_of(Audience audience) { return base::code_in(audience_codes, audience); }
std::optional<Audience> parse_audience(std::string_view code) { return base::value_in(audience_codes, code); }

const Label& label_of(Audience audience) {
  static const std::array<Label, 3> labels{{{"personnes en grande précarité", "people in great precarity"},
                                            {"élèves", "pupils"},
                                            {"bénéficiaires habituels", "usual beneficiaries"}}};
  return labels.at(static_cast<std::size_t>(audience));
}

std::string_view code_of(Category category) { return base::code_in(category_codes, category); }
std::optional<Category> parse_category(std::string_view code) { return base::value_in(category_codes, code); }
std::string_view code_of(Tracking tracking) { return base::code_in(tracking_codes, tracking); }
std::optional<Tracking> parse_tracking(std::string_view code) { return base::value_in(tracking_codes, code); }
std::string_view code_of(Measure measure) { return base::code_in(measure_codes, measure); }
std::optional<Measure> parse_measure(std::string_view code) { return base::value_in(measure_codes, code); }

const Kind* Catalogue::find_kind(std::string_view code) const { return find_by_code(kinds, code); }
const Product* Catalogue::find_product(std::string_view code) const { return find_by_code(products, code); }
const Kind& Catalogue::kind(KindId id) const { return get_by_id(kinds, id); }
const Product& Catalogue::product(ProductId id) const { return get_by_id(products, id); }

bool Catalogue::gives_device(const Product& product) const {
  return std::any_of(product.parts.begin(), product.parts.end(),
                     [&](const Part& part) { return kind(part.kind).category == Category::device; });
}

bool Catalogue::gives_connection(const Product& product) const {
  return std::any_of(product.parts.begin(), product.parts.end(),
                     [&](const Part& part) { return kind(part.kind).category != Category::device; });
}

}  // namespace relais::catalogue
