#include "ledger/chain.hpp"

#include <iterator>

#include <fmt/format.h>

#include "base/text.hpp"

namespace relais::ledger {

std::string entry_hash(const EntryFields& entry, std::span<const Posting> postings) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "relais entry 1\n{} {}\n{}\n{} {} {} {}\n", entry.strand, entry.position, entry.previous_hash,
                 entry.id, entry.programme, entry.recorded_at, entry.reverses);
  // Each text is preceded by its length, so that no two entries share one form.
  for (const auto field : {entry.request, entry.reason, entry.about, entry.actor})
    fmt::format_to(out, "{} {}\n", field.size(), field);
  for (const auto& posting : postings)
    fmt::format_to(out, "{} {} {}\n", posting.account.value, posting.kind.value, posting.quantity);
  return base::sha256_hex({text.data(), text.size()});
}

}  // namespace relais::ledger
