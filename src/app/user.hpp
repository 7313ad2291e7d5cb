#pragma once
#include "accounts/accounts.hpp"
#include "app/session.hpp"

namespace relais::app {

/// What the commands of `relais user` say of someone and their role.
struct UserOptions {
  std::string email;
  std::string name;
  std::string programme;
  std::string organisation;
  std::string role;
  std::string until;
  std::string url = "http://127.0.0.1:8080";
  int password_fd = -1;
  bool second_factor = false;
};

/// A password from the terminal, asked twice without showing it; or the first line of a file descriptor. Never an
/// argument: others could read those. Throws Stop.
accounts::Password read_password(const Session& session, int file_descriptor);

void create_user(const Session& session, const UserOptions& options);
void invite_user(const Session& session, const UserOptions& options);
void list_users(const Session& session, const UserOptions& options);
void give_user_role(const Session& session, const UserOptions& options);
void end_user_role(const Session& session, const UserOptions& options);
void reset_user_password(const Session& session, const UserOptions& options);

}  // namespace relais::app
