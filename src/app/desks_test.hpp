#pragma once
/// What the tests of the desks share: people who are signed in, read pages, and send the forms that stand on them.

#include <optional>
#include <regex>

#include <gtest/gtest.h>

#include "allocation/way_test.hpp"
#include "app/serve_site.hpp"
#include "app/sessions_test.hpp"
#include "web/form.hpp"

namespace relais::app {

/// Fields of a form, as a person's browser would send them.
using Typed = std::vector<std::pair<std::string, std::string>>;

/// People at their desks: each signed in, reading pages and sending the forms that stand on them.
class AtDesks : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    write([&](Transaction& transaction) {
      coordination_ = sample_->add(transaction, "coordination", people::OrganisationKind::coordinator);
    });
    site_.emplace(database(), key_, accounts::GateOptions{.clock = &clock()});
  }
  void TearDown() override {
    site_.reset();
    Way::TearDown();
  }

  /// Someone with a role, signed in; their session.
  std::string sign_in(people::Role role, people::OrganisationId organisation) {
    accounts::AccountId account;
    write([&](Transaction& transaction) { account = testing::add_person(transaction, ++people_, role, organisation); });
    return testing::open_session(database(), clock().now(), key_, account, role);
  }

  web::Response get(const std::string& session, const std::string& address) {
    web::Request request = request_of(session, address);
    request.method = "GET";
    return site_->router()(request);
  }
  web::Response post(const std::string& session, const std::string& path, const Typed& typed,
                     const std::string& request_key) {
    web::Request request = request_of(session, path);
    request.method = "POST";
    request.form.add("csrf", accounts::form_token(session));
    request.form.add("request", request_key);
    for (const auto& [field, value] : typed) request.form.add(field, value);
    return site_->router()(request);
  }
  static web::Request request_of(const std::string& session, const std::string& address) {
    web::Request request;
    const auto mark = address.find('?');
    request.path = address.substr(0, mark);
    if (mark != std::string::npos) request.query = *web::parse_urlencoded(address.substr(mark + 1));
    request.client_address = "192.0.2.1";
    request.headers.set("Cookie", "relais=" + session);
    return request;
  }
  static std::string leads_to(const web::Response& response) {
    return response.status == 303 ? std::string(response.headers.find("Location").value_or("")) : "";
  }
  static std::string hidden(const web::Response& page, const std::string& name) {
    std::smatch found;
    const std::regex field("name=\"" + name + "\" value=\"([^\"]*)\"");
    return std::regex_search(page.body, found, field) ? found.str(1) : "";
  }
  static bool shows(const web::Response& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
  }

  const accounts::Key key_ = accounts::Key::random();
  people::OrganisationId coordination_;
  std::optional<FullSite> site_;
  int people_ = 0;
};

}  // namespace relais::app
