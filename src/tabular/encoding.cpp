#include "tabular/encoding.hpp"

#include <array>

#include <utf8proc.h>

#include "base/text.hpp"

namespace relais::tabular {
namespace {

/// Windows-1252 from 0x80 to 0x9F; 0 where it defines nothing. Source: Unicode's CP1252.TXT.
constexpr std::array<std::uint32_t, 32> windows_1252_high{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::uint32_t byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// How many bytes the UTF-8 sequence that starts with `lead` has; 0 when no sequence starts so.
std::size_t sequence_length(std::uint32_t lead) {
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

bool Decoder::decode(std::string_view bytes, std::string& out) {
  held_ += bytes;
  if (!mark_sought_ && held_.size() < 3) return true;
  return drain(out);
}

bool Decoder::finish(std::string& out) {
  finishing_ = true;
  return drain(out);
}

bool Decoder::drain(std::string& out) {
  if (!mark_sought_) detect_mark();
  auto last = Step::advanced;
  while (at_ < held_.size() && last == Step::advanced) last = step(out);
  held_.erase(0, at_);
  at_ = 0;
  return last == Step::advanced || (last == Step::needs_more && !finishing_);
}

void Decoder::detect_mark() {
  mark_sought_ = true;
  if (held_.starts_with("\xEF\xBB\xBF")) {
    encoding_ = Encoding::utf8;
    at_ = 3;
  } else if (held_.starts_with("\xFF\xFE")) {
    encoding_ = Encoding::utf16_le;
    at_ = 2;
  } else if (held_.starts_with("\xFE\xFF")) {
    encoding_ = Encoding::utf16_be;
    at_ = 2;
  }
}

Decoder::Step Decoder::step(std::string& out) {
  switch (encoding_) {
    case Encoding::windows_1252:
      return step_windows_1252(out);
    case Encoding::utf16_le:
    case Encoding::utf16_be:
      return step_utf16(out);
    default:
      return step_bytes(out);
  }
}

Decoder::Step Decoder::step_bytes(std::string& out) {
  const auto lead = byte_at(held_, at_);
  if (lead < 0x80) {
    append(lead, out);
    ++at_;
    return Step::advanced;
  }
  const auto length = sequence_length(lead);
  if (held_.size() - at_ < length && !finishing_) return Step::needs_more;
  const auto sequence = std::string_view(held_).substr(at_, length);
  if (length != 0 && sequence.size() == length && base::is_valid_utf8(sequence)) {
    encoding_ = Encoding::utf8;
    after_return_ = false;
    out += sequence;
    at_ += length;
    return Step::advanced;
  }
  if (encoding_ == Encoding::utf8) return Step::invalid;
  encoding_ = Encoding::windows_1252;
  return Step::advanced;
}

Decoder::Step Decoder::step_windows_1252(std::string& out) {
  auto codepoint = byte_at(held_, at_);
  if (codepoint >= 0x80 && codepoint < 0xA0) codepoint = windows_1252_high[codepoint - 0x80];
  if (codepoint == 0 && held_[at_] != '\0') return Step::invalid;
  append(codepoint, out);
  ++at_;
  return Step::advanced;
}

std::uint32_t Decoder::unit_at(std::size_t at) const {
  const auto first = byte_at(held_, at);
  const auto second = byte_at(held_, at + 1);
  return encoding_ == Encoding::utf16_le ? first | second << 8 : first << 8 | second;
}

Decoder::Step Decoder::step_utf16(std::string& out) {
  const auto left = held_.size() - at_;
  if (left < 2) return Step::needs_more;
  const auto unit = unit_at(at_);
  if (is_low_surrogate(unit)) return Step::invalid;
  if (!is_high_surrogate(unit)) {
    append(unit, out);
    at_ += 2;
    return Step::advanced;
  }
  if (left < 4) return Step::needs_more;
  const auto low = unit_at(at_ + 2);
  if (!is_low_surrogate(low)) return Step::invalid;
  append(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), out);
  at_ += 4;
  return Step::advanced;
}

void Decoder::append(std::uint32_t codepoint, std::string& out) {
  const bool second_of_pair = after_return_ && codepoint == '\n';
  after_return_ = codepoint == '\r';
  if (second_of_pair) return;
  if (codepoint == '\r') codepoint = '\n';
  utf8proc_uint8_t encoded[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(codepoint), encoded);
  out.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(length));
}

}  // namespace relais::tabular
