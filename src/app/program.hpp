#pragma once

namespace relais::app {

/// The program `relais`: parses the arguments, runs the command, and gives the exit code (see `Exit`).
int run_program(int argc, char** argv);

}  // namespace relais::app
