#include "mlp/core/build_info.h"
#include "mlp/core/error.h"
#include "mlp/core/suggest.h"

#include "commands.h"
#include "terminal.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace mlp::app {
namespace {

/// The program's commands, in the order in which help tells of them.
constexpr Command (*command_table[])(CLI::App& program, const Context& context) = {
    init_command,     train_command,      resume_command,      sweep_command,  check_command,
    evaluate_command, predict_command,    compare_command,     plot_command,   report_command,
    inspect_command,  explain_command,    activations_command, export_command, import_command,
    schema_command,   completion_command, manual_command};

std::vector<Command> add_commands(CLI::App& program, const Context& context) {
    std::vector<Command> commands;
    for (const auto& add : command_table) commands.push_back(add(program, context));
    return commands;
}

std::vector<std::string> names_of(const std::vector<Command>& commands) {
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const auto& command : commands) names.push_back(command.arguments->get_name());
    return names;
}

/// Parses the command line; a number if the program is to end with it.
std::optional<int> parse(CLI::App& program, const std::vector<Command>& commands, int argc,
                         char** argv) {
    const auto names = names_of(commands);
    const std::string first = argc > 1 ? argv[1] : "";
    const bool is_command = std::find(names.begin(), names.end(), first) != names.end();
    if (!first.empty() && !first.starts_with('-') && !is_command) {
        say("error: unknown command '{}'\n  help: {}\n", first, suggest(first, names, "commands"));
        return bad_input;
    }
    try {
        program.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::Success& success) {
        return program.exit(success);
    } catch (const CLI::ParseError& error) {
        say("error: {}\n  help: see: mlp {}--help\n", error.what(), is_command ? first + ' ' : "");
        return bad_input;
    }
}

int run(int argc, char** argv, Context context) {
    CLI::App program("Trains small neural networks from a JSON file.", "mlp");
    program.set_version_flag(
        "--version", fmt::format("mlp {} ({})", build_info().version, build_info().git_commit));
    program.require_subcommand(0, 1);
    program.footer("Start here: mlp train configs/xor.json");
    context.command_line = "mlp";
    for (int i = 1; i < argc; ++i) context.command_line += std::string(" ") + argv[i];
    const auto commands = add_commands(program, context);
    if (const auto exit_code = parse(program, commands, argc, argv)) return *exit_code;
    for (const auto& command : commands) {
        if (command.arguments->parsed()) return command.run();
    }
    say("{}", program.help());
    return bad_input;
}

}  // namespace
int run_program(int argc, char** argv, Extensions extensions) {
    try {
        const int exit_code = run(argc, argv, {std::move(extensions), {}});
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            throw RunError("standard output: cannot be written");
        }
        return exit_code;
    } catch (const ConfigError& error) {
        say("{}\n", error.what());
        return bad_input;
    } catch (const InputError& error) {
        say("error: {}\n", error.what());
        return bad_input;
    } catch (const std::bad_alloc&) {
        say("error: not enough memory for this network or data\n");
        return failed;
    } catch (const std::exception& error) {
        say("error: {}\n", error.what());
        return failed;
    }
}

}  // namespace mlp::app
