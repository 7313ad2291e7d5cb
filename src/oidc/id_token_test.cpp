#include "oidc/id_token.hpp"

#include <cjose/cjose.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "oidc/encoding.hpp"
#include "oidc/refusals.hpp"

namespace relais::oidc {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

const base::Instant noon = base::instant_from(1'585'224'000'000);
constexpr std::int64_t noon_s = 1'585'224'000;

struct ReleaseJwk {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, ReleaseJwk>;

std::string taken(char* text) {
  std::string copy(text == nullptr ? "" : text);
  cjose_get_dealloc()(text);
  return copy;
}

Jwk rsa_key(const char* kid, std::size_t bits = 2048) {
  cjose_err error;
  Jwk key(cjose_jwk_create_RSA_random(bits, reinterpret_cast<const std::uint8_t*>("\x01\x00\x01"), 3, &error));
  cjose_jwk_set_kid(key.get(), kid, std::string_view(kid).size(), &error);
  return key;
}
Jwk ec_key(const char* kid, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_256) {
  cjose_err error;
  Jwk key(cjose_jwk_create_EC_random(curve, &error));
  cjose_jwk_set_kid(key.get(), kid, std::string_view(kid).size(), &error);
  return key;
}
Json public_part(const Jwk& key) {
  cjose_err error;
  return Json::parse(taken(cjose_jwk_to_json(key.get(), false, &error)));
}

std::string sign(const Jwk& key, const char* algorithm, const std::string& payload, const char* kid = nullptr) {
  cjose_err error;
  auto* header = cjose_header_new(&error);
  cjose_header_set(header, CJOSE_HDR_ALG, algorithm, &error);
  if (kid != nullptr) cjose_header_set(header, CJOSE_HDR_KID, kid, &error);
  auto* token =
      cjose_jws_sign(key.get(), header, reinterpret_cast<const std::uint8_t*>(payload.data()), payload.size(), &error);
  const char* text = nullptr;
  EXPECT_TRUE(token != nullptr && cjose_jws_export(token, &text, &error)) << error.message;
  const std::string copy(text == nullptr ? "" : text);
  cjose_jws_release(token);
  cjose_header_release(header);
  return copy;
}

Json good_claims() {
  return {{"iss", "https://login.example"},
          {"sub", "alice"},
          {"aud", "relais"},
          {"exp", noon_s + 300},
          {"iat", noon_s},
          {"nonce", "n-1"}};
}

class IdToken : public ::testing::Test {
 protected:
  std::string outcome(const std::string& token) const { return outcome(token, keys_); }
  static std::string outcome(const std::string& token, const SigningKeys& keys) {
    const auto identity = check_id_token(token, keys, {"https://login.example", "relais", "n-1", noon});
    return identity ? identity->subject.reveal() : std::string(identity.refusal().code());
  }
  std::string with(const char* claim, Json value) const {
    auto claims = good_claims();
    claims[claim] = std::move(value);
    return outcome(sign(rsa_, "RS256", claims.dump(), "r"));
  }
  std::string without(const char* claim) const {
    auto claims = good_claims();
    claims.erase(claim);
    return outcome(sign(rsa_, "RS256", claims.dump(), "r"));
  }

  const Jwk rsa_ = rsa_key("r");
  const Jwk ec_ = ec_key("e");
  const SigningKeys keys_ = SigningKeys::parse(Json{{"keys", {public_part(rsa_), public_part(ec_)}}}.dump());
};

const std::string of_another(refused::token_of_another.code);
const std::string not_signed(refused::token_unsigned.code);
const std::string expired(refused::token_expired.code);
const std::string malformed(refused::token_malformed.code);

TEST_F(IdToken, is_believed_when_signed_by_either_algorithm) {
  EXPECT_EQ(outcome(sign(rsa_, "RS256", good_claims().dump(), "r")), "alice");
  EXPECT_EQ(outcome(sign(ec_, "ES256", good_claims().dump(), "e")), "alice");
  EXPECT_EQ(outcome(sign(ec_, "ES256", good_claims().dump())), "alice") << "a token need not name its key";
}

TEST_F(IdToken, is_refused_when_it_is_for_another_sign_in) {
  EXPECT_EQ(with("nonce", "n-2"), of_another);
  EXPECT_EQ(without("nonce"), of_another);
  EXPECT_EQ(with("aud", "somebody"), of_another);
  EXPECT_EQ(with("aud", Json::array({"somebody"})), of_another);
  EXPECT_EQ(with("aud", Json::array({"somebody", "relais"})), of_another) << "issued to whom?";
  EXPECT_EQ(with("azp", "somebody"), of_another);
  EXPECT_EQ(with("iss", "https://login.example/"), of_another);
  EXPECT_EQ(without("iss"), of_another);
  EXPECT_EQ(without("aud"), of_another);
  EXPECT_EQ(with("aud", Json::array({"relais"})), "alice");
}

TEST_F(IdToken, is_refused_when_it_is_out_of_its_time) {
  EXPECT_EQ(with("exp", noon_s - 61), expired);
  EXPECT_EQ(with("exp", noon_s - 59), "alice") << "a minute between two clocks";
  EXPECT_EQ(with("iat", noon_s + 61), expired);
  EXPECT_EQ(with("iat", noon_s - 601), expired);
  EXPECT_EQ(with("nbf", noon_s + 61), expired);
  EXPECT_EQ(without("exp"), expired);
  EXPECT_EQ(without("iat"), expired);
  EXPECT_EQ(with("exp", "1900000000"), expired);
  EXPECT_EQ(with("exp", 1e300), expired);
  EXPECT_EQ(with("exp", -1), expired);
}

TEST_F(IdToken, is_refused_when_no_key_of_the_provider_signed_it) {
  const auto claims = good_claims().dump();
  EXPECT_EQ(outcome(sign(rsa_key("r"), "RS256", claims, "r")), not_signed) << "another issuer's key";
  EXPECT_EQ(outcome(sign(rsa_, "RS256", claims, "unknown")), not_signed);
  EXPECT_EQ(outcome(sign(rsa_, "PS256", claims, "r")), not_signed);
  EXPECT_EQ(outcome(base64url(R"({"alg":"none"})") + "." + base64url(claims) + "."), not_signed);
  auto token = sign(rsa_, "RS256", claims, "r");
  const auto signature = token.substr(token.rfind('.'));
  auto other = good_claims();
  other["sub"] = "mallory";
  const auto head = token.substr(0, token.find('.') + 1);
  EXPECT_EQ(outcome(head + base64url(other.dump()) + signature), not_signed);
}

TEST_F(IdToken, signed_with_the_public_key_as_a_secret_is_refused) {
  cjose_err error;
  const auto known = public_part(rsa_).dump();
  const Jwk secret(
      cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t*>(known.data()), known.size(), &error));
  EXPECT_EQ(outcome(sign(secret, "HS256", good_claims().dump(), "r")), not_signed);
  const auto shared = SigningKeys::parse(R"({"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXM"}]})");
  EXPECT_TRUE(shared.empty());
}

TEST_F(IdToken, needs_a_subject_that_can_be_kept) {
  EXPECT_EQ(without("sub"), malformed);
  EXPECT_EQ(with("sub", ""), malformed);
  EXPECT_EQ(with("sub", 12), malformed);
  EXPECT_EQ(with("sub", std::string(256, 'a')), malformed);
  EXPECT_EQ(with("sub", std::string("a\0b", 3)), malformed);
}

TEST_F(IdToken, that_is_none_is_refused) {
  for (const auto* text : {"", ".", "..", "a.b.c", "x", "e30.e30.e30"}) EXPECT_NE(outcome(text), "alice") << text;
  EXPECT_EQ(outcome(std::string(20'000, 'a')), malformed);
  EXPECT_EQ(outcome(sign(rsa_, "RS256", "[]", "r")), malformed);
  EXPECT_EQ(outcome(sign(rsa_, "RS256", "\xff", "r")), malformed);
}

TEST_F(IdToken, keys_that_are_too_weak_or_for_something_else_are_not_used) {
  const auto weak = rsa_key("w", 1024);
  EXPECT_TRUE(SigningKeys::parse(Json{{"keys", {public_part(weak)}}}.dump()).empty());
  EXPECT_TRUE(SigningKeys::parse(Json{{"keys", {public_part(ec_key("p", CJOSE_JWK_EC_P_521))}}}.dump()).empty());
  auto for_secrets = public_part(rsa_);
  for_secrets["use"] = "enc";
  EXPECT_TRUE(SigningKeys::parse(Json{{"keys", {for_secrets}}}.dump()).empty());
  for (const auto* text : {"", "{}", "[]", R"({"keys":{}})", R"({"keys":[1,{}]})"})
    EXPECT_TRUE(SigningKeys::parse(text).empty()) << text;
}

TEST(Settings, name_an_issuer_by_tls_or_on_this_machine) {
  const auto check = [](const std::string& issuer) {
    return check_settings({issuer, "relais", base::Personal<std::string>("s"), "https://r.example/cb", {}}).ok();
  };
  EXPECT_TRUE(check("https://login.example/realm"));
  EXPECT_TRUE(check("http://127.0.0.1:3000"));
  EXPECT_FALSE(check("http://login.example"));
  EXPECT_FALSE(check("https://login.example?x=1"));
  EXPECT_FALSE(check("https://u@login.example"));
  EXPECT_FALSE(check("login.example"));
  EXPECT_FALSE(check("file:///etc/passwd"));
}

TEST(Begun, is_drawn_anew_each_time) {
  const auto one = Begun::random(), other = Begun::random();
  EXPECT_EQ(one.verifier.size(), 43u);
  EXPECT_NE(one.state, other.state);
  EXPECT_NE(one.nonce, one.state);
}

/// Source  RFC 7515, appendix A.2: its token and key.
TEST(SigningKeys, verify_the_example_of_the_standard) {
  const std::string key =
      R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";
  const std::string token =
      "eyJhbGciOiJSUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
      "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
      "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
      "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  EXPECT_TRUE(SigningKeys::parse("{\"keys\":[" + key + "]}").signed_this(token));
}

}  // namespace
}  // namespace relais::oidc
