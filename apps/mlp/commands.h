#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace mlp::app {

/// What the program returns.
enum ExitCode { done = 0, failed = 1, bad_input = 2, interrupted = 130 };

/// A subcommand: its part of the command line, and what it does once that is parsed.
struct Command {
    CLI::App* arguments;
    std::function<int()> run;
};

// One file each, named after the command.
Command train_command(CLI::App& program, const std::string& command_line);
Command evaluate_command(CLI::App& program);
Command predict_command(CLI::App& program);
Command check_command(CLI::App& program);
Command schema_command(CLI::App& program);

}  // namespace mlp::app
