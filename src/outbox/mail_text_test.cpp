#include "outbox/mail_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace relais::outbox {
namespace {

const auto mail_day = base::instant_from(1'585'209'600'000);

MailParts letter_parts() {
  return {.from_name = "Relais",
          .from_address = "relais@example.org",
          .to_address = "lea@example.org",
          .subject = "Bonjour",
          .text = "Bienvenue.\n",
          .message_id = "relais.1@example.org",
          .date = mail_day};
}

/// The lines of the header, those that are continued put together.
std::vector<std::string> header_lines(std::string_view mail) {
  std::vector<std::string> lines;
  const auto header = mail.substr(0, mail.find("\r\n\r\n"));
  for (auto line : base::split(header, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(' ') && !lines.empty())
      lines.back() += line;
    else
      lines.emplace_back(line);
  }
  return lines;
}

TEST(MailText, is_a_mail) {
  EXPECT_EQ(render_mail(letter_parts()),
            "Date: Thu, 26 Mar 2020 08:00:00 +0000\r\nFrom: Relais <relais@example.org>\r\nTo: <lea@example.org>\r\n"
            "Message-ID: <relais.1@example.org>\r\nSubject: Bonjour\r\nAuto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\nBienvenue.\r\n");
}

TEST(MailText, encodes_what_is_not_plain) {
  EXPECT_EQ(header_text("Bonjour à tous"), "=?UTF-8?B?Qm9uam91ciDDoCB0b3Vz?=");
  EXPECT_EQ(header_text("=?fake?="), "=?UTF-8?B?PT9mYWtlPz0=?=");
  EXPECT_EQ(header_text(std::string(38, 'x') + "é" + std::string(5, 'y')),
            "=?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=?=\r\n =?UTF-8?B?w6l5eXl5eQ==?=");
  EXPECT_EQ(quoted_printable("déjà = 1 €  \nx"), "d=C3=A9j=C3=A0 =3D 1 =E2=82=AC =20\r\nx\r\n");
  EXPECT_EQ(quoted_printable("a\rb\r\nc\n\nd"), "a\r\nb\r\nc\r\n\r\nd\r\n");
  EXPECT_EQ(quoted_printable(std::string(76, 'x')), std::string(76, 'x') + "\r\n");
  EXPECT_EQ(quoted_printable(std::string(77, 'x')), std::string(75, 'x') + "=\r\nxx\r\n");
}

TEST(MailText, no_part_can_add_a_header) {
  const std::string attack = "x\r\nBcc: victim@example.org\r\n\r\nbody\r\n.\r\nMAIL FROM:<x>";
  const auto honest = header_lines(render_mail(letter_parts())).size();
  for (const auto part : {&MailParts::from_name, &MailParts::from_address, &MailParts::to_address, &MailParts::subject,
                          &MailParts::message_id}) {
    auto parts = letter_parts();
    parts.*part = attack;
    const auto mail = render_mail(parts);
    EXPECT_EQ(header_lines(mail).size(), honest) << mail;
    EXPECT_TRUE(mail.ends_with("\r\n\r\nBienvenue.\r\n")) << mail;
    for (const auto& line : header_lines(mail)) EXPECT_FALSE(line.starts_with("Bcc")) << mail;
  }
}

RC_GTEST_PROP(MailText, is_ascii_in_short_lines_whatever_the_parts, ()) {
  const auto name = *rc::gen::string<std::string>();
  const auto subject = *rc::gen::string<std::string>();
  const auto text = *rc::gen::string<std::string>();
  auto parts = letter_parts();
  parts.from_name = name;
  parts.subject = subject;
  parts.text = text;
  const auto mail = render_mail(parts);
  RC_ASSERT(header_lines(mail).size() == 9U);
  std::size_t column = 0;
  for (std::size_t at = 0; at < mail.size(); ++at) {
    const auto c = static_cast<unsigned char>(mail[at]);
    RC_ASSERT(c < 0x7f);
    RC_ASSERT((c >= 0x20 || c == '\r' || c == '\n' || c == '\t'));
    if (c == '\n') RC_ASSERT((at > 0 && mail[at - 1] == '\r'));
    if (c == '\r') RC_ASSERT(mail.at(at + 1) == '\n');
    column = c == '\n' ? 0 : column + 1;
    RC_ASSERT(column <= 79U);
  }
}

}  // namespace
}  // namespace relais::outbox
