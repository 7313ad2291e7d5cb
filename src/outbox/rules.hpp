#pragma once
/// What may be written into the outbox at all.

#include "base/result.hpp"
#include "outbox/endpoints.hpp"

namespace relais::outbox {

inline constexpr std::size_t body_bytes_max = 65'536;

inline constexpr std::string_view mail_kind = "mail";
inline constexpr std::string_view mail_target = "mail";
inline constexpr std::string_view webhook_kind = "webhook";

bool is_key(std::string_view text);
bool is_event_name(std::string_view text);
base::Result<> check_mail(const Mail& mail);
base::Result<> check_events(const std::vector<std::string>& events);
/// Refuses  url_malformed, url_not_allowed.
base::Result<> check_endpoint_url(const std::string& url, Reach reach);

}  // namespace relais::outbox
