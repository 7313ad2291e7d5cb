#include "accounts/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <semaphore>
#include <span>
#include <unordered_set>

#include "accounts/refusals.hpp"
#include "base/embedded.hpp"
#include "base/text.hpp"

std::span<const relais::base::EmbeddedFile> relais_common_passwords();

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;

// OWASP's choice for Argon2id with two passes.
constexpr unsigned long long argon_passes = 2;
constexpr std::size_t argon_memory_bytes = 19ULL * 1024 * 1024;
constexpr int hashes_at_once_max = 4;
constexpr std::size_t about_rest_min = 8;  // characters that must remain beside a name or an address
constexpr std::size_t about_length_min = 4;

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

bool is_common(std::string_view text) {
  static const auto words = [] {
    const auto lines = base::split(relais_common_passwords().front().bytes, '\n');
    return std::unordered_set<std::string_view>(lines.begin(), lines.end());
  }();
  return !text.empty() && words.contains(text);
}

std::ptrdiff_t characters_of(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

/// Without digits and signs at either end: `!!password2020` -> `password`.
std::string_view core_of(std::string_view text) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; };
  const auto first = std::find_if(text.begin(), text.end(), is_letter);
  const auto last = std::find_if(text.rbegin(), std::make_reverse_iterator(first), is_letter).base();
  return {first, last};
}

/// Whether it is one piece, over and over: `abcabc`.
bool is_repetition(std::string_view text) {
  for (std::size_t piece = 1; piece <= text.size() / 2; ++piece) {
    bool repeats = true;
    for (std::size_t at = piece; at < text.size() && repeats; ++at) repeats = text[at] == text[at - piece];
    if (repeats) return true;
  }
  return false;
}

bool is_row_of_keys(std::string_view text) {
  constexpr std::string_view rows[] = {"azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm",
                                       "abcdefghijklmnopqrstuvwxyz", "01234567890123456789012345678901234567890",
                                       "98765432109876543210987654321098765432109876543210"};
  return std::any_of(std::begin(rows), std::end(rows),
                     [&](auto row) { return !text.empty() && row.find(text) != row.npos; });
}

bool is_guessed_first(const std::string& lower) {
  const auto core = core_of(lower);
  return is_common(lower) || core.empty() || is_common(core) || is_repetition(lower) || is_row_of_keys(lower) ||
         is_row_of_keys(core);
}

/// Whether little remains once a name, or what stands before the @, is taken out.
bool is_mostly(std::string_view lower, std::string_view word) {
  const auto at = lower.find(word);
  return word.size() >= about_length_min && at != lower.npos && lower.size() - word.size() < about_rest_min;
}

/// Holds a place among those that hash at this moment.
class HashingTurn {
 public:
  HashingTurn() { places().acquire(); }
  ~HashingTurn() { places().release(); }
  HashingTurn(const HashingTurn&) = delete;
  HashingTurn& operator=(const HashingTurn&) = delete;

 private:
  static std::counting_semaphore<hashes_at_once_max>& places() {
    static std::counting_semaphore<hashes_at_once_max> free(hashes_at_once_max);
    return free;
  }
};

}  // namespace

Result<> check_password(const Password& password, const std::vector<base::Personal<std::string>>& about) {
  const auto& text = password.reveal();
  const auto characters = characters_of(text);
  if (characters < password_characters_min)
    return Refusal(refused::password_too_short, {std::to_string(password_characters_min)});
  if (characters > password_characters_max)
    return Refusal(refused::password_too_long, {std::to_string(password_characters_max)});
  const auto lower = lower_case(text);
  if (is_guessed_first(lower)) return Refusal(refused::password_common);
  for (const auto& one : about) {
    const auto known = lower_case(one.reveal());
    const auto name = std::string_view(known).substr(0, known.find('@'));
    for (const auto part : base::split(name, ' '))
      if (is_mostly(lower, part)) return Refusal(refused::password_about_you);
  }
  return base::Done{};
}

std::string hash_password(const Password& password) {
  RELAIS_CHECK(sodium_init() >= 0);
  const HashingTurn turn;
  char hash[crypto_pwhash_STRBYTES] = {};
  const auto& text = password.reveal();
  if (crypto_pwhash_str_alg(hash, text.data(), text.size(), argon_passes, argon_memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return hash;
}

bool is_password(std::string_view hash, const Password& password) {
  static const std::string of_nobody = hash_password(Password("nobody has this password"));
  const std::string known(hash.empty() ? std::string_view(of_nobody) : hash);
  const HashingTurn turn;
  const auto& text = password.reveal();
  const bool matches = crypto_pwhash_str_verify(known.c_str(), text.data(), text.size()) == 0;
  return matches && !hash.empty();
}

}  // namespace relais::accounts
