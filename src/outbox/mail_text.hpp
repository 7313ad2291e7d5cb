#pragma once
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace relais::outbox {

/// What a mail says, and to whom; the strings are the caller's.
struct MailParts {
  std::string_view from_name;
  std::string_view from_address;
  std::string_view to_address;
  std::string_view subject;
  std::string_view text;
  std::string_view message_id;  ///< without the angle brackets
  base::Instant date;
};

/// The mail as it is handed to a mail server: ASCII, CRLF, no line over 78 characters but for long addresses. The same
/// parts give the same bytes. No part can add a header or end one: what is not plain is encoded.
/// Source: RFC 5322; RFC 2047 for names and subject; RFC 2045, 6.7 for the text; RFC 3834 for Auto-Submitted.
std::string render_mail(const MailParts& parts);

/// `Thu, 26 Mar 2020 08:00:00 +0000`
std::string mail_date(base::Instant instant);

/// Text in a header: as it is when plain and short, otherwise encoded words, folded.
std::string header_text(std::string_view utf8);

std::string quoted_printable(std::string_view utf8);

}  // namespace relais::outbox
