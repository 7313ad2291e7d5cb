#include "audit/chain.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace relais::audit {

std::string record_hash(const RecordFields& record) {
  auto text = fmt::format("relais audit 1\n{} {}\n{}\n{} {} {} {}\n", record.strand, record.position,
                          record.previous_hash, record.id, record.recorded_at, record.programme, record.organisation);
  for (const auto field : {record.actor, record.action, record.subject, record.address, record.request})
    text += fmt::format("{} {}\n", field.size(), field);
  return base::sha256_hex(text);
}

}  // namespace relais::audit
