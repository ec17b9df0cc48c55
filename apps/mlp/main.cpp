#include "mlp/core/build_info.h"
#include "mlp/core/error.h"
#include "mlp/core/suggest.h"

#include "commands.h"

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace mlp::app {
namespace {

/// The program's commands: one line each.
std::vector<Command> add_commands(CLI::App& program, const std::string& command_line) {
    return {train_command(program, command_line), evaluate_command(program),
            predict_command(program), check_command(program), schema_command(program)};
}

/// The help for a command line that cannot be understood.
std::string usage_help(const std::vector<Command>& commands, int argc, char** argv) {
    std::vector<std::string> names;
    for (const auto& command : commands) {
        if (command.arguments->parsed()) {
            return fmt::format("see: mlp {} --help", command.arguments->get_name());
        }
        names.push_back(command.arguments->get_name());
    }
    return argc > 1 ? suggest(argv[1], names, "commands") : "see: mlp --help";
}

int run(int argc, char** argv) {
    CLI::App program("Trains small neural networks from a JSON file.", "mlp");
    program.set_version_flag(
        "--version", fmt::format("mlp {} ({})", build_info().version, build_info().git_commit));
    program.require_subcommand(0, 1);
    program.footer("Start here: mlp train configs/xor.json");
    std::string command_line = "mlp";
    for (int i = 1; i < argc; ++i) command_line += std::string(" ") + argv[i];
    const auto commands = add_commands(program, command_line);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return program.exit(success);
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "error: {}\n  help: {}\n", error.what(),
                   usage_help(commands, argc, argv));
        return bad_input;
    }
    for (const auto& command : commands) {
        if (command.arguments->parsed()) return command.run();
    }
    fmt::print(stderr, "{}", program.help());
    return bad_input;
}

}  // namespace
}  // namespace mlp::app

int main(int argc, char** argv) {
    using namespace mlp;
    try {
        return app::run(argc, argv);
    } catch (const ConfigError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return app::bad_input;
    } catch (const InputError& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return app::bad_input;
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "error: not enough memory for this network or data\n");
        return app::failed;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return app::failed;
    }
}
