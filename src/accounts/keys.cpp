#include "accounts/keys.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/text.hpp"

namespace relais::accounts {
namespace {

constexpr auto nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr auto tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr mode_t readable_by_others = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string hex_of(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

std::optional<std::string> bytes_of(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(), hex.size(), nullptr,
                     &size, &end) != 0 ||
      end != hex.data() + hex.size())
    return std::nullopt;
  return bytes;
}

/// Written beside and renamed, so that a half-written key is never found; another process's file wins.
void write_new(const std::filesystem::path& file, std::string_view text) {
  const auto beside = file.string() + "." + std::to_string(getpid());
  const int handle = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
  if (handle < 0) throw KeyFault(KeyFault::Kind::unreadable, file);
  const bool is_written =
      ::write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(handle) == 0;
  ::close(handle);
  const bool is_there = is_written && (::link(beside.c_str(), file.c_str()) == 0 || errno == EEXIST);
  ::unlink(beside.c_str());
  if (!is_there) throw KeyFault(KeyFault::Kind::unreadable, file);
}

std::string read_key_file(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) throw KeyFault(KeyFault::Kind::unreadable, file);
  if ((status.st_mode & readable_by_others) != 0) throw KeyFault(KeyFault::Kind::too_open, file);
  std::ifstream stream(file);
  std::string text;
  if (!std::getline(stream, text)) throw KeyFault(KeyFault::Kind::malformed, file);
  return text;
}

}  // namespace

Key Key::random() {
  RELAIS_CHECK(sodium_init() >= 0);
  Key key;
  randombytes_buf(key.bytes_.data(), key.bytes_.size());
  return key;
}

Key Key::load_or_create(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    const auto fresh = random();
    write_new(file, hex_of(fresh.bytes_.data(), fresh.bytes_.size()) + "\n");
  }
  const auto bytes = bytes_of(base::trim(read_key_file(file)));
  if (!bytes || bytes->size() != size_bytes) throw KeyFault(KeyFault::Kind::malformed, file);
  auto key = random();
  std::copy(bytes->begin(), bytes->end(), key.bytes_.begin());
  return key;
}

std::string Key::seal(std::string_view secret, std::string_view about) const {
  std::string sealed(nonce_bytes + secret.size() + tag_bytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(out, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out + nonce_bytes, nullptr, raw(secret), secret.size(), raw(about),
                                             about.size(), nullptr, out, bytes_.data());
  return hex_of(out, sealed.size());
}

std::optional<std::string> Key::open(std::string_view sealed, std::string_view about) const {
  const auto bytes = bytes_of(sealed);
  if (!bytes || bytes->size() < nonce_bytes + tag_bytes) return std::nullopt;
  std::string secret(bytes->size() - nonce_bytes - tag_bytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(secret.data()), nullptr, nullptr,
                                                 raw(*bytes) + nonce_bytes, bytes->size() - nonce_bytes, raw(about),
                                                 about.size(), raw(*bytes), bytes_.data()) != 0)
    return std::nullopt;
  return secret;
}

std::string Key::digest(std::string_view text) const {
  std::array<unsigned char, crypto_generichash_BYTES> out{};
  crypto_generichash(out.data(), out.size(), raw(text), text.size(), bytes_.data(), bytes_.size());
  return hex_of(out.data(), out.size());
}

}  // namespace relais::accounts
