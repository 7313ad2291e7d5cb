#include "web/site.hpp"

#include "web/form.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_web_templates();
std::span<const relais::base::EmbeddedFile> relais_web_assets();
std::span<const relais::base::EmbeddedFile> relais_style_assets();
std::span<const relais::base::EmbeddedFile> relais_pico_assets();

namespace relais::web {
namespace {

bool leads_to(const Link& link, std::string_view path) {
  if (link.path == "/") return path == "/";
  return path == link.path || (path.starts_with(link.path) && path[link.path.size()] == '/');
}

Data link_data(const Link& link, std::string_view path) {
  Data item;
  item.set("path", link.path);
  item.set("text", link.text);
  item.set("is_current", leads_to(link, path));
  item.set("is_group", false);
  return item;
}

/// A link without a path is the word over those that follow it; the links before the first such word stand alone.
Data link_list(const std::vector<Link>& links, std::string_view path) {
  Data list(Data::type::list);
  for (std::size_t at = 0; at < links.size();) {
    const auto& first = links[at++];
    if (!first.path.empty()) {
      list << link_data(first, path);
      continue;
    }
    Data group, below(Data::type::list);
    bool is_current = false;
    for (; at < links.size() && !links[at].path.empty(); ++at) {
      is_current = is_current || leads_to(links[at], path);
      below << link_data(links[at], path);
    }
    group.set("is_group", true);
    group.set("text", first.text);
    group.set("is_current", is_current);
    group.set("links", below);
    list << group;
  }
  return list;
}

/// The page that is shown, in the other language. The answer to a form has no address of its own.
std::string address_in(const Request& request, std::string_view language) {
  std::string query;
  for (const auto& [name, value] : request.query.all()) {
    if (name != "lang") query += percent_encode(name) + '=' + percent_encode(value) + '&';
  }
  return request.path + '?' + query + "lang=" + std::string(language);
}

void set_language_switch(Data& data, const Request& request) {
  const bool french = request.language == base::Language::french;
  data.set("language", std::string(language_code(request.language)));
  data.set("is_french", french);
  data.set("french_address", address_in(request, "fr"));
  data.set("english_address", address_in(request, "en"));
}

}  // namespace

Site::Site(FrameOf frame_of) : frame_of_(std::move(frame_of)) {
  templates_.add(relais_web_templates());
  assets_.add(relais_pico_assets());
  assets_.add(relais_web_assets());
  assets_.add(relais_style_assets());
}

void Site::add_routes(Router& router) const {
  router.get("/assets/{file}", [this](const Request& request) { return assets_.serve(request); });
}

Data Site::layout_data(const Request& request, const Frame& frame, const Page& page, const std::string& content) const {
  Data data;
  data.set("title", page.title);
  data.set("programme", frame.programme);
  data.set("navigation", link_list(frame.navigation, request.path));
  data.set("has_navigation", !frame.navigation.empty());
  data.set("actor", frame.actor);
  data.set("is_signed_in", !frame.actor.empty());
  data.set("actor_path", frame.actor_path);
  data.set("sign_out_path", frame.sign_out_path);
  data.set("form_token", frame.form_token);
  data.set("may_sign_in", frame.actor.empty() && !frame.sign_in_path.empty());
  data.set("sign_in_path", frame.sign_in_path);
  data.set("pico", assets_.address("pico.min.css"));
  data.set("style", assets_.address("relais.css"));
  data.set("icon", assets_.address("icon.svg"));
  Data scripts(Data::type::list);
  for (const auto& script : page.scripts) scripts << Data("address", assets_.address(script));
  data.set("scripts", scripts);
  set_language_switch(data, request);
  data.set("content", content);
  return data;
}

Response Site::page(const Request& request, std::string_view name, const Page& page, const Data& data) const {
  std::string content = templates_.render(name, request.language, data);
  const Frame frame = frame_of_(request);
  const Data around = layout_data(request, frame, page, content);
  Response response = html(templates_.render("web/layout", request.language, around), page.status);
  response.headers.set("Content-Language", std::string(language_code(request.language)));
  return response.keep_as(frame.actor.empty() ? page.keep : Keep::never);
}

Response Site::refusal(const Request& request, const base::Refusal& refusal) const {
  if (request.wants_json()) return problem(request, refusal);
  Data data;
  data.set("message", refusal.message(request.language));
  data.set("code", std::string(refusal.code()));
  const int status = refusal.reason().http_status;
  return page(request, "web/refusal",
              {.title = translate(request.language, status < 500 ? "Demande refusée" : "Service interrompu"),
               .scripts = {},
               .status = status},
              data);
}

}  // namespace relais::web
