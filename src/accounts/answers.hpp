#pragma once
/// What programs were answered to their changes, so that a repeated request is answered the same.

#include <optional>
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace relais::accounts {

struct KeptAnswer {
  std::string fingerprint;  ///< of the request that was answered
  int status = 200;
  std::string location;
  std::string etag;
  std::string body;
};

/// How long an answer is kept; the acts themselves know their request keys for ever.
inline constexpr std::chrono::days answers_kept_for{30};

std::optional<KeptAnswer> find_answer(store::Reader& reader, std::string_view actor, std::string_view key);
/// False when another node was faster; the transaction must then be dropped. Forgets some answers that are too old.
bool keep_answer(store::Transaction& transaction, std::string_view actor, std::string_view key,
                 const KeptAnswer& answer);

}  // namespace relais::accounts
