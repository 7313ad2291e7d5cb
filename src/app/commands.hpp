#pragma once
#include <array>

#include <CLI/CLI.hpp>

#include "app/session.hpp"

namespace relais::app {

/// Each adds its sub-command, which runs when the arguments were parsed, or throws: Stop, store::Outage, base::Defect.
void add_migrate(CLI::App& program, const Session& session);
void add_load(CLI::App& program, const Session& session);
void add_import(CLI::App& program, const Session& session);
void add_census(CLI::App& program, const Session& session);
void add_allocate(CLI::App& program, const Session& session);
void add_ship(CLI::App& program, const Session& session);
void add_hand_over(CLI::App& program, const Session& session);
void add_report(CLI::App& program, const Session& session);
void add_user(CLI::App& program, const Session& session);
void add_token(CLI::App& program, const Session& session);
void add_webhook(CLI::App& program, const Session& session);
void add_outbox(CLI::App& program, const Session& session);
void add_verify(CLI::App& program, const Session& session);
void add_serve(CLI::App& program, const Session& session);
void add_solve(CLI::App& program, const Session& session);
void add_demo(CLI::App& program, const Session& session);

/// In the order of the help.
inline constexpr std::array all_commands{
    &add_migrate, &add_load, &add_import, &add_census,  &add_allocate, &add_ship,  &add_hand_over, &add_report,
    &add_outbox,  &add_user, &add_token,  &add_webhook, &add_verify,   &add_serve, &add_solve,     &add_demo};

}  // namespace relais::app
