#include "places/geography.hpp"

#include <array>
#include <span>

#include <zlib.h>

#include "base/check.hpp"
#include "base/embedded.hpp"
#include "base/text.hpp"

std::span<const relais::base::EmbeddedFile> relais_places_geography();

namespace relais::places {
namespace {

constexpr int gzip_window_bits = 15 + 16;

/// At least `bytes_wanted` bytes, or all there are.
std::string inflate_gzip(std::string_view packed, std::size_t bytes_wanted) {
  z_stream stream{};
  RELAIS_CHECK(inflateInit2(&stream, gzip_window_bits) == Z_OK);
  std::string input(packed);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::string out;
  std::array<char, 65'536> piece;
  int state = Z_OK;
  while (state == Z_OK && out.size() < bytes_wanted) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = piece.size();
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  RELAIS_CHECK(state == Z_STREAM_END || state == Z_OK);
  return out;
}

std::int64_t number(std::string_view field) {
  const auto parsed = base::parse_integer(field);
  RELAIS_CHECK(parsed.has_value());
  return *parsed;
}

Geography::CommuneLine commune_of(const std::vector<std::string_view>& fields) {
  RELAIS_CHECK(fields.size() == 10);
  Geography::CommuneLine line;
  line.commune = {std::string(fields[1]), std::string(fields[2]), std::string(fields[3]),
                  std::string(fields[4]), number(fields[5]),      {number(fields[6]), number(fields[7])},
                  fields[8] == "1"};
  for (const auto code : base::split(fields[9], ' ')) {
    if (!code.empty()) line.postal_codes.emplace_back(code);
  }
  return line;
}

void read_line(std::string_view line, Geography& geography) {
  const auto fields = base::split(line, '\t');
  if (fields[0] == "V") {
    geography.version = fields.at(1);
  } else if (fields[0] == "D") {
    RELAIS_CHECK(fields.size() == 6);
    geography.departements.push_back({std::string(fields[1]), std::string(fields[2]), std::string(fields[3]),
                                      std::string(fields[4]), std::string(fields[5])});
  } else if (fields[0] == "C") {
    geography.communes.push_back(commune_of(fields));
  } else if (fields[0] == "F") {
    RELAIS_CHECK(fields.size() == 3);
    geography.former_names.push_back({std::string(fields[1]), std::string(fields[2])});
  } else {
    RELAIS_CHECK(fields[0] == "O" && fields.size() == 3);
    geography.former_codes.push_back({std::string(fields[1]), std::string(fields[2])});
  }
}

}  // namespace

Geography read_geography() {
  const auto text = inflate_gzip(relais_places_geography().front().bytes, SIZE_MAX);
  Geography geography;
  for (const auto line : base::split(text, '\n')) {
    if (!line.empty()) read_line(line, geography);
  }
  return geography;
}

std::string geography_version() {
  const auto beginning = inflate_gzip(relais_places_geography().front().bytes, 1);
  Geography geography;
  read_line(std::string_view(beginning).substr(0, beginning.find('\n')), geography);
  RELAIS_CHECK(!geography.version.empty());
  return geography.version;
}

Loaded load_geography(store::Transaction& transaction) {
  if (stored_geography_version(transaction) == geography_version()) return Loaded::unchanged;
  return store_geography(transaction, read_geography());
}

}  // namespace relais::places
