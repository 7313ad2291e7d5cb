#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kainjow/mustache.hpp>

#include "base/embedded.hpp"
#include "base/result.hpp"

namespace relais::web {

/// What a template shows: `Data row; row.set("place", name);`, lists with `List`, conditions with true and false.
/// An empty string counts as true in a section: set a bool. Keys are the words of the domain.
using Data = kainjow::mustache::data;
using List = kainjow::mustache::list;

/// The mustache templates of all slices, in both languages.
///
/// Each is named by its path below src/ without `.mustache`: `gifts/pledge_form`.
/// `{{#t}}Texte français{{/t}}` is translated and `{{> web/field}}` is put in place once, when the page is first shown.
/// `{{value}}` is escaped for HTML text and for quoted attributes. Runs of blanks become one.
/// Threads     fill it first; then any number of threads may render.
/// Defects     met when rendered: an unknown template or partial, one that does not parse. Met by `add`: two of one
/// name.
class Templates {
 public:
  void add(std::span<const base::EmbeddedFile> files);
  std::string render(std::string_view name, base::Language language, const Data& data) const;
  std::vector<std::string> names() const;

 private:
  using Mustache = kainjow::mustache::mustache;
  std::string translated(std::string_view name, base::Language language, int depth) const;
  Mustache& compiled(std::string_view name, base::Language language) const;

  std::map<std::string, std::string_view, std::less<>> sources_;
  mutable std::mutex mutex_;
  mutable std::map<std::pair<std::string, base::Language>, std::unique_ptr<Mustache>> compiled_;
};

/// The French texts between `{{#t}}` and `{{/t}}`, blanks collapsed, as they stand in the catalogue.
std::vector<std::string> texts_to_translate(std::string_view source);

}  // namespace relais::web
