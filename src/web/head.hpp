#pragma once
#include <cstddef>
#include <string_view>

namespace relais::web {

enum class HeadState { incomplete, malformed, complete };

/// Finds the end of a request's head (request line, headers, empty line) while it arrives, and refuses what the parser
/// behind would repair in silence: a line break other than CR LF, a folded header, a control character.
/// Source      RFC 9112 sections 2.2, 5.2 and 11.
class HeadScanner {
 public:
  /// `bytes` are all that came so far; those already looked at are not looked at again.
  HeadState scan(std::string_view bytes);
  /// Of the head and its empty line, once complete.
  std::size_t size() const { return at_; }

 private:
  std::size_t at_ = 0;
  bool line_is_empty_ = true;
  bool in_first_line_ = true;
};

}  // namespace relais::web
