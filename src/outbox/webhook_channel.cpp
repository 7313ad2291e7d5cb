#include "outbox/webhook_channel.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include "outbox/public_address.hpp"
#include "outbox/rules.hpp"
#include "outbox/schedule.hpp"
#include "outbox/signature.hpp"

namespace relais::outbox {
namespace {

using base::Result;
using store::Reader;
using store::Transaction;

constexpr std::size_t answer_bytes_max = 1'024;
constexpr std::size_t answer_headers_bytes_max = 16'384;

/// What a transfer may do, and what it did.
struct Guard {
  Reach reach;
  bool refused_address = false;
  std::size_t answer_bytes = 0;
  std::size_t header_bytes = 0;
};

/// Called with the very address that is about to be connected to: what was checked is what is used.
curl_socket_t open_checked(void* data, curlsocktype, curl_sockaddr* address) {
  auto& guard = *static_cast<Guard*>(data);
  if (guard.reach == Reach::public_https && !is_public_address(address->addr)) {
    guard.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t drop_answer(char*, std::size_t size, std::size_t count, void* data) {
  auto& guard = *static_cast<Guard*>(data);
  guard.answer_bytes += size * count;
  return guard.answer_bytes > answer_bytes_max ? 0 : size * count;
}

std::size_t drop_header(char*, std::size_t size, std::size_t count, void* data) {
  auto& guard = *static_cast<Guard*>(data);
  guard.header_bytes += size * count;
  return guard.header_bytes > answer_headers_bytes_max ? 0 : size * count;
}

Outcome webhook_unreachable(std::string_view why) { return {Fate::unreachable, fmt::format("webhook.{}", why)}; }

Outcome outcome_without_answer(CURLcode code) {
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return {Fate::interrupted, "webhook.interrupted"};
    case CURLE_OPERATION_TIMEDOUT:
      return webhook_unreachable("timeout");
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return webhook_unreachable("unreachable");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return webhook_unreachable("tls_failed");
    default:
      return webhook_unreachable("broken_off");
  }
}

Outcome outcome_of_status(long status) {
  constexpr long gone = 410;
  constexpr long too_many = 429;
  constexpr long overloaded = 503;
  auto code = fmt::format("webhook.{}", status);
  if (status >= 200 && status <= 299) return {Fate::delivered, std::move(code)};
  if (status == gone) return {Fate::refused, std::move(code)};
  return {status == too_many || status == overloaded ? Fate::unreachable : Fate::later, std::move(code)};
}

/// The status was read whole before the body was cut off, by us, for its length.
Outcome outcome_of(const Curl::Ended& ended, const Guard& guard) {
  const bool was_cut_by_us = ended.code == CURLE_WRITE_ERROR && guard.answer_bytes > answer_bytes_max;
  if (ended.code == CURLE_OK || was_cut_by_us) return outcome_of_status(ended.response);
  if (guard.refused_address) return {Fate::later, "webhook.address_refused"};
  return outcome_without_answer(ended.code);
}

std::int64_t in_seconds(base::Instant instant) {
  return std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
}

}  // namespace

std::string webhook_id_of(MessageId id) { return fmt::format("msg_{}", id.value); }

WebhookChannel::WebhookChannel(store::Database& database, const base::Clock& clock, const Sealer& sealer,
                               WebhookSettings settings)
    : database_(database), clock_(clock), sealer_(sealer), settings_(std::move(settings)) {}

std::string_view WebhookChannel::kind() const { return webhook_kind; }

std::optional<milliseconds> WebhookChannel::pause_after(std::int64_t attempt, milliseconds) const {
  return webhook_pause_after(attempt);
}

Outcome WebhookChannel::send(const Taken& message, const std::stop_token& stop) {
  const auto listener = database_.read([&](Reader& reader) { return find_listener(reader, message.target); });
  if (!listener) return {Fate::refused, "webhook.endpoint_stopped"};
  if (!check_endpoint_url(listener->url, settings_.reach)) return {Fate::later, "webhook.address_refused"};
  const auto id = webhook_id_of(message.id);
  const auto timestamp = in_seconds(clock_.now());
  auto secret = sealer_.open(listener->sealed_secret, secret_about(listener->id));
  const auto signature =
      webhook_signature(base::Personal<std::string>(std::move(secret).value_or("")), id, timestamp, message.payload);
  if (!signature) return {Fate::refused, "webhook.secret_damaged"};
  CurlLines headers;
  headers.add("content-type: application/json");
  headers.add("webhook-id: " + id);
  headers.add(fmt::format("webhook-timestamp: {}", timestamp));
  headers.add("webhook-signature: " + *signature);
  headers.add("expect:");
  auto outcome = transfer(*listener, headers, message.payload, stop);
  if (outcome.fate == Fate::refused)
    (void)database_.write(
        [&](Transaction& transaction) -> Result<> { return set_active(transaction, listener->id, false); });
  return outcome;
}

void WebhookChannel::set_options(const Listener& listener, const CurlLines& headers, const std::string& body) {
  curl_.start(settings_.time_limit);
  curl_.set(CURLOPT_URL, listener.url.c_str());
  curl_.set(CURLOPT_PROTOCOLS_STR, settings_.reach == Reach::anywhere ? "http,https" : "https");
  if (!settings_.ca_file.empty()) curl_.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
  curl_.set(CURLOPT_USERAGENT, "Relais");
  curl_.set(CURLOPT_HTTPHEADER, headers.get());
  curl_.set(CURLOPT_POST, 1L);
  curl_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_.set(CURLOPT_POSTFIELDS, body.c_str());
}

Outcome WebhookChannel::transfer(const Listener& listener, const CurlLines& headers, const std::string& body,
                                 const std::stop_token& stop) {
  set_options(listener, headers, body);
  CurlLines names;
  for (const auto& name : settings_.resolve) names.add(name);
  curl_.set(CURLOPT_RESOLVE, names.get());
  Guard guard{.reach = settings_.reach};
  curl_.set(CURLOPT_OPENSOCKETFUNCTION, &open_checked);
  curl_.set(CURLOPT_OPENSOCKETDATA, &guard);
  curl_.set(CURLOPT_WRITEFUNCTION, &drop_answer);
  curl_.set(CURLOPT_WRITEDATA, &guard);
  curl_.set(CURLOPT_HEADERFUNCTION, &drop_header);
  curl_.set(CURLOPT_HEADERDATA, &guard);
  const auto ended = curl_.perform(stop);
  return outcome_of(ended, guard);
}

}  // namespace relais::outbox
