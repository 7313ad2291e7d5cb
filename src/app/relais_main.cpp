#include "app/program.hpp"

int main(int argc, char** argv) { return relais::app::run_program(argc, argv); }
