#include "web/form.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"

namespace relais::web {
namespace {

constexpr std::size_t fields_max = 2000;

std::optional<char> decode_pair(std::string_view pair) {
  unsigned code = 0;
  const auto [end, error] = std::from_chars(pair.data(), pair.data() + pair.size(), code, 16);
  if (pair.size() != 2 || error != std::errc() || end != pair.data() + 2) return std::nullopt;
  return static_cast<char>(code);
}

bool is_clean_text(std::string_view text) { return text.find('\0') == text.npos && base::is_valid_utf8(text); }

/// The value of `name="..."` or `name=...` after the first `;` of a header.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != header.npos;) {
    auto rest = base::trim(header.substr(at + 1));
    const auto equals = rest.find('=');
    if (equals == rest.npos) return std::nullopt;
    const auto found = base::trim(rest.substr(0, equals));
    rest.remove_prefix(equals + 1);
    const bool quoted = rest.starts_with('"');
    if (quoted) rest.remove_prefix(1);
    const auto end = std::min(rest.find(quoted ? '"' : ';'), rest.size());
    if (found == name) return std::string(rest.substr(0, end));
    at = header.find(';', static_cast<std::size_t>(rest.data() - header.data()) + end);
  }
  return std::nullopt;
}

std::string_view header_of_part(std::string_view head, std::string_view name) {
  for (const auto line : base::split(head, '\n')) {
    const auto colon = line.find(':');
    if (colon == line.npos) continue;
    const auto found = line.substr(0, colon);
    const bool same = std::equal(found.begin(), found.end(), name.begin(), name.end(),
                                 [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    if (same) return base::trim(line.substr(colon + 1));
  }
  return {};
}

/// One part, between two boundaries: its head, an empty line, its bytes.
bool add_part(std::string_view part, Multipart& form) {
  const auto gap = part.find("\r\n\r\n");
  if (gap == part.npos) return false;
  const auto disposition = header_of_part(part.substr(0, gap), "Content-Disposition");
  const auto name = header_parameter(disposition, "name");
  if (!disposition.starts_with("form-data") || !name || !is_clean_text(*name)) return false;
  const auto bytes = part.substr(gap + 4);
  if (auto file_name = header_parameter(disposition, "filename")) {
    if (!is_clean_text(*file_name)) return false;
    form.uploads.push_back({*name, std::move(*file_name), std::string(bytes)});
    return true;
  }
  if (!is_clean_text(bytes)) return false;
  form.fields.add(*name, std::string(bytes));
  return true;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      const auto letter = decode_pair(text.substr(at + 1, 2));
      if (!letter) return std::nullopt;
      plain += *letter;
      at += 2;
    } else {
      plain += plus_is_blank && text[at] == '+' ? ' ' : text[at];
    }
  }
  if (!is_clean_text(plain)) return std::nullopt;
  return plain;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char letter : text) {
    if (kept.find(letter) != kept.npos) {
      encoded += letter;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
  }
  return encoded;
}

std::optional<Fields> parse_urlencoded(std::string_view text) {
  Fields fields;
  for (const auto pair : base::split(text, '&')) {
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value || fields.all().size() == fields_max) return std::nullopt;
    fields.add(std::move(*name), std::move(*value));
  }
  return fields;
}

std::optional<Multipart> parse_multipart(std::string_view content_type, std::string_view body) {
  const auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
  const std::string opening = "--" + *boundary;
  const std::string separator = "\r\n" + opening;
  if (!body.starts_with(opening)) return std::nullopt;
  body.remove_prefix(opening.size());
  Multipart form;
  for (std::size_t parts = 0; parts <= fields_max; ++parts) {
    if (body.starts_with("--")) return form;
    const auto end = body.find(separator);
    if (!body.starts_with("\r\n") || end == body.npos) return std::nullopt;
    if (!add_part(body.substr(2, end - 2), form)) return std::nullopt;
    body.remove_prefix(end + separator.size());
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> parse_path(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  std::vector<std::string> parts;
  if (path == "/") return parts;
  for (const auto raw : base::split(path.substr(1), '/')) {
    auto part = percent_decode(raw);
    if (!part || part->empty() || *part == "." || *part == "..") return std::nullopt;
    if (std::any_of(part->begin(), part->end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
      return std::nullopt;
    parts.push_back(std::move(*part));
  }
  return parts;
}

}  // namespace relais::web
