#include "outbox/mail_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "outbox/base64.hpp"

namespace relais::outbox {
namespace {

constexpr std::size_t plain_header_max = 60;
constexpr std::size_t encoded_word_bytes_max = 39;  // 52 characters, 64 with what is around, 74 with the header's name
constexpr std::size_t body_line_max = 76;

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }
bool is_atom(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_plain(std::string_view text) {
  return !text.empty() && text.size() <= plain_header_max && is_visible(text.front()) && is_visible(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_visible(c) || c == ' '; }) &&
         text.find("=?") == text.npos;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// How much of the text fits one encoded word without cutting a character.
std::size_t word_length(std::string_view text) {
  if (text.size() <= encoded_word_bytes_max) return text.size();
  auto length = encoded_word_bytes_max;
  while (length > 1 && is_continuation(text[length])) --length;
  return length;
}

std::string encoded_words(std::string_view utf8) {
  std::string out;
  while (!utf8.empty()) {
    const auto length = word_length(utf8);
    if (!out.empty()) out += "\r\n ";
    out += fmt::format("=?UTF-8?B?{}?=", base64_of(utf8.substr(0, length)));
    utf8.remove_prefix(length);
  }
  return out;
}

/// An address was checked when it was posted; should a stored one be damaged, what could end a line is left out.
std::string only_visible(std::string_view address) {
  std::string out;
  std::copy_if(address.begin(), address.end(), std::back_inserter(out), is_visible);
  return out;
}

/// In a name before an address more than in a subject has a meaning: only atoms and spaces stand for themselves.
std::string mailbox(std::string_view name, const std::string& address) {
  const bool is_atoms = std::all_of(name.begin(), name.end(), [](char c) { return is_atom(c) || c == ' '; });
  const bool is_short = name.size() + address.size() < plain_header_max;
  return is_atoms && is_short && is_plain(name) ? fmt::format("{} <{}>", name, address)
                                                : fmt::format("{}\r\n <{}>", encoded_words(name), address);
}

/// One line of the text, without its end.
void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool is_last = at + 1 == line.size();
    const bool stands = (is_visible(c) && c != '=') || ((c == ' ' || c == '\t') && !is_last);
    const std::size_t width = stands ? 1 : 3;
    if (column + width > body_line_max - (is_last ? 0 : 1)) {
      out += "=\r\n";
      column = 0;
    }
    if (stands)
      out += c;
    else
      out += fmt::format("={:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    column += width;
  }
  out += "\r\n";
}

}  // namespace

std::string mail_date(base::Instant instant) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days.at(std::chrono::weekday(day).c_encoding()),
                     static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string header_text(std::string_view utf8) { return is_plain(utf8) ? std::string(utf8) : encoded_words(utf8); }

std::string quoted_printable(std::string_view utf8) {
  std::string out;
  while (!utf8.empty()) {
    const auto end = utf8.find_first_of("\r\n");
    append_quoted_line(out, utf8.substr(0, end));
    if (end == utf8.npos) break;
    utf8.remove_prefix(utf8.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  return out;
}

std::string render_mail(const MailParts& parts) {
  return fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: <{}>\r\nMessage-ID: <{}>\r\nSubject: {}\r\nAuto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
      "\r\n{}",
      mail_date(parts.date), mailbox(parts.from_name, only_visible(parts.from_address)), only_visible(parts.to_address),
      only_visible(parts.message_id), header_text(parts.subject), quoted_printable(parts.text));
}

}  // namespace relais::outbox
