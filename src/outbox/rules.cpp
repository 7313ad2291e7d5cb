#include "outbox/rules.hpp"

#include <algorithm>

#include "base/codes.hpp"
#include "base/text.hpp"
#include "outbox/public_address.hpp"
#include "outbox/refusals.hpp"
#include "outbox/url.hpp"

namespace relais::outbox {
namespace {

using base::Done;
using base::Refusal;
using base::Result;

constexpr std::size_t key_max = 200;
constexpr std::size_t subject_characters_max = 200;
constexpr std::size_t text_bytes_max = 100'000;
constexpr std::size_t event_name_max = 100;
constexpr std::size_t url_max = 1'000;
constexpr std::size_t address_max = 254;
constexpr std::size_t local_part_max = 64;
constexpr std::size_t host_label_max = 63;

constexpr base::Codes<State, 5> state_codes{{{State::queued, "queued"},
                                             {State::sending, "sending"},
                                             {State::sent, "sent"},
                                             {State::refused, "refused"},
                                             {State::given_up, "given_up"}}};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit_char(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit_char(c); }
bool is_one_of(char c, std::string_view others) { return others.find(c) != others.npos; }

template <class Allowed>
bool consists_of(std::string_view text, std::size_t length_max, Allowed&& allowed) {
  return !text.empty() && text.size() <= length_max && std::all_of(text.begin(), text.end(), allowed);
}

bool has_empty_part(std::string_view text, char separator) {
  const auto parts = base::split(text, separator);
  return std::any_of(parts.begin(), parts.end(), [](auto part) { return part.empty(); });
}

/// Source: RFC 5321, 4.1.2, the dot-string alone: a quoted local part is legal and nobody's.
bool is_local_part(std::string_view text) {
  return consists_of(text, local_part_max,
                     [](char c) { return is_alphanumeric(c) || is_one_of(c, "!#$%&'*+-/=?^_`{|}~."); }) &&
         !has_empty_part(text, '.');
}

bool is_host_label(std::string_view label) {
  return consists_of(label, host_label_max, [](char c) { return is_alphanumeric(c) || c == '-'; }) &&
         label.front() != '-' && label.back() != '-';
}

bool is_mail_host(std::string_view host) {
  const auto labels = base::split(host, '.');
  return labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), is_host_label) &&
         !std::all_of(labels.back().begin(), labels.back().end(), is_digit_char);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// A name that means a machine of ours wherever it is asked for. What a name means elsewhere shows at the connection.
bool is_inner_name(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") ||
         host.ends_with(".internal") || host.find('.') == host.npos;
}

bool is_public_host(const std::string& host) {
  if (const auto is_public = is_public_literal(host)) return *is_public;
  return !is_inner_name(host);
}

}  // namespace

std::string_view code_of(State state) { return base::code_in(state_codes, state); }
std::optional<State> parse_state(std::string_view code) { return base::value_in(state_codes, code); }

bool is_key(std::string_view text) {
  return consists_of(text, key_max, [](char c) { return is_alphanumeric(c) || is_one_of(c, "._-/:"); });
}

bool is_event_name(std::string_view text) {
  return consists_of(text, event_name_max,
                     [](char c) { return is_lower(c) || is_digit_char(c) || c == '_' || c == '.'; }) &&
         text.find('.') != text.npos && !has_empty_part(text, '.');
}

std::optional<std::string> parse_mail_address(std::string_view text) {
  const auto address = base::trim(text);
  const auto at = address.rfind('@');
  if (at == address.npos || address.size() > address_max) return std::nullopt;
  if (!is_local_part(address.substr(0, at)) || !is_mail_host(address.substr(at + 1))) return std::nullopt;
  return std::string(address);
}

Result<> check_mail(const Mail& mail) {
  if (!is_key(mail.key)) return Refusal(refused::key_malformed);
  if (!parse_mail_address(mail.to.reveal())) return Refusal(refused::address_malformed);
  const auto& subject = mail.subject;
  if (base::trim(subject).empty() || !base::is_valid_utf8(subject) ||
      count_characters(subject) > subject_characters_max || std::any_of(subject.begin(), subject.end(), is_control))
    return Refusal(refused::subject_malformed);
  const auto& text = mail.text.reveal();
  if (text.empty() || text.size() > text_bytes_max || !base::is_valid_utf8(text) || text.find('\0') != text.npos)
    return Refusal(refused::text_too_long);
  return Done{};
}

Result<> check_events(const std::vector<std::string>& events) {
  if (events.empty()) return Refusal(refused::events_missing);
  for (const auto& event : events)
    if (!is_event_name(event)) return Refusal(refused::event_malformed, {event.substr(0, event_name_max)});
  return Done{};
}

Result<> check_endpoint_url(const std::string& url, Reach reach) {
  const auto parsed = url.size() <= url_max ? parse_url(url) : std::nullopt;
  if (!parsed || (parsed->scheme != "https" && parsed->scheme != "http") || !parsed->user.empty() ||
      !parsed->password.empty() || !parsed->fragment.empty())
    return Refusal(refused::url_malformed);
  if (reach == Reach::anywhere) return Done{};
  if (parsed->scheme != "https" || !is_public_host(parsed->host)) return Refusal(refused::url_not_allowed);
  return Done{};
}

}  // namespace relais::outbox
