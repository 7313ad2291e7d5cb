#pragma once
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/session.hpp"
#include "oidc/oidc.hpp"

namespace relais::app {

/// The provider of identities by which people may sign in, as `serve` is told.
struct OidcOptions {
  std::string issuer = {};  ///< empty: none
  std::string client_id = {};
  std::string secret_file = {};
  std::string name = {};  ///< empty: the issuer's host
  std::string ca_file = {};
};

void add_oidc_options(CLI::App& command, const Session& session, OidcOptions& options);

/// Null without an issuer. Asks the provider nothing yet.
/// Throws   Stop when the settings cannot be.
std::unique_ptr<oidc::Provider> open_provider(const Session& session, const OidcOptions& options,
                                              const std::string& site_url);
std::string name_of(const OidcOptions& options);

}  // namespace relais::app
