#include "web/head.hpp"

namespace relais::web {
namespace {

bool is_allowed(unsigned char letter, bool in_first_line) {
  if (letter == 0x7F || (letter < 0x20 && letter != '\t')) return false;
  // The request line is ASCII: the first bytes of a TLS client or of noise are refused without waiting for more.
  return !in_first_line || (letter < 0x80 && letter != '\t');
}

}  // namespace

HeadState HeadScanner::scan(std::string_view bytes) {
  while (at_ < bytes.size()) {
    const char letter = bytes[at_];
    if (letter == '\r') {
      if (at_ + 1 == bytes.size()) return HeadState::incomplete;
      if (bytes[at_ + 1] != '\n') return HeadState::malformed;
      at_ += 2;
      if (line_is_empty_) return in_first_line_ ? HeadState::malformed : HeadState::complete;
      line_is_empty_ = true;
      in_first_line_ = false;
      continue;
    }
    const bool folded = line_is_empty_ && !in_first_line_ && (letter == ' ' || letter == '\t');
    if (folded || !is_allowed(static_cast<unsigned char>(letter), in_first_line_)) return HeadState::malformed;
    line_is_empty_ = false;
    ++at_;
  }
  return HeadState::incomplete;
}

}  // namespace relais::web
