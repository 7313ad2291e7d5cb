#pragma once
#include "outbox/channel.hpp"
#include "outbox/curl.hpp"
#include "outbox/listener.hpp"

namespace relais::outbox {

struct WebhookSettings {
  Reach reach = Reach::public_https;
  std::string ca_file = {};  ///< certificates to trust; empty: the system's
  std::chrono::milliseconds time_limit = std::chrono::seconds(20);
  std::vector<std::string> resolve = {};  ///< for tests: what names mean, `host:port:address`
};

/// Webhooks. Only addresses of the open Internet are connected to, whatever the name resolves to at that moment; no
/// redirect is followed; of the answer only its status counts. 410 stops the endpoint.
/// Source  Standard Webhooks, https://www.standardwebhooks.com.
/// Ownership  the database, the clock and the sealer outlive it.
class WebhookChannel final : public Channel {
 public:
  WebhookChannel(store::Database& database, const base::Clock& clock, const Sealer& sealer, WebhookSettings settings);

  std::string_view kind() const override;
  Outcome send(const Taken& message, const std::stop_token& stop) override;
  std::chrono::milliseconds time_limit() const override { return settings_.time_limit; }
  std::optional<std::chrono::milliseconds> pause_after(std::int64_t attempt,
                                                       std::chrono::milliseconds age) const override;
  bool keeps_payload() const override { return true; }

 private:
  Outcome transfer(const Listener& listener, const CurlLines& headers, const std::string& body,
                   const std::stop_token& stop);
  void set_options(const Listener& listener, const CurlLines& headers, const std::string& body);

  store::Database& database_;
  const base::Clock& clock_;
  const Sealer& sealer_;
  WebhookSettings settings_;
  Curl curl_;
};

/// The same for every attempt at a message.
std::string webhook_id_of(MessageId id);

}  // namespace relais::outbox
