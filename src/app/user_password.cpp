#include <termios.h>
#include <unistd.h>

#include "app/user.hpp"

namespace relais::app {
namespace {

constexpr std::size_t password_bytes_max = 1'000;

std::string read_line(int file_descriptor) {
  std::string line;
  char character = 0;
  while (line.size() < password_bytes_max && ::read(file_descriptor, &character, 1) == 1 && character != '\n')
    line += character;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

/// The terminal does not show what is typed as long as this lives.
class Silence {
 public:
  Silence() {
    is_terminal_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (is_terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Silence() {
    if (is_terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool is_terminal_ = false;
};

std::string ask(const char* prompt) {
  fmt::print(stderr, "{}", prompt);
  const Silence silence;
  auto line = read_line(STDIN_FILENO);
  fmt::print(stderr, "\n");
  return line;
}

}  // namespace

accounts::Password read_password(const Session& session, int file_descriptor) {
  if (file_descriptor >= 0) return accounts::Password(read_line(file_descriptor));
  if (isatty(STDIN_FILENO) == 0)
    throw Stop(
        Exit::usage,
        session.say("Le mot de passe se tape au terminal, ou se lit par --password-fd N (0 : l'entrée standard).",
                    "The password is typed at the terminal, or read by --password-fd N (0: standard input)."));
  auto password = ask(session.say("Mot de passe : ", "Password: "));
  if (ask(session.say("Le même, encore : ", "The same, once more: ")) != password)
    throw Stop(Exit::refused, session.say("Les deux mots de passe diffèrent.", "The two passwords differ."));
  return accounts::Password(std::move(password));
}

}  // namespace relais::app
