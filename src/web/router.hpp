#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.hpp"

namespace relais::web {

using Handler = std::function<Response(const Request&)>;
/// Shows a refusal to a person (a page) or a program (a problem).
using RefusalView = std::function<Response(const Request&, const base::Refusal&)>;

/// Finds the handler of a request by its method and path.
///
/// A pattern is a path whose parts may be `{name}`: `/gifts/{reference}/lines`. A literal part wins over a `{name}`.
/// HEAD is answered by the GET handler; the server drops the body.
/// Refuses     not_found (also a path that does not decode), method_not_allowed (with Allow), cross_site: a browser
/// says that another
///             site sent this POST.
/// Threads     fill it first; then any number of threads may call it.
class Router {
 public:
  explicit Router(RefusalView show_refusal = problem) : show_refusal_(std::move(show_refusal)) {}

  /// Defects: a pattern declared twice, or one that does not start with `/`.
  void get(std::string_view pattern, Handler handler) { add("GET", pattern, std::move(handler)); }
  void post(std::string_view pattern, Handler handler) { add("POST", pattern, std::move(handler)); }
  void add(std::string_view method, std::string_view pattern, Handler handler);

  /// What is done to each request before its handler is sought.
  void before(std::function<void(Request&)> prepare) { prepare_ = std::move(prepare); }

  struct Declared {
    std::string method;
    std::string pattern;
    const Handler* handler;  ///< as long as nothing is added
  };
  /// In the order in which they were added.
  std::vector<Declared> declared() const;

  Response operator()(Request request) const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> parts;
    Handler handler;
  };
  const Route* find(const std::string& method, const std::vector<std::string>& path, Fields& parameters) const;
  std::string allowed_methods(const std::vector<std::string>& path) const;

  std::vector<Route> routes_;
  RefusalView show_refusal_;
  std::function<void(Request&)> prepare_;
};

}  // namespace relais::web
