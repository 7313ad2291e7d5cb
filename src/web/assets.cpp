#include "web/assets.hpp"

#include <array>

#include <fmt/core.h>

#include "base/check.hpp"
#include "web/deliver.hpp"
#include "web/refusals.hpp"

namespace relais::web {
namespace {

constexpr std::string_view folder = "/assets/";
constexpr int best_compression = 9;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".wasm", "application/wasm"},
    {".ico", "image/vnd.microsoft.icon"},
}};

std::string_view type_of(std::string_view extension) {
  for (const auto& [known, type] : types) {
    if (known == extension) return type;
  }
  return {};
}

}  // namespace

void Assets::add(std::span<const base::EmbeddedFile> files) {
  for (const auto& file : files) {
    const auto dot = file.path.rfind('.');
    RELAIS_CHECK(dot != file.path.npos);
    const auto extension = file.path.substr(dot);
    Asset asset{type_of(extension), file.bytes, gzip(file.bytes, best_compression), content_hash(file.bytes)};
    RELAIS_CHECK(!asset.type.empty());
    if (asset.packed.size() >= file.bytes.size()) asset.packed.clear();
    const auto name = fmt::format("{}.{}{}", file.path.substr(0, dot), asset.hash.substr(0, 16), extension);
    RELAIS_CHECK(addresses_.emplace(file.path, fmt::format("{}{}", folder, name)).second);
    assets_.emplace(name, std::move(asset));
  }
}

const std::string& Assets::address(std::string_view name) const {
  const auto found = addresses_.find(name);
  RELAIS_CHECK(found != addresses_.end());
  return found->second;
}

Response Assets::serve(const Request& request) const {
  const auto found = assets_.find(request.parameter("file"));
  if (found == assets_.end()) return problem(request, base::Refusal(refusals::not_found));
  const Asset& asset = found->second;
  const bool packed = !asset.packed.empty() && accepts_gzip(request);
  Response response;
  response.headers.set("Content-Type", std::string(asset.type));
  response.headers.set("ETag", fmt::format("\"{}{}\"", asset.hash, packed ? "-gz" : ""));
  if (!asset.packed.empty()) response.headers.set("Vary", "Accept-Encoding");
  if (packed) response.headers.set("Content-Encoding", "gzip");
  response.body = packed ? asset.packed : std::string(asset.bytes);
  return response.keep_as(Keep::forever);
}

}  // namespace relais::web
