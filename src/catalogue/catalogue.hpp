#pragma once
/// What is given, to whom, and with which targets: the programme, its item kinds, what serves what, products,
/// audiences.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

namespace relais::catalogue {

using ProgrammeId = base::Id<struct ProgrammeTag>;
using KindId = base::Id<struct KindTag>;
using ProductId = base::Id<struct ProductTag>;

/// A label in both languages.
struct Label {
  std::string french;
  std::string english;
  const std::string& in(base::Language language) const { return language == base::Language::french ? french : english; }
  bool operator==(const Label&) const = default;
};

/// public: who is helped. The set is the domain's, not the programme's.
enum class Audience { precarious_person, pupil, usual_beneficiary };
inline constexpr Audience audiences[] = {Audience::precarious_person, Audience::pupil, Audience::usual_beneficiary};
std::string_view code_of(Audience audience);
std::optional<Audience> parse_audience(std::string_view code);
const Label& label_of(Audience audience);

/// A relief operation; everything belongs to one.
struct Programme {
  ProgrammeId id;
  std::string code;
  Label name;
  base::Day starts_on;
  std::optional<base::Day> ends_on;
  bool is_illustrative = false;  ///< its data is made up, all or in part: every page says so
  bool operator==(const Programme&) const = default;
};

enum class Category { device, sim_card, top_up };
std::string_view code_of(Category category);
std::optional<Category> parse_category(std::string_view code);

enum class Tracking { by_count, by_serial, by_secret_code };
std::string_view code_of(Tracking tracking);
std::optional<Tracking> parse_tracking(std::string_view code);

/// article: what is given.
struct Kind {
  KindId id;
  std::string code;
  Label name;
  Category category = Category::device;
  Tracking tracking = Tracking::by_count;
  std::int64_t volume_gb = 0;      ///< of a top-up
  std::int64_t validity_days = 0;  ///< of a top-up; 0: not stated
  bool has_unlimited_calls = false;
  std::vector<KindId> serves;  ///< other kinds whose need it may serve (a smartphone serves a feature phone's)
  bool operator==(const Kind&) const = default;
};

struct Part {
  KindId kind;
  std::int64_t quantity = 1;
  bool operator==(const Part&) const = default;
};

/// What a need asks for: one item kind, or a kit (lot de remise) of several given together to one person.
/// Each kind has a product of its own, with the kind's code.
struct Product {
  ProductId id;
  std::string code;
  Label name;
  std::vector<Part> parts;
  bool is_kit() const { return parts.size() > 1 || (parts.size() == 1 && parts.front().quantity > 1); }
  bool operator==(const Product&) const = default;
};

/// A device makes a person equipped; a SIM card or a top-up makes a person connected.
enum class Measure { people_equipped, people_connected };
std::string_view code_of(Measure measure);
std::optional<Measure> parse_measure(std::string_view code);

struct Target {
  Audience audience;
  Measure measure;
  std::int64_t people = 0;
  bool operator==(const Target&) const = default;
};

/// A programme and its whole catalogue, loaded in a fixed number of queries; small, so it is read whole.
class Catalogue {
 public:
  Programme programme;
  std::vector<Kind> kinds;        ///< in the order of the programme's file
  std::vector<Product> products;  ///< kits first, then kinds, each in the order of the file
  std::vector<Target> targets;

  const Kind* find_kind(std::string_view code) const;
  const Product* find_product(std::string_view code) const;
  const Kind& kind(KindId id) const;           ///< must exist
  const Product& product(ProductId id) const;  ///< must exist
  bool gives_device(const Product& product) const;
  bool gives_connection(const Product& product) const;
  bool operator==(const Catalogue&) const = default;
};

/// All programmes, the newest first.
std::vector<Programme> list_programmes(store::Reader& reader);
std::optional<Programme> find_programme(store::Reader& reader, std::string_view code);
Catalogue get_catalogue(store::Reader& reader, ProgrammeId programme);

/// Creates the programme and its catalogue, or brings an existing one with the same code up to what is given.
///
/// Effect   ids in the argument are ignored and looked up by code; `Kind::serves` and `Part::kind` are indices into
///          `kinds` plus one (KindId{1} is the first kind).
///          `products` are the kits; the product of each kind is made with it.
/// Retry    safe: the same catalogue again changes nothing.
/// Refuses  code_missing, name_missing, dates_reversed, code_repeated, only_top_ups_have_volume, negative_figure,
///          kind_unknown, serves_cycle, product_is_empty, part_repeated, part_not_positive, target_repeated,
///          in_use (a kind or kit that goods or needs refer to is removed).
///          After in_use the transaction must be given up: some rows may have been changed.
base::Result<ProgrammeId> save_catalogue(store::Transaction& transaction, const Catalogue& catalogue);

}  // namespace relais::catalogue
