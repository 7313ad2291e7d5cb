#pragma once
#include <string>
#include <utility>

namespace relais::people {

/// Proof that someone may change the programme's affairs, and who it is. Only `people` makes one, so a call that
/// changes something cannot be written without asking.
///
/// There is one kind so far, the command line's: whoever can open the database file may do everything.
class Permit {
 public:
  /// Who acts, as it is written into the ledger: `cli:name`. Not personal data: an account name of the machine.
  const std::string& actor() const { return actor_; }

 private:
  friend Permit permit_of_command_line();
  friend Permit permit_of_test();
  explicit Permit(std::string actor) : actor_(std::move(actor)) {}
  std::string actor_;
};

/// For a command run on the machine that holds the database; the actor is the system's user.
Permit permit_of_command_line();
/// For tests only; no program links it outside of them.
Permit permit_of_test();

}  // namespace relais::people
