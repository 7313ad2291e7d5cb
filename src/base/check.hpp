#pragma once
#include <stdexcept>
#include <string>

namespace relais::base {

/// A defect of ours, never a fault of the input: the edge rolls back, answers 500 and logs it loudly.
struct Defect : std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void throw_defect(const char* condition, const char* file, int line) {
  throw Defect(std::string(file) + ":" + std::to_string(line) + ": " + condition);
}

}  // namespace relais::base

/// Asserts what only our own bug can make false. Always on; never used on input.
#define RELAIS_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::relais::base::throw_defect(#condition, __FILE__, __LINE__))
