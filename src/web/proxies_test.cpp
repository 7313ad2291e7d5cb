#include "web/proxies.hpp"

#include <gtest/gtest.h>

namespace relais::web {
namespace {

std::string client(const std::vector<std::string>& trusted, const std::string& peer,
                   const std::vector<std::string>& forwarded) {
  Headers headers;
  for (const auto& one : forwarded) headers.add("x-forwarded-for", one);
  return TrustedProxies::parse(trusted)->client_of(peer, headers);
}

TEST(TrustedProxies, believe_nobody_unless_told_to) {
  EXPECT_EQ(client({}, "127.0.0.1", {"1.2.3.4"}), "127.0.0.1");
  EXPECT_EQ(client({"10.0.0.1"}, "127.0.0.1", {"1.2.3.4"}), "127.0.0.1");
}

TEST(TrustedProxies, give_the_last_address_that_is_no_proxy_of_ours) {
  EXPECT_EQ(client({"127.0.0.1"}, "127.0.0.1", {"9.9.9.9, 1.2.3.4"}), "1.2.3.4");
  EXPECT_EQ(client({"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1", {"1.2.3.4, 10.1.2.3"}), "1.2.3.4");
  EXPECT_EQ(client({"127.0.0.1"}, "127.0.0.1", {"9.9.9.9", "1.2.3.4"}), "1.2.3.4") << "two headers are one list";
  EXPECT_EQ(client({"127.0.0.1"}, "127.0.0.1", {}), "127.0.0.1");
  EXPECT_EQ(client({"10.0.0.0/8"}, "10.0.0.1", {"10.0.0.2"}), "10.0.0.2") << "all are ours: the farthest";
}

TEST(TrustedProxies, do_not_believe_what_is_no_address_nor_what_is_before_it) {
  EXPECT_EQ(client({"127.0.0.1"}, "127.0.0.1", {"<script>"}), "127.0.0.1");
  EXPECT_EQ(client({"127.0.0.1", "10.0.0.1"}, "127.0.0.1", {"1.2.3.4, unknown, 10.0.0.1"}), "10.0.0.1");
}

TEST(TrustedProxies, know_networks_of_both_kinds) {
  const auto proxies = TrustedProxies::parse({"192.0.2.128/25", "2001:db8::/33"});
  ASSERT_TRUE(proxies);
  EXPECT_TRUE(proxies->contains("192.0.2.200"));
  EXPECT_TRUE(proxies->contains("::ffff:192.0.2.200"));
  EXPECT_FALSE(proxies->contains("192.0.2.100"));
  EXPECT_TRUE(proxies->contains("2001:db8:7fff::1"));
  EXPECT_FALSE(proxies->contains("2001:db8:8000::1"));
  EXPECT_FALSE(proxies->contains("proxy.example"));
}

TEST(TrustedProxies, are_refused_when_they_are_no_addresses) {
  for (const auto* wrong : {"", "proxy", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "1.2.3"})
    EXPECT_FALSE(TrustedProxies::parse({wrong})) << wrong;
}

}  // namespace
}  // namespace relais::web
