#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "allocation/inputs.hpp"

namespace relais::allocation {

/// A line as its block has it; whose it is, the block's row tells.
struct BlockLine {
  LineInput input;  ///< structure and product are said beside it
  ProductId product;
  std::int64_t granted = 0;
  std::int64_t dealt_before = 0;
};

/// Writes consecutive lines of one structure as the text of a block; migrations/0042 says how it looks.
class BlockWriter {
 public:
  void add(const LineInput& line, ProductId product, std::int64_t granted, std::int64_t dealt_before);
  const std::string& body() const { return body_; }
  void clear();

 private:
  std::string body_;
  std::int64_t need_ = 0, product_ = 0;
};

/// Puts the lines of a block in place of what `lines` held. False when the text is none.
bool parse_block(std::string_view body, std::vector<BlockLine>& lines);

}  // namespace relais::allocation
