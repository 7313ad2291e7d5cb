#pragma once
#include <cstdint>

#include "base/time.hpp"

namespace relais::store {

/// Makes ids: 41 bits of milliseconds since 2020, 12 bits of the process (drawn at random at its start), 10 bits of
/// sequence, which runs on into the next millisecond when full. Two processes that drew the same number and write in
/// the same millisecond collide with one chance in 4,096: the primary key then refuses, and the write is tried again.
class IdMaker {
 public:
  IdMaker();
  std::int64_t next(base::Instant now);

 private:
  std::int64_t process_;
  std::int64_t last_tick_ = 0;  ///< milliseconds << 10 | sequence
};

}  // namespace relais::store
