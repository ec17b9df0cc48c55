#include "commands.h"

int main(int argc, char** argv) { return mlp::app::run_program(argc, argv); }
