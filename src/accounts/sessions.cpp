#include "accounts/sessions.hpp"

#include <sodium.h>

#include <array>

#include "base/text.hpp"

namespace relais::accounts {
namespace {

using namespace std::chrono_literals;

constexpr auto touch_every = 1min;

std::string_view first_in(std::string_view text, std::span<const std::array<std::string_view, 2>> names) {
  for (const auto& [mark, name] : names)
    if (text.find(mark) != text.npos) return name;
  return {};
}

}  // namespace

Lifetime lifetime_of(bool is_privileged) {
  return is_privileged ? Lifetime{30min, 12h} : Lifetime{12h, std::chrono::days(30)};
}

std::string browser_of(std::string_view user_agent) {
  // The order matters: each pretends to be those below it.
  static constexpr std::array<std::array<std::string_view, 2>, 6> browsers{{{"Firefox/", "Firefox"},
                                                                            {"Edg", "Edge"},
                                                                            {"OPR/", "Opera"},
                                                                            {"Chromium/", "Chromium"},
                                                                            {"Chrome/", "Chrome"},
                                                                            {"Safari/", "Safari"}}};
  static constexpr std::array<std::array<std::string_view, 2>, 6> systems{{{"Android", "Android"},
                                                                           {"iPhone", "iPhone"},
                                                                           {"iPad", "iPad"},
                                                                           {"Windows", "Windows"},
                                                                           {"Mac OS X", "macOS"},
                                                                           {"Linux", "Linux"}}};
  const auto browser = first_in(user_agent, browsers);
  const auto system = first_in(user_agent, systems);
  if (browser.empty() || system.empty()) return std::string(browser.empty() ? system : browser);
  return std::string(browser) + ", " + std::string(system);
}

bool is_worth_touching(const Visitor& visitor, base::Instant now) { return now - visitor.seen_at >= touch_every; }

std::string form_token(std::string_view session_token) {
  return base::sha256_hex("relais form " + std::string(session_token));
}

bool is_form_token(std::string_view session_token, std::string_view given) {
  const auto expected = form_token(session_token);
  return given.size() == expected.size() && sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace relais::accounts
