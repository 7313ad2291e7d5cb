#pragma once
/// What somebody who may write to the database can do to recorded lines.

#include <functional>
#include <utility>

#include <gtest/gtest.h>

#include "allocation/allocation.hpp"
#include "allocation/blocks.hpp"
#include "base/check.hpp"

namespace relais::testing {

/// Changes one line of an allocation: the first of its first block, or of its last one.
inline void change_line(store::Transaction& transaction, allocation::AllocationId id, bool first,
                        const std::function<void(allocation::BlockLine&)>& change) {
  std::int64_t block = 0;
  std::vector<allocation::BlockLine> lines;
  {
    auto rows = transaction.query(
        "SELECT b.id, b.body FROM allocation_allocation a JOIN allocation_block b "
        "ON b.id BETWEEN a.first_line AND a.last_line WHERE a.id = $1 ORDER BY CASE WHEN $2 = 1 THEN b.id ELSE -b.id "
        "END LIMIT 1",
        {id, first ? 1 : 0});
    RELAIS_CHECK(rows.next() && allocation::parse_block(rows.text(1), lines));
    block = rows.integer(0);
  }
  change(lines.front());
  allocation::BlockWriter writer;
  for (const auto& line : lines) writer.add(line.input, line.product, line.granted, line.dealt_before);
  EXPECT_EQ(transaction.execute("UPDATE allocation_block SET body = $2 WHERE id = $1", {block, writer.body()}), 1);
}

}  // namespace relais::testing
