#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "tabular/columns.hpp"
#include "tabular/refusals.hpp"

namespace relais::tabular {
namespace {

/// Internal to this file: how a fault deep in the document reaches `parse_mapping`, which alone catches it.
struct Fault {
  std::string what;
};

std::string text_of(std::string_view where, const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  throw Fault{fmt::format("{}: \"…\"", where)};
}

const toml::table& table_of(std::string_view where, const toml::node& node) {
  if (const auto* table = node.as_table()) return *table;
  throw Fault{fmt::format("[{}]", where)};
}

class MappingParser {
 public:
  explicit MappingParser(const Columns& columns) : columns_(columns) {}

  Mapping parse(const toml::table& document) {
    for (const auto& [key, node] : document) parse_section(key.str(), table_of(key.str(), node));
    return std::move(mapping_);
  }

 private:
  void parse_section(std::string_view name, const toml::table& table) {
    for (const auto& [key, node] : table) {
      const std::string field = known(key.str());
      if (name == "columns") {
        mapping_.headings[field] = text_of(field, node);
      } else if (name == "constants") {
        mapping_.constants[field] = text_of(field, node);
      } else if (name == "separators") {
        mapping_.separators[field] = separator_of(field, node);
      } else if (name == "flags") {
        parse_flags(mapping_.flags[field], field, node);
      } else if (name == "flags_no") {
        parse_no(mapping_.flags[field], field, node);
      } else {
        throw Fault{fmt::format("[{}]", name)};
      }
    }
  }

  static void parse_flags(Flags& flags, std::string_view field, const toml::node& node) {
    for (const auto& [heading, label] : table_of(field, node)) {
      flags.labels_by_heading.emplace_back(heading.str(), text_of(heading.str(), label));
    }
  }

  static void parse_no(Flags& flags, std::string_view field, const toml::node& node) {
    const auto* values = node.as_array();
    if (values == nullptr) throw Fault{fmt::format("{} = [\"…\"]", field)};
    for (const auto& value : *values) flags.no.push_back(text_of(field, value));
  }

  static char separator_of(std::string_view field, const toml::node& node) {
    const auto text = text_of(field, node);
    if (text.size() != 1) throw Fault{fmt::format("{} = \"{}\"", field, safe_value(text))};
    return text.front();
  }

  std::string known(std::string_view field) const {
    const bool found = std::any_of(columns_.begin(), columns_.end(), [&](const Field& f) { return f.name == field; });
    if (!found) throw Fault{fmt::format("« {} »", safe_value(field))};
    return std::string(field);
  }

  const Columns& columns_;
  Mapping mapping_;
};

}  // namespace

base::Result<Mapping> parse_mapping(std::string_view toml, const Columns& columns) {
  try {
    return MappingParser(columns).parse(toml::parse(toml));
  } catch (const Fault& fault) {
    return base::Refusal(refusals::bad_mapping, {fault.what});
  } catch (const toml::parse_error& error) {
    return base::Refusal(refusals::bad_mapping, {fmt::format("{}, {}:{}", error.description(),
                                                             error.source().begin.line, error.source().begin.column)});
  }
}

}  // namespace relais::tabular
