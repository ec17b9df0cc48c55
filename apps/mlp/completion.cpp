#include "mlp/core/error.h"
#include "mlp/core/suggest.h"

#include "command_facts.h"
#include "commands.h"
#include "shell_completion.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

/// A shell, and what writes its script.
struct Shell {
    std::string_view name;
    std::string (*write)(const CommandFacts&, const std::vector<CommandFacts>&);
};

constexpr Shell shells[] = {{"bash", bash_completion}, {"zsh", zsh_completion}};

std::vector<std::string> shell_names() {
    std::vector<std::string> names;
    for (const auto& shell : shells) names.emplace_back(shell.name);
    return names;
}

const Shell& shell_named(const std::string& name) {
    for (const auto& shell : shells) {
        if (shell.name == name) return shell;
    }
    throw InputError(
        fmt::format("unknown shell '{}'; {}", name, suggest(name, shell_names(), "shells")));
}

}  // namespace

Command completion_command(CLI::App& program, const Context&) {
    auto shell = std::make_shared<std::string>();
    auto* app = program.add_subcommand(
        "completion", "Print what teaches a shell to complete the command line of mlp");
    auto* name = app->add_option("SHELL", *shell, "bash or zsh")->required();
    offer(name, "SHELL", shell_names());
    app->footer(
        "For now:   eval \"$(mlp completion bash)\"\n"
        "For ever:  the same line in ~/.bashrc, or with zsh, behind compinit, in ~/.zshrc");
    return {app, [shell, &program] {
                fmt::print("{}", shell_named(*shell).write(command_facts(program),
                                                           all_command_facts(program)));
                return static_cast<int>(done);
            }};
}

}  // namespace mlp::app
