#pragma once
#include <functional>
#include <string>

#include "fairness/fairness.hpp"

namespace relais::fairness {

/// What a sentence needs and an instance does not know.
struct ReaderWords {
  base::Language language = base::Language::french;
  std::int64_t people = 0;  ///< verified
  std::function<std::string(const std::string& kind_id)> name_of_kind = [](const std::string& id) { return id; };
};

/// What a structure reads about its line: its figures, the last rank served in its class, what ran out, what remains.
std::string explain_line(const Instance& instance, const Plan& plan, LineIndex line, const ReaderWords& words);

/// A key as a decimal number, rounded half up: `0.204`, in French `0,204`. At most nine decimals.
std::string format_key(const Key& key, int decimals, base::Language language);

/// The fewest decimals, from three up, that show two different keys as different numbers.
int decimals_to_tell_apart(const Key& left, const Key& right);

}  // namespace relais::fairness
