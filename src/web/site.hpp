#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "web/assets.hpp"
#include "web/http.hpp"
#include "web/router.hpp"
#include "web/template.hpp"

namespace relais::web {

struct Link {
  std::string path;
  std::string text;  ///< already in the request's language
};

/// What stands around every page; the app knows it, per request.
struct Frame {
  std::string programme;              ///< its name
  std::vector<Link> navigation = {};  ///< the one shown is marked; without a path: a word over those that follow
  std::string actor = {};             ///< who is signed in, "" when nobody: their pages are then kept by nobody
  std::string actor_path = {};        ///< where they see their account
  std::string sign_out_path = {};     ///< a POST; "" when nobody is signed in
  std::string form_token = {};        ///< that the POST carries
  std::string sign_in_path = {};      ///< "" when there is nothing to sign in to
};

struct Page {
  std::string title;                      ///< in the request's language
  std::vector<std::string> scripts = {};  ///< names of assets, loaded after the page
  int status = 200;
  Keep keep = Keep::never;
};

/// Renders pages inside the layout: header, navigation, language switch, main, footer.
class Site {
 public:
  using FrameOf = std::function<Frame(const Request&)>;
  explicit Site(FrameOf frame_of);

  /// Those of a slice: `site.add_templates(relais_gifts_templates())`.
  void add_templates(std::span<const base::EmbeddedFile> files) { templates_.add(files); }
  void add_assets(std::span<const base::EmbeddedFile> files) { assets_.add(files); }
  const Templates& templates() const { return templates_; }
  const Assets& assets() const { return assets_; }
  /// GET /assets/{file}.
  void add_routes(Router& router) const;

  /// A page: the template inside the layout.
  Response page(const Request& request, std::string_view name, const Page& page, const Data& data = {}) const;
  /// A refusal as a page for people, as a problem for programs. Give it to the Router and to ServerOptions.
  Response refusal(const Request& request, const base::Refusal& refusal) const;
  /// A part of a page, for a form that says why it was refused or a list that is reloaded.
  std::string render(const Request& request, std::string_view name, const Data& data) const {
    return templates_.render(name, request.language, data);
  }

 private:
  Data layout_data(const Request& request, const Frame& frame, const Page& page, const std::string& content) const;

  FrameOf frame_of_;
  Templates templates_;
  Assets assets_;
};

}  // namespace relais::web
