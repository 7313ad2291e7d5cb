#pragma once
#include <memory>

#include <boost/asio/ssl/context.hpp>

#include "web/tls_files.hpp"

namespace relais::web {

using TlsContext = boost::asio::ssl::context;

/// What connections are opened with: TLS 1.2 and 1.3, HTTP/1.1 alone by ALPN, no renegotiation, no session kept here.
/// Throws TlsFault.
std::shared_ptr<TlsContext> open_tls(const TlsFiles& files);

}  // namespace relais::web
