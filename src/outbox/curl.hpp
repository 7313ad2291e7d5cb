#pragma once
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include <curl/curl.h>

namespace relais::outbox {

/// A libcurl handle; it keeps its connections from one transfer to the next, unless the transfer failed.
/// Threads  one at a time.
class Curl {
 public:
  Curl();

  /// Sets what all transfers have in common: limits, no signals, no proxy from the environment, no redirects.
  void start(std::chrono::milliseconds time_limit);
  template <class Value>
  void set(CURLoption option, Value value) {
    check(curl_easy_setopt(handle_.get(), option, value));
  }
  struct Ended {
    CURLcode code;
    long response;  ///< the last answer of the server, 0 when it gave none
  };
  /// The transfer is cut a few seconds after a stop was requested: CURLE_ABORTED_BY_CALLBACK. Afterwards the handle
  /// knows nothing of what it was given.
  Ended perform(const std::stop_token& stop);

 private:
  static void check(CURLcode code);
  void renew();

  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Cleanup> handle_;
};

/// A list of lines as libcurl wants them.
class CurlLines {
 public:
  void add(const std::string& line);
  curl_slist* get() const { return lines_.get(); }

 private:
  struct Free {
    void operator()(curl_slist* lines) const { curl_slist_free_all(lines); }
  };
  std::unique_ptr<curl_slist, Free> lines_;
};

}  // namespace relais::outbox
