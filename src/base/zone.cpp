#include "base/zone.hpp"

#include <map>
#include <memory>
#include <string>

#include <unicode/timezone.h>

#include "base/check.hpp"

namespace relais::base {
namespace {

/// Making a zone reads its rules; a thread keeps the few that it asks for.
const icu::TimeZone& zone_named(std::string_view name) {
  thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> kept;
  auto found = kept.find(name);
  if (found == kept.end()) {
    std::unique_ptr<icu::TimeZone> zone(
        icu::TimeZone::createTimeZone(icu::UnicodeString(name.data(), static_cast<std::int32_t>(name.size()), US_INV)));
    RELAIS_CHECK(zone && *zone != icu::TimeZone::getUnknown());
    found = kept.emplace(name, std::move(zone)).first;
  }
  return *found->second;
}

}  // namespace

int minutes_ahead(Instant instant, std::string_view zone) {
  constexpr int minute_ms = 60'000;
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone_named(zone).getOffset(static_cast<UDate>(to_integer(instant)), /*local=*/0, raw, summer, status);
  RELAIS_CHECK(U_SUCCESS(status));
  return (raw + summer) / minute_ms;
}

}  // namespace relais::base
