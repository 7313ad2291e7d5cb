#pragma once
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/session.hpp"
#include "outbox/channel.hpp"

namespace relais::app {

/// How messages leave, as `serve` and `outbox send-now` are told.
struct OutboxOptions {
  std::string mail_server = {};  ///< empty: mails wait
  std::string password_file = {};
  std::string ca_file = {};
  std::string from_address = {};
  std::string from_name = "Relais";
  bool webhooks_anywhere = false;
};

void add_outbox_options(CLI::App& command, const Session& session, OutboxOptions& options);

using Channels = std::vector<std::unique_ptr<outbox::Channel>>;

/// Throws   Stop when the settings cannot be.
/// Effect     seals the secrets of webhooks that an older version kept in the clear.
/// Ownership  the database and the key outlive the channels.
Channels open_channels(const Session& session, const OutboxOptions& options, store::Database& database,
                       const accounts::Key& key);

}  // namespace relais::app
