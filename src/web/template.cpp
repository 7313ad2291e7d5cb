#include "web/template.hpp"

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/i18n.hpp"

namespace relais::web {
namespace {

constexpr std::string_view extension = ".mustache";
constexpr std::string_view text_begin = "{{#t}}";
constexpr std::string_view text_end = "{{/t}}";
constexpr std::string_view partial_begin = "{{>";
constexpr std::string_view tag_end = "}}";
constexpr int partial_nesting_max = 8;

std::string collapse_blanks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char letter : text) {
    const bool blank = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
    if (!blank) {
      out += letter;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

/// Replaces what stands between `begin` and `end` by what `replacement` makes of it.
template <class Replacement>
std::string replace_between(std::string_view source, std::string_view begin, std::string_view end,
                            Replacement replacement) {
  std::string out;
  for (;;) {
    const auto at = source.find(begin);
    out += source.substr(0, at);
    if (at == source.npos) return out;
    source.remove_prefix(at + begin.size());
    const auto stop = source.find(end);
    RELAIS_CHECK(stop != source.npos);
    out += replacement(source.substr(0, stop));
    source.remove_prefix(stop + end.size());
  }
}

std::string text_key(std::string_view between) { return std::string(base::trim(collapse_blanks(between))); }

}  // namespace

std::vector<std::string> texts_to_translate(std::string_view source) {
  std::vector<std::string> texts;
  replace_between(source, text_begin, text_end, [&](std::string_view between) {
    texts.push_back(text_key(between));
    return std::string();
  });
  return texts;
}

void Templates::add(std::span<const base::EmbeddedFile> files) {
  for (const auto& file : files) {
    RELAIS_CHECK(file.path.ends_with(extension));
    const auto name = file.path.substr(0, file.path.size() - extension.size());
    RELAIS_CHECK(sources_.emplace(name, file.bytes).second);
  }
}

std::vector<std::string> Templates::names() const {
  std::vector<std::string> names;
  for (const auto& [name, source] : sources_) names.push_back(name);
  return names;
}

std::string Templates::translated(std::string_view name, base::Language language, int depth) const {
  const auto source = sources_.find(name);
  RELAIS_CHECK(source != sources_.end());
  RELAIS_CHECK(depth < partial_nesting_max);
  const auto with_texts = replace_between(source->second, text_begin, text_end, [&](std::string_view between) {
    return translate(language, text_key(between));
  });
  return replace_between(with_texts, partial_begin, tag_end, [&](std::string_view partial) {
    return translated(base::trim(partial), language, depth + 1);
  });
}

Templates::Mustache& Templates::compiled(std::string_view name, base::Language language) const {
  const std::lock_guard lock(mutex_);
  auto& slot = compiled_[{std::string(name), language}];
  if (!slot) {
    auto parsed = std::make_unique<Mustache>(collapse_blanks(translated(name, language, 0)));
    RELAIS_CHECK(parsed->is_valid());
    slot = std::move(parsed);
  }
  return *slot;
}

std::string Templates::render(std::string_view name, base::Language language, const Data& data) const {
  std::string out;
  // Threads may share a template: without lambdas and partials, which we do not use, rendering only reads it.
  compiled(name, language).render(data, [&out](const std::string& piece) { out += piece; });
  return out;
}

}  // namespace relais::web
