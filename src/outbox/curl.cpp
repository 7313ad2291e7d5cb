#include "outbox/curl.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <optional>

#include "base/check.hpp"

namespace relais::outbox {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto grace_after_stop = 3s;
constexpr auto connect_limit = 10s;
constexpr auto connection_idle_max = 30s;

long in_milliseconds(std::chrono::milliseconds duration) { return static_cast<long>(duration.count()); }

struct Stopping {
  const std::stop_token& stop;
  std::optional<Steady::time_point> seen;
};

int watch_stop(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& stopping = *static_cast<Stopping*>(data);
  if (!stopping.stop.stop_requested()) return 0;
  const auto now = Steady::now();
  if (!stopping.seen) stopping.seen = now;
  return now - *stopping.seen > grace_after_stop ? 1 : 0;
}

/// A connection that the other side closed must not end the program. It stays so for this thread: a signal that is
/// pending would be delivered the moment it is let through.
void block_broken_pipe() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

}  // namespace

Curl::Curl() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  RELAIS_CHECK(ready == CURLE_OK);
  handle_.reset(curl_easy_init());
  RELAIS_CHECK(handle_ != nullptr);
}

void Curl::check(CURLcode code) { RELAIS_CHECK(code == CURLE_OK); }

void Curl::start(std::chrono::milliseconds time_limit) {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_TIMEOUT_MS, in_milliseconds(time_limit));
  set(CURLOPT_CONNECTTIMEOUT_MS, in_milliseconds(std::min<std::chrono::milliseconds>(connect_limit, time_limit)));
  set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(std::chrono::ceil<std::chrono::seconds>(time_limit).count()));
  set(CURLOPT_MAXAGE_CONN, static_cast<long>(connection_idle_max.count()));
}

Curl::Ended Curl::perform(const std::stop_token& stop) {
  block_broken_pipe();
  Stopping stopping{stop, {}};
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &watch_stop);
  set(CURLOPT_XFERINFODATA, &stopping);
  Ended ended{curl_easy_perform(handle_.get()), 0};
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &ended.response);
  if (ended.code == CURLE_OK)
    curl_easy_reset(handle_.get());
  else
    renew();
  return ended;
}

/// After a failure libcurl may keep a connection on which an answer is still to come: the next transfer would take it
/// for its own. Cut first, it is not waited for.
void Curl::renew() {
  curl_socket_t connection = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &connection);
  if (connection != CURL_SOCKET_BAD) shutdown(connection, SHUT_RDWR);
  handle_.reset(curl_easy_init());
  RELAIS_CHECK(handle_ != nullptr);
}

void CurlLines::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(lines_.get(), line.c_str());
  RELAIS_CHECK(longer != nullptr);
  (void)lines_.release();
  lines_.reset(longer);
}

}  // namespace relais::outbox
