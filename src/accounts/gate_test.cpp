#include <gtest/gtest.h>

#include <set>

#include "accounts/access_pages.hpp"
#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"

namespace relais::accounts {
namespace {

using people::Right;
using web::Request;
using web::Response;

/// A site with the pages of this slice, one of the public, one for those who see gifts, and a change.
class Gates : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    options_.clock = &clock();
    options_.site_url = "https://relais.example";
    build();
    add("donneur@exemple.org", Role::donor, sample_->donor);
    add("coord@exemple.org", Role::coordinator, coordination_);
  }
  void build() {
    router_.emplace(
        [this](const Request& request, const base::Refusal& refusal) { return site_->refusal(request, refusal); });
    site_.emplace([this](const Request& request) {
      const auto* visitor = gate_ ? gate_->visitor_of(request) : nullptr;
      return web::Frame{.programme = "Essai",
                        .actor = visitor != nullptr ? visitor->actor.display_name().reveal() : "",
                        .sign_out_path = "/sign-out"};
    });
    gate_.emplace(*router_, *site_, database(), key_, options_);
    add_access_pages(*site_, *gate_);
    gate_->open("GET", "/public", [](const Request&) { return web::plain("tous"); });
    gate_->members("GET", "/gifts", Right::read_gifts,
                   [](const Request&, const Visit& visit) { return web::plain(visit.actor().name()); });
    gate_->change("POST", "/gifts", Right::pledge_gifts, [this](const Request&, const Visit& visit) {
      if (forgets_) return web::redirect("/gifts");
      const auto done = visit.change("don-1", [&](Transaction&) -> base::Result<people::Saved> {
        if (refuses_) return base::Refusal(refused::account_unknown);
        return acted_.insert(visit.request_key()).second ? people::Saved::created : people::Saved::unchanged;
      });
      return done ? web::redirect("/gifts") : web::plain("non", 422);
    });
  }

  Request get(const std::string& path, const std::string& token = {}) {
    Request request;
    request.path = path;
    request.client_address = "192.0.2.1";
    if (!token.empty()) request.headers.set("Cookie", "relais=" + token);
    return request;
  }
  Request post(const std::string& path, const std::string& token = {},
               std::vector<std::pair<std::string, std::string>> fields = {}) {
    auto request = get(path, token);
    request.method = "POST";
    for (auto& [name, value] : fields) request.form.add(name, value);
    if (!token.empty()) request.form.add("csrf", form_token(token));
    return request;
  }
  Response send(const Request& request) { return (*router_)(request); }
  static std::string where(const Response& response) {
    return std::string(response.headers.find("Location").value_or(""));
  }
  /// Signs in by the page; gives the token of the cookie.
  std::string sign_in_by_page(const std::string& email) {
    const auto response = send(post("/sign-in", {}, {{"email", email}, {"password", password()}}));
    EXPECT_EQ(response.status, 303) << response.body;
    const std::string cookie(response.headers.find("Set-Cookie").value_or(""));
    return cookie.substr(cookie.find('=') + 1, 64);
  }
  std::int64_t audited(const std::string& action) {
    return database().read([&](Reader& reader) {
      return reader.integer("SELECT COUNT(*) FROM audit_record WHERE action = $1", {action});
    });
  }

  GateOptions options_;
  std::optional<web::Router> router_;
  std::optional<web::Site> site_;
  std::optional<Gate> gate_;
  bool refuses_ = false, forgets_ = false;
  std::set<std::string> acted_;  ///< requests that acted, as a domain call knows them
};

TEST_P(Gates, send_whoever_is_not_signed_in_to_sign_in_and_back) {
  EXPECT_EQ(send(get("/public")).status, 200);
  auto request = get("/gifts");
  request.query.add("q", "a b");
  const auto response = send(request);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(where(response), "/sign-in?next=%2Fgifts%3Fq%3Da%2520b");
  EXPECT_EQ(where(send(post("/gifts"))), "/sign-in");
  auto program = get("/gifts");
  program.headers.set("Accept", "application/json");
  EXPECT_EQ(send(program).status, 401);
  const auto signed_in = send(
      post("/sign-in", {}, {{"email", "donneur@exemple.org"}, {"password", password()}, {"next", "/gifts?q=a%20b"}}));
  EXPECT_EQ(where(signed_in), "/gifts?q=a%20b");
}

TEST_P(Gates, never_lead_to_another_site) {
  for (const auto* elsewhere : {"https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "x",
                                "javascript:alert(1)", "/\t/elsewhere.example"}) {
    const auto response =
        send(post("/sign-in", {}, {{"email", "donneur@exemple.org"}, {"password", password()}, {"next", elsewhere}}));
    EXPECT_EQ(where(response), "/") << elsewhere;
  }
}

TEST_P(Gates, let_members_with_the_right_pass_and_refuse_the_others) {
  const auto token = sign_in_by_page("donneur@exemple.org");
  const auto seen = send(get("/gifts", token));
  EXPECT_EQ(seen.status, 200);
  EXPECT_TRUE(seen.body.starts_with("account:U-"));
  EXPECT_EQ(send(get("/members", token)).status, 403);
  EXPECT_EQ(send(get("/account", token)).status, 200);
}

TEST_P(Gates, hold_privileged_roles_back_until_the_second_factor) {
  const auto token = sign_in_by_page("coord@exemple.org");
  EXPECT_EQ(where(send(get("/gifts", token))), "/account/second-factor?next=%2Fgifts");
  EXPECT_EQ(where(send(get("/members", token))), "/account/second-factor?next=%2Fmembers");
  const auto page = send(get("/account/second-factor", token));
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<svg class=\"qr\""), std::string::npos);
  const auto secret =
      act([&](Transaction& transaction) { return begin_second_factor(transaction, key_, visitor(token)->account); });
  EXPECT_NE(page.body.find(readable_secret(secret->reveal())), std::string::npos);
  EXPECT_EQ(send(post("/account/second-factor", token, {{"code", "000000"}})).status, 422);
  const auto code = code_of_step(secret->reveal(), step_at(clock().now()));
  const auto codes = send(post("/account/second-factor", token, {{"code", code}, {"next", "//elsewhere.example"}}));
  EXPECT_EQ(codes.status, 200);
  EXPECT_NE(codes.body.find("href=\"/\""), std::string::npos);
  EXPECT_EQ(codes.body.find("elsewhere"), std::string::npos);
  EXPECT_EQ(send(get("/gifts", token)).status, 200);
  const auto again = sign_in_by_page("coord@exemple.org");
  EXPECT_EQ(where(send(get("/gifts", again))), "/sign-in/code?next=%2Fgifts");
}

TEST_P(Gates, take_a_form_with_the_sessions_own_token_alone) {
  const auto token = sign_in_by_page("donneur@exemple.org");
  auto without = post("/gifts", token);
  without.form = {};
  EXPECT_EQ(send(without).status, 403);
  auto others = without;
  others.form.add("csrf", form_token(sign_in_by_page("donneur@exemple.org")));
  EXPECT_EQ(send(others).status, 403);
  EXPECT_EQ(audited("pledge_gifts /gifts"), 0);
  auto by_header = without;
  by_header.headers.set("X-Form-Token", form_token(token));
  EXPECT_EQ(send(by_header).status, 303);
  EXPECT_EQ(audited("pledge_gifts /gifts"), 1);
}

TEST_P(Gates, record_each_change_once_with_it_and_in_its_transaction) {
  const auto token = sign_in_by_page("donneur@exemple.org");
  const auto form = post("/gifts", token, {{"request", "formulaire-1"}});
  EXPECT_EQ(send(form).status, 303);
  EXPECT_EQ(send(form).status, 303);
  EXPECT_EQ(audited("pledge_gifts /gifts"), 1) << "the same form sent twice";
  EXPECT_EQ(send(post("/gifts", token, {{"request", "formulaire-2"}})).status, 303);
  EXPECT_EQ(audited("pledge_gifts /gifts"), 2);
  refuses_ = true;
  EXPECT_EQ(send(post("/gifts", token)).status, 422);
  EXPECT_EQ(audited("pledge_gifts /gifts"), 2);
  database().read([&](Reader& reader) {
    const auto records =
        audit::list_records(reader, people::permit_of_test(), sample_->programme, {.action = "pledge_gifts /gifts"});
    EXPECT_EQ(records.front().event.subject, "don-1");
    EXPECT_EQ(records.front().organisation_code, "operateur");
    EXPECT_EQ(records.front().event.address, "192.0.2.1");
    return 0;
  });
  forgets_ = true;
  EXPECT_THROW(send(post("/gifts", token)), base::Defect) << "a change that recorded nothing";
}

TEST_P(Gates, keep_the_cookie_for_the_host_alone_behind_tls) {
  const auto plain = send(post("/sign-in", {}, {{"email", "donneur@exemple.org"}, {"password", password()}}));
  const std::string open(plain.headers.find("Set-Cookie").value_or(""));
  EXPECT_TRUE(open.starts_with("relais=")) << open;
  EXPECT_EQ(open.find("Secure"), std::string::npos);
  options_.is_secure = true;
  build();
  const auto secured = send(post("/sign-in", {}, {{"email", "donneur@exemple.org"}, {"password", password()}}));
  const std::string cookie(secured.headers.find("Set-Cookie").value_or(""));
  EXPECT_TRUE(cookie.starts_with("__Host-relais=")) << cookie;
  for (const auto* part : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"})
    EXPECT_NE(cookie.find(part), std::string::npos) << part;
}

TEST_P(Gates, sign_out_and_end_sessions) {
  const auto token = sign_in_by_page("donneur@exemple.org");
  const auto other = sign_in_by_page("donneur@exemple.org");
  EXPECT_EQ(where(send(post("/account/sessions/end", token))), "/account");
  EXPECT_FALSE(visitor(other));
  auto forged = post("/sign-out", token);
  forged.form = {};
  EXPECT_EQ(send(forged).status, 403);
  EXPECT_TRUE(visitor(token));
  EXPECT_EQ(send(post("/sign-out", token)).status, 303);
  EXPECT_FALSE(visitor(token));
  EXPECT_EQ(send(get("/gifts", token)).status, 303);
}

TEST_P(Gates, change_a_password_by_whoever_knows_the_old_one) {
  const auto token = sign_in_by_page("donneur@exemple.org");
  const auto change = [&](const std::string& current, const std::string& fresh, const std::string& again) {
    return send(post("/account/password", token, {{"current", current}, {"password", fresh}, {"again", again}}));
  };
  EXPECT_EQ(change("faux mot de passe", "un tout autre secret", "un tout autre secret").status, 401);
  EXPECT_EQ(change(password(), "court", "court").status, 422);
  EXPECT_EQ(change(password(), "un tout autre secret", "un autre encore").status, 422);
  EXPECT_EQ(change(password(), "un tout autre secret", "un tout autre secret").status, 303);
  EXPECT_TRUE(visitor(token)) << "this session stays";
  EXPECT_TRUE(enter("donneur@exemple.org", "un tout autre secret"));
}

TEST_P(Gates, keep_what_was_typed_and_say_beside_the_field_what_is_wrong) {
  const auto response =
      send(post("/sign-in", {}, {{"email", "\"><script>@x"}, {"password", "faux"}, {"next", "/gifts"}}));
  EXPECT_EQ(response.status, 401);
  EXPECT_NE(response.body.find("value=\"&quot;&gt;&lt;script&gt;@x\""), std::string::npos);
  EXPECT_NE(response.body.find("aria-describedby=\"email-error\""), std::string::npos);
  EXPECT_EQ(response.body.find("faux"), std::string::npos) << "the password is not shown again";
  EXPECT_NE(response.body.find("name=\"next\" value=\"/gifts\""), std::string::npos);
}

TEST_P(Gates, invite_accept_change_and_end_by_the_pages) {
  add("chef@exemple.org", Role::structure_manager, sample_->structure);
  const auto token = sign_in_by_page("chef@exemple.org");
  const auto invite_form = [&](const std::string& organisation, const std::string& role, const std::string& until) {
    return send(
        post("/members/invitations", token,
             {{"email", "nouveau@exemple.org"}, {"organisation", organisation}, {"role", role}, {"until", until}}));
  };
  EXPECT_EQ(invite_form("structure-b", "structure_manager", "").status, 403);
  EXPECT_EQ(invite_form("structure-a", "structure_volunteer", "").status, 422);
  EXPECT_EQ(invite_form("structure-a", "structure_volunteer", "hier").status, 422);
  EXPECT_EQ(invite_form("structure-a", "reine", "").status, 422);
  EXPECT_EQ(where(invite_form("structure-a", "structure_volunteer", "2020-04-30")), "/members?invited=1");
  const auto link = database().read([&](Reader& reader) {
    auto rows = reader.query("SELECT payload FROM outbox_message WHERE kind = 'mail'");
    EXPECT_TRUE(rows.next());
    const auto payload = rows.string(0);
    const auto at = payload.find("https://relais.example/invitations/");
    EXPECT_NE(at, std::string::npos) << payload;
    return payload.substr(at + 22, 13 + 64);
  });
  EXPECT_EQ(send(get(link)).status, 200);
  EXPECT_EQ(send(get("/invitations/0000")).status, 404);
  const auto accept = [&](const std::string& name, const std::string& chosen) {
    return send(post(link, {}, {{"name", name}, {"password", chosen}, {"again", chosen}}));
  };
  EXPECT_EQ(accept("", "la neige de l'hiver").status, 422);
  EXPECT_EQ(accept("Nouveau", "motdepasse1234").status, 422);
  EXPECT_EQ(where(accept("Nouveau", "la neige de l'hiver")), "/account");
  EXPECT_EQ(accept("Nouveau", "la neige de l'hiver").status, 404);
  const auto list = send(get("/members", token)).body;
  EXPECT_NE(list.find("nouveau@exemple.org"), std::string::npos);
  const auto at = list.find("/members/") + 9;
  const auto id = list.substr(at, list.find_first_of("\"/", at) - at);
  EXPECT_EQ(send(get("/members/" + id, token)).status, 200);
  EXPECT_EQ(where(send(post("/members/" + id + "/role", token, {{"role", "structure_manager"}}))), "/members");
  EXPECT_EQ(audited("manage_accounts /members/{membership}/role"), 1);
}

TEST_P(Gates, list_the_accounts_of_each_organisation_that_someone_keeps_and_of_no_other) {
  const auto chief = add("chef@exemple.org", Role::structure_manager, sample_->structure);
  write([&](Transaction& transaction) {
    ASSERT_TRUE(
        give_role(transaction, people::permit_of_test(), chief, {sample_->other_structure, Role::structure_manager}));
  });
  add("b@exemple.org", Role::structure_manager, sample_->other_structure);
  const auto token = sign_in_by_page("chef@exemple.org");
  const auto list_of = [&](const std::string& code) {
    auto request = get("/members", token);
    if (!code.empty()) request.query.add("organisation", code);
    return send(request).body;
  };
  EXPECT_EQ(list_of("").find("b@exemple.org"), std::string::npos);
  EXPECT_NE(list_of("structure-b").find("b@exemple.org"), std::string::npos);
  EXPECT_EQ(list_of("coordination").find("coord@exemple.org"), std::string::npos);
}

TEST_P(Gates, show_the_audit_trail_to_the_auditor_alone_as_a_page_and_a_file) {
  const auto account = add("audit@exemple.org", Role::auditor, coordination_);
  const auto donor = sign_in_by_page("donneur@exemple.org");
  EXPECT_EQ(send(post("/gifts", donor, {{"request", "f1"}})).status, 303);
  EXPECT_EQ(send(get("/audit", donor)).status, 403);
  const auto token = sign_in_by_page("audit@exemple.org");
  const auto held = *visitor(token);
  const auto secret = act([&](Transaction& transaction) { return begin_second_factor(transaction, key_, account); });
  ASSERT_TRUE(act([&](Transaction& transaction) {
    return confirm_second_factor(transaction, key_, held, code_of_step(secret->reveal(), step_at(clock().now())));
  }));
  auto request = get("/audit", token);
  EXPECT_NE(send(request).body.find("pledge_gifts /gifts"), std::string::npos);
  request.query.add("subject", "don-1");
  EXPECT_EQ(send(request).body.find("sign_in</td>"), std::string::npos);
  const auto file = send(get("/audit.csv", token));
  EXPECT_NE(file.body.find(";pledge_gifts /gifts;don-1;operateur;192.0.2.1;"), std::string::npos) << file.body;
  EXPECT_EQ(file.body.find("exemple.org"), std::string::npos) << "no e-mail address";
}

TEST_P(Gates, show_the_accounts_of_a_demonstration_there_alone) {
  const DemoAccount draft{"coordinator@demo.example", "Coordination", new_demo_password(), coordination_,
                          Role::coordinator};
  ASSERT_TRUE(add_demo_account(database(), people::permit_of_test(), key_, draft));
  EXPECT_EQ(send(get("/sign-in")).body.find(draft.password), std::string::npos);
  options_.is_demo = true;
  build();
  EXPECT_NE(send(get("/sign-in")).body.find(draft.password), std::string::npos);
  const auto response = send(post("/sign-in", {}, {{"email", draft.email}, {"password", draft.password}}));
  EXPECT_TRUE(where(response).starts_with("/sign-in/code"));
  const std::string cookie(response.headers.find("Set-Cookie").value_or(""));
  const auto token = cookie.substr(cookie.find('=') + 1, 64);
  const auto page = send(get("/sign-in/code", token)).body;
  const auto at = page.find("<code>");
  EXPECT_EQ(where(send(post("/sign-in/code", token, {{"code", page.substr(at + 6, 6)}}))), "/home");
  EXPECT_EQ(send(get("/gifts", token)).status, 200);
}

RELAIS_ON_BOTH_ENGINES(Gates);

}  // namespace
}  // namespace relais::accounts
