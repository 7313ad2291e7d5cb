#include "outbox/signature.hpp"

#include <gtest/gtest.h>

namespace relais::outbox {
namespace {

base::Personal<std::string> secret_of(std::string text) { return base::Personal<std::string>(std::move(text)); }

// Each expected value was made with openssl, as said in the slice's README; the first is the example of the
// specification's own libraries.
TEST(WebhookSignature, is_what_openssl_computes) {
  const auto known = secret_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  EXPECT_EQ(webhook_signature(known, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  EXPECT_EQ(webhook_signature(known, "msg_1", 1585209600, R"({"type":"allocation.approved"})"),
            "v1,hB6Rj4r06or+ogwRtl52rWJZEqASWIFJG2hFbMp8SeY=");
}

TEST(WebhookSignature, takes_a_key_longer_than_a_block) {
  std::string key;
  for (int part = 0; part < 33; ++part) key += "a2tr";
  EXPECT_EQ(webhook_signature(secret_of("whsec_" + key + "aw=="), "msg_2", 0, "é"),
            "v1,kS1OnneMfTaaa8+p7Bv1i+hvRebDbO0a4kl1yMdXPmQ=");
}

TEST(WebhookSignature, has_none_under_what_is_no_secret) {
  for (const auto* text : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base 64", "whsec_abc"})
    EXPECT_FALSE(webhook_signature(secret_of(text), "msg_1", 1, "{}")) << text;
}

TEST(WebhookSignature, a_new_secret_is_another_each_time_and_signs) {
  const auto one = make_webhook_secret();
  EXPECT_NE(one.reveal(), make_webhook_secret().reveal());
  EXPECT_EQ(one.reveal().size(), 6U + 32U);
  EXPECT_TRUE(webhook_signature(one, "msg_1", 1, "{}"));
}

}  // namespace
}  // namespace relais::outbox
