#include "outbox/schedule.hpp"

#include <gtest/gtest.h>

namespace relais::outbox {
namespace {

using namespace std::chrono_literals;

TEST(OutboxSchedule, a_mail_waits_longer_each_time_and_five_days_in_all) {
  EXPECT_EQ(mail_pause_after(1, 0ms), 30s);
  EXPECT_EQ(mail_pause_after(2, 30s), 60s);
  EXPECT_EQ(mail_pause_after(7, 1h), 32min);
  EXPECT_EQ(mail_pause_after(8, 1h), 1h);
  EXPECT_EQ(mail_pause_after(1'000'000, 100h), 1h);
  EXPECT_EQ(mail_pause_after(130, 119h + 1ms), std::nullopt);
  milliseconds age = 0ms;
  std::int64_t attempts = 1;
  while (const auto pause = mail_pause_after(attempts, age)) age += *pause, ++attempts;
  EXPECT_EQ(attempts, 126);
  EXPECT_GT(age, 118h);
}

TEST(OutboxSchedule, a_webhook_is_tried_ten_times_as_the_standard_says) {
  milliseconds sum = 0ms;
  int attempts = 1;
  while (const auto pause = webhook_pause_after(attempts)) sum += *pause, ++attempts;
  EXPECT_EQ(attempts, 10);
  EXPECT_EQ(sum, 5s + 5min + 30min + 2h + 5h + 10h + 14h + 20h + 24h);
}

TEST(OutboxSchedule, a_target_is_left_alone_five_minutes_at_most) {
  EXPECT_EQ(target_pause_after(1), 5s);
  EXPECT_EQ(target_pause_after(2), 20s);
  EXPECT_EQ(target_pause_after(4), 5min);
  EXPECT_EQ(target_pause_after(std::numeric_limits<std::int64_t>::max()), 5min);
}

TEST(OutboxSchedule, jitter_adds_up_to_a_fifth) {
  EXPECT_EQ(with_jitter(100s, 0), 100s);
  EXPECT_EQ(with_jitter(100s, 500), 110s);
  EXPECT_EQ(with_jitter(100s, 4'294'967'295U), 105'900ms);
}

}  // namespace
}  // namespace relais::outbox
