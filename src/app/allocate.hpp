#pragma once
#include <memory>
#include <string>

#include "app/allocations.hpp"
#include "app/commands.hpp"
#include "app/folder/folder.hpp"

namespace relais::app {

/// What the arguments of `relais allocate` and its steps say.
struct AllocateCommand {
  std::string programme;
  std::string round;
  std::string rule;
  std::string day;
  std::string request;
  std::string reference;
  std::string second;
  std::string structure;
  std::string audience;
  std::string product;
  std::string keeps;
  std::string quantity;
  std::string reason;
  std::string csv;
  bool withdraws = false;
};
using AllocateOptions = std::shared_ptr<AllocateCommand>;
using AllocateRun = void (*)(const Session&, const AllocateCommand&);

CLI::App* add_allocate_step(CLI::App& allocate, const Session& session, const AllocateOptions& options,
                            const char* name, const char* description, AllocateRun run);

/// The rule as a file states it; the default rule without a file. Throws Stop with every problem of the file.
AllocationEntry rule_of(const Session& session, const catalogue::Catalogue& catalogue, const std::string& file);

/// Shows on the error stream how far a computation is, once it takes long.
allocation::Progress progress_on_stderr(const Session& session);

/// try, compare, adjust, check, release.
void add_allocate_changes(CLI::App& allocate, const Session& session, const AllocateOptions& options);
/// Says what the independent checker proved; throws Stop when it found a fault.
void check_allocation(const Session& session, const AllocateCommand& command);

}  // namespace relais::app
