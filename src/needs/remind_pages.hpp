#pragma once
#include <string>

#include "needs/reminders.hpp"

namespace relais::needs {

struct RemindOrder {
  Round round;
  std::string site_url;  ///< where people answer: `https://relais.example`
  base::Language language = base::Language::french;
};
struct Reminded {
  std::int64_t structures = 0;
  std::int64_t mails = 0;
  std::int64_t unreachable = 0;  ///< without anybody who manages them: they are told in another way
  bool repeated = false;         ///< nobody was to be reminded now
};
/// Writes to whoever manages the structures that have no valid answer. Also for the command line.
///
/// Permission  those whom both permits cover.
/// Refuses     what outbox refuses.
base::Result<Reminded> remind(store::Transaction& transaction, const CensusPermit& permit,
                              const people::AccountPermit& accounts, const RemindOrder& order);

}  // namespace relais::needs
