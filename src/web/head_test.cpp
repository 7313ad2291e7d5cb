#include "web/head.hpp"

#include <string>

#include <gtest/gtest.h>

namespace relais::web {
namespace {

HeadState scan(std::string_view bytes) { return HeadScanner().scan(bytes); }

TEST(Head, ends_at_the_empty_line) {
  HeadScanner scanner;
  EXPECT_EQ(scanner.scan("GET / HTTP/1.1\r\nHost: x\r\n\r\nbody"), HeadState::complete);
  EXPECT_EQ(scanner.size(), std::string_view("GET / HTTP/1.1\r\nHost: x\r\n\r\n").size());
}

TEST(Head, says_the_same_however_the_bytes_arrive) {
  const std::string head = "GET / HTTP/1.1\r\nHost: x\r\nX-A: \xc3\xa9\tb\r\n\r\n";
  HeadScanner scanner;
  for (std::size_t size = 0; size < head.size(); ++size) {
    EXPECT_EQ(scanner.scan(std::string_view(head).substr(0, size)), HeadState::incomplete) << size;
  }
  EXPECT_EQ(scanner.scan(head), HeadState::complete);
}

TEST(Head, refuses_what_the_parser_would_repair) {
  EXPECT_EQ(scan("GET / HTTP/1.1\nHost: x\n\n"), HeadState::malformed);
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: a\r\n folded\r\n"), HeadState::malformed);
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: a\r\n\tfolded\r\n"), HeadState::malformed);
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: a\rb"), HeadState::malformed);
  EXPECT_EQ(scan(std::string_view("GET / HTTP/1.1\r\nX: a\0b", 22)), HeadState::malformed);
  EXPECT_EQ(scan("\r\n\r\n"), HeadState::malformed);
}

TEST(Head, refuses_noise_at_its_first_byte) {
  EXPECT_EQ(scan("\x16\x03\x01"), HeadState::malformed);
  EXPECT_EQ(scan("G\xc3\xa9"), HeadState::malformed);
}

}  // namespace
}  // namespace relais::web
