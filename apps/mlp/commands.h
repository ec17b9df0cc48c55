#pragma once

#include "mlp/core/extension.h"

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

/// What all commands know.
struct Context {
    Extensions extensions;  ///< what names in configs and models may mean besides the library's own
    std::string command_line;  ///< as typed, for the records
};

// One file each, named after the command. Program and context must outlive what they return.
Command init_command(CLI::App& program, const Context& context);
Command train_command(CLI::App& program, const Context& context);
Command resume_command(CLI::App& program, const Context& context);
Command sweep_command(CLI::App& program, const Context& context);
Command evaluate_command(CLI::App& program, const Context& context);
Command predict_command(CLI::App& program, const Context& context);
Command compare_command(CLI::App& program, const Context& context);
Command plot_command(CLI::App& program, const Context& context);
Command report_command(CLI::App& program, const Context& context);
Command check_command(CLI::App& program, const Context& context);
Command activations_command(CLI::App& program, const Context& context);
Command inspect_command(CLI::App& program, const Context& context);
Command import_command(CLI::App& program, const Context& context);
Command explain_command(CLI::App& program, const Context& context);
Command export_command(CLI::App& program, const Context& context);
Command schema_command(CLI::App& program, const Context& context);
Command completion_command(CLI::App& program, const Context& context);
Command manual_command(CLI::App& program, const Context& context);

/// The whole program: parses the command line, does what it says, and returns the exit code, with
/// all errors told on standard error.
int run_program(int argc, char** argv, Extensions extensions = {});

}  // namespace mlp::app
