#pragma once
#include "outbox/channel.hpp"
#include "outbox/curl.hpp"

namespace relais::outbox {

/// The mail server that takes our mail, and in whose name.
struct MailSettings {
  std::string url;  ///< `smtp://[user@]host[:port]` or `smtps://…`, without the password
  base::Personal<std::string> password{std::string()};
  std::string from_address;
  std::string from_name = "Relais";
  std::string ca_file = {};  ///< certificates to trust; empty: the system's
  std::chrono::milliseconds time_limit = std::chrono::seconds(60);
};

/// Refuses  mail_server_malformed, password_in_url, sender_malformed.
base::Result<> check_mail_settings(const MailSettings& settings);

/// Mail by SMTP. TLS is required, by STARTTLS or from the start, unless the server is on this machine.
/// Source  RFC 5321, RFC 3207.
class MailChannel final : public Channel {
 public:
  /// `settings` were checked.
  explicit MailChannel(MailSettings settings);

  std::string_view kind() const override;
  Outcome send(const Taken& message, const std::stop_token& stop) override;
  std::chrono::milliseconds time_limit() const override { return settings_.time_limit; }
  std::optional<std::chrono::milliseconds> pause_after(std::int64_t attempt,
                                                       std::chrono::milliseconds age) const override;
  bool keeps_payload() const override { return false; }

 private:
  Outcome transfer(const std::string& to, const std::string& bytes, const std::stop_token& stop);
  void set_options(const CurlLines& recipients);

  MailSettings settings_;
  bool is_on_this_machine_;
  Curl curl_;
};

/// The same for every attempt at a message: by it a receiver can tell that it has the mail already.
std::string message_id_of(MessageId id, std::string_view from_address);

/// What a transfer's end says of the message. A lasting no counts only as the answer to the recipient or to the text:
/// all else is the server's or the configuration's trouble, and would be the same for every mail.
Outcome mail_outcome(CURLcode code, long response, std::string_view last_command);

}  // namespace relais::outbox
