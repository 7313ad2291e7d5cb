#include "outbox/public_address.hpp"

#include <gtest/gtest.h>

namespace relais::outbox {
namespace {

TEST(PublicAddress, knows_what_is_not_of_the_open_internet) {
  for (const auto* closed : {"0.0.0.0",
                             "10.0.0.1",
                             "10.255.255.255",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.254",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.88.99.1",
                             "192.168.0.1",
                             "198.18.0.1",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.9",
                             "224.0.0.1",
                             "239.255.255.255",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::ffff:10.0.0.1",
                             "::ffff:127.0.0.1",
                             "::127.0.0.1",
                             "64:ff9b::a00:1",
                             "64:ff9b:1::1",
                             "100::1",
                             "2001::1",
                             "2001:1ff::1",
                             "2001:db8::1",
                             "2002:a00:1::1",
                             "3fff::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fe80::1%eth0",
                             "fec0::1",
                             "ff02::1",
                             "[::1]",
                             "[fd00::1]"})
    EXPECT_EQ(is_public_literal(closed), false) << closed;
}

TEST(PublicAddress, lets_the_neighbours_of_the_closed_blocks_through) {
  for (const auto* open :
       {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255",       "100.128.0.0",
        "126.255.255.255", "128.0.0.0",       "169.253.255.255", "169.255.0.0",          "172.15.255.255",
        "172.32.0.0",      "192.0.1.0",       "192.167.255.255", "192.169.0.0",          "198.17.255.255",
        "198.20.0.0",      "223.255.255.255", "2001:200::1",     "2001:4860:4860::8888", "2001:db7::1",
        "2003::1",         "2a01:e00::1",     "3ffe::1",         "::ffff:1.1.1.1",       "[2a01:e00::1]"})
    EXPECT_EQ(is_public_literal(open), true) << open;
}

TEST(PublicAddress, says_nothing_of_names) {
  for (const auto* name : {"example.org", "", "1.2.3", "1.2.3.4.5", "[::1", "10.0.0.1.example.org"})
    EXPECT_EQ(is_public_literal(name), std::nullopt) << name;
}

}  // namespace
}  // namespace relais::outbox
