#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace relais::tabular {

enum class Encoding { ascii, utf8, windows_1252, utf16_le, utf16_be };

/// Bytes as people send them, turned into UTF-8 whose line breaks are all `\n`; a piece at a time, nothing is kept.
///
/// A byte order mark decides. Without one the text is plain ASCII until its first other byte, which decides: a complete
/// UTF-8 sequence makes it UTF-8, anything else Windows-1252.
class Decoder {
 public:
  /// Appends the text of `bytes`. False when they are no text in the encoding; `out` then ends where that was seen.
  [[nodiscard]] bool decode(std::string_view bytes, std::string& out);
  /// Appends what was held back for bytes that never came.
  [[nodiscard]] bool finish(std::string& out);
  Encoding encoding() const { return encoding_; }

 private:
  enum class Step { advanced, needs_more, invalid };

  void detect_mark();
  Step step(std::string& out);
  Step step_bytes(std::string& out);
  Step step_windows_1252(std::string& out);
  Step step_utf16(std::string& out);
  std::uint32_t unit_at(std::size_t at) const;
  void append(std::uint32_t codepoint, std::string& out);
  bool drain(std::string& out);

  Encoding encoding_ = Encoding::ascii;
  std::string held_;
  std::size_t at_ = 0;
  bool mark_sought_ = false;
  bool finishing_ = false;
  bool after_return_ = false;
};

}  // namespace relais::tabular
