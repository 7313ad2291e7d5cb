#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.hpp"

namespace relais::base {

enum class Language { french, english };

/// Why the domain says no: one constant per reason, kept in its slice's table (`refusals.hpp`).
/// Messages say what is wrong and what to do; `{0}`, `{1}` … stand for the refusal's facts.
struct RefusalReason {
  std::string_view code;  ///< stable, `slice.reason`; part of the API
  int http_status;
  std::string_view french;
  std::string_view english;
};

/// An expected no. Cheap to copy; carries facts for the message, never secrets or personal data.
class Refusal {
 public:
  explicit Refusal(const RefusalReason& reason, std::vector<std::string> facts = {})
      : reason_(&reason), facts_(std::move(facts)) {}

  const RefusalReason& reason() const { return *reason_; }
  std::string_view code() const { return reason_->code; }
  bool is(const RefusalReason& reason) const { return reason_->code == reason.code; }
  const std::vector<std::string>& facts() const { return facts_; }
  std::string message(Language language) const;

 private:
  const RefusalReason* reason_;
  std::vector<std::string> facts_;
};

struct Done {};

/// A value, or the reason why not. Cannot be ignored.
template <class T = Done>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Refusal refusal) : state_(std::move(refusal)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    RELAIS_CHECK(ok());
    return std::get<T>(state_);
  }
  T& value() & {
    RELAIS_CHECK(ok());
    return std::get<T>(state_);
  }
  T&& value() && {
    RELAIS_CHECK(ok());
    return std::get<T>(std::move(state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Refusal& refusal() const {
    RELAIS_CHECK(!ok());
    return std::get<Refusal>(state_);
  }

 private:
  std::variant<T, Refusal> state_;
};

}  // namespace relais::base

/// Hands a refusal on to the caller: `RELAIS_TRY(auto entry, record(...));`
#define RELAIS_TRY_JOIN_(a, b) a##b
#define RELAIS_TRY_NAME_(a, b) RELAIS_TRY_JOIN_(a, b)
#define RELAIS_TRY(declaration, expression)                                                                    \
  auto RELAIS_TRY_NAME_(relais_try_, __LINE__) = (expression);                                                 \
  if (!RELAIS_TRY_NAME_(relais_try_, __LINE__).ok()) return RELAIS_TRY_NAME_(relais_try_, __LINE__).refusal(); \
  declaration = std::move(RELAIS_TRY_NAME_(relais_try_, __LINE__)).value()

/// The same for a result whose value is not wanted.
#define RELAIS_TRY_DONE(expression) \
  if (auto relais_try_result = (expression); !relais_try_result.ok()) return relais_try_result.refusal()
