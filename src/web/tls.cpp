#include "web/tls.hpp"

#include <openssl/ssl.h>

#include "base/check.hpp"

namespace relais::web {
namespace {

constexpr unsigned char http_1_1[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_bytes, const unsigned char* offered,
                    unsigned int offered_bytes, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_bytes, http_1_1, sizeof http_1_1, offered, offered_bytes) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

std::shared_ptr<TlsContext> open_tls(const TlsFiles& files) {
  auto context = std::make_shared<TlsContext>(TlsContext::tls_server);
  auto* native = context->native_handle();
  RELAIS_CHECK(SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  boost::system::error_code error;
  context->use_certificate_chain_file(files.certificate, error);
  if (error) throw TlsFault(TlsFault::Kind::certificate, files.certificate);
  // A key under a password is refused rather than asked for on a terminal.
  context->set_password_callback([](std::size_t, TlsContext::password_purpose) { return std::string(); });
  context->use_private_key_file(files.key, TlsContext::pem, error);
  if (error) {
    const bool is_of_another = ERR_GET_REASON(static_cast<unsigned long>(error.value())) == X509_R_KEY_VALUES_MISMATCH;
    throw TlsFault(is_of_another ? TlsFault::Kind::mismatch : TlsFault::Kind::key, files.key);
  }
  if (SSL_CTX_check_private_key(native) != 1) throw TlsFault(TlsFault::Kind::mismatch, files.key);
  return context;
}

}  // namespace relais::web
