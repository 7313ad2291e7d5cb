#include "outbox/mail_channel.hpp"

#include <cstring>

#include <nlohmann/json.hpp>

#include "outbox/mail_text.hpp"
#include "outbox/refusals.hpp"
#include "outbox/rules.hpp"
#include "outbox/schedule.hpp"
#include "outbox/url.hpp"

namespace relais::outbox {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using nlohmann::json;

constexpr std::size_t command_length = 4;

struct Letter {
  std::string to;
  std::string subject;
  std::string text;
};

std::optional<Letter> read_letter(const std::string& payload) {
  const auto read = json::parse(payload, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  for (const auto* name : {"to", "subject", "text"})
    if (!read.contains(name) || !read[name].is_string()) return std::nullopt;
  const auto to = parse_mail_address(read["to"].get<std::string>());
  if (!to) return std::nullopt;
  return Letter{*to, read["subject"].get<std::string>(), read["text"].get<std::string>()};
}

struct Reading {
  std::string_view rest;
};

std::size_t read_mail(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& reading = *static_cast<Reading*>(data);
  const auto length = std::min(size * count, reading.rest.size());
  std::memcpy(buffer, reading.rest.data(), length);
  reading.rest.remove_prefix(length);
  return length;
}

std::size_t ignore_answer(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// Keeps the verb of the last command, and nothing else of what passes. QUIT follows whatever went wrong.
int note_command(CURL*, curl_infotype type, char* text, std::size_t length, void* data) {
  if (type == CURLINFO_HEADER_OUT && length >= command_length && std::string_view(text, command_length) != "QUIT")
    static_cast<std::string*>(data)->assign(text, command_length);
  return 0;
}

Outcome unreachable(std::string_view why) { return {Fate::unreachable, fmt::format("mail.{}", why)}; }

Outcome outcome_of_failure(CURLcode code) {
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return {Fate::interrupted, "mail.interrupted"};
    case CURLE_OPERATION_TIMEDOUT:
      return unreachable("timeout");
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return unreachable("unreachable");
    case CURLE_USE_SSL_FAILED:
      return unreachable("no_starttls");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return unreachable("tls_failed");
    case CURLE_LOGIN_DENIED:
      return unreachable("login_denied");
    default:
      return unreachable("broken_off");
  }
}

}  // namespace

Outcome mail_outcome(CURLcode code, long response, std::string_view last_command) {
  constexpr long closing = 421;
  if (code == CURLE_OK) return {Fate::delivered, "mail.sent"};
  const bool is_no = response >= 400 && response <= 599;
  const bool is_about_message = last_command == "RCPT" || last_command == "DATA";
  if (code == CURLE_ABORTED_BY_CALLBACK || code == CURLE_LOGIN_DENIED || !is_no) return outcome_of_failure(code);
  const auto answer = std::to_string(response);
  if (!is_about_message || response == closing) return unreachable(answer);
  return {response >= 500 ? Fate::refused : Fate::later, "mail." + answer};
}

std::string message_id_of(MessageId id, std::string_view from_address) {
  return fmt::format("relais.{}@{}", id.value, from_address.substr(from_address.rfind('@') + 1));
}

Result<> check_mail_settings(const MailSettings& settings) {
  const auto url = parse_url(settings.url);
  if (!url || (url->scheme != "smtp" && url->scheme != "smtps") || url->path != "/" || !url->query.empty() ||
      !url->fragment.empty())
    return Refusal(refused::mail_server_malformed);
  if (!url->password.empty()) return Refusal(refused::password_in_url);
  if (!parse_mail_address(settings.from_address)) return Refusal(refused::sender_malformed);
  return Done{};
}

MailChannel::MailChannel(MailSettings settings)
    : settings_(std::move(settings)), is_on_this_machine_(is_loopback_host(parse_url(settings_.url)->host)) {}

std::string_view MailChannel::kind() const { return mail_kind; }

std::optional<milliseconds> MailChannel::pause_after(std::int64_t attempt, milliseconds age) const {
  return mail_pause_after(attempt, age);
}

Outcome MailChannel::send(const Taken& message, const std::stop_token& stop) {
  const auto letter = read_letter(message.payload);
  if (!letter) return {Fate::refused, "mail.unreadable"};
  const auto bytes = render_mail({.from_name = settings_.from_name,
                                  .from_address = settings_.from_address,
                                  .to_address = letter->to,
                                  .subject = letter->subject,
                                  .text = letter->text,
                                  .message_id = message_id_of(message.id, settings_.from_address),
                                  .date = message.posted_at});
  return transfer(letter->to, bytes, stop);
}

void MailChannel::set_options(const CurlLines& recipients) {
  curl_.start(settings_.time_limit);
  curl_.set(CURLOPT_URL, settings_.url.c_str());
  curl_.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_.set(CURLOPT_USE_SSL, static_cast<long>(is_on_this_machine_ ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (!settings_.ca_file.empty()) {
    curl_.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
  } else if (is_on_this_machine_) {  // its certificate is its own; nobody stands between
    curl_.set(CURLOPT_SSL_VERIFYPEER, 0L);
    curl_.set(CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!settings_.password.reveal().empty()) curl_.set(CURLOPT_PASSWORD, settings_.password.reveal().c_str());
  curl_.set(CURLOPT_MAIL_FROM, settings_.from_address.c_str());
  curl_.set(CURLOPT_MAIL_RCPT, recipients.get());
  curl_.set(CURLOPT_UPLOAD, 1L);
  curl_.set(CURLOPT_READFUNCTION, &read_mail);
  curl_.set(CURLOPT_WRITEFUNCTION, &ignore_answer);
}

Outcome MailChannel::transfer(const std::string& to, const std::string& bytes, const std::stop_token& stop) {
  CurlLines recipients;
  recipients.add(to);
  set_options(recipients);
  Reading reading{bytes};
  std::string command;
  curl_.set(CURLOPT_READDATA, &reading);
  curl_.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  curl_.set(CURLOPT_VERBOSE, 1L);
  curl_.set(CURLOPT_DEBUGFUNCTION, &note_command);
  curl_.set(CURLOPT_DEBUGDATA, &command);
  const auto ended = curl_.perform(stop);
  return mail_outcome(ended.code, ended.response, command);
}

}  // namespace relais::outbox
