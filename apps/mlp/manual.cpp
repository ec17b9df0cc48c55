#include "mlp/core/build_info.h"

#include "command_facts.h"
#include "commands.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace mlp::app {
namespace {

constexpr const char* after_commands = R"(.SH EXIT STATUS
.TP
.B 0
It is done.
.TP
.B 1
It failed while it ran: training diverged, a file could not be written.
.TP
.B 2
The command line, a config or data are wrong; standard error says where, and what to do.
.TP
.B 130
It was interrupted. A run that was, has saved a checkpoint, from which
.B mlp resume
goes on.
.SH ENVIRONMENT
.TP
.B NO_COLOR
If it is set and not empty, nothing is printed bold.
.TP
.B COLUMNS
How wide a terminal is that does not tell it.
.SH FILES
.TP
.I runs/NAME/DATE_TIME/
What
.B mlp train
writes, below the current directory: config.json, metrics.csv, summary.json, model.safetensors, and more.
.TP
.I share/mlp/configs/
Experiments that run as they are, below the place where
.B mlp
is installed (/usr, say). Their data lie beside them, in
.IR share/mlp/datasets/ .
)";

/// Text as roff reads it: nothing in it is a command, and a hyphen can be copied.
std::string roff(std::string_view text) {
    std::string result;
    bool line_start = true;
    for (const char c : text) {
        if (line_start && (c == '.' || c == '\'')) result += "\\&";
        line_start = c == '\n';
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else {
            result += c;
        }
    }
    return result;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

/// "-o, --output DIR", and below what it means.
std::string entry(const ArgumentFacts& argument) {
    std::string heading;
    for (const auto& name : argument.names) {
        heading += (heading.empty() ? "" : ", ") + bold(name);
    }
    if (!argument.value.empty()) heading += (heading.empty() ? "" : " ") + italic(argument.value);
    return fmt::format(".TP\n{}\n{}\n", heading, roff(argument.description));
}

/// "mlp train [options] CONFIG"
std::string synopsis(const std::string& program, const CommandFacts& command) {
    std::string line = bold(program + ' ' + command.name);
    if (!command.options.empty()) line += " [options]";
    for (const auto& argument : command.arguments) {
        const std::string value = italic(argument.value) + (argument.repeated ? " ..." : "");
        line += argument.required ? ' ' + value : " [" + value + ']';
    }
    return line;
}

std::string section(const std::string& program, const CommandFacts& command) {
    std::string text = fmt::format(".SS {}\n{}.\n.PP\n{}\n", roff(command.name),
                                   roff(command.description), synopsis(program, command));
    for (const auto& argument : command.arguments) text += entry(argument);
    for (const auto& option : command.options) text += entry(option);
    if (!command.footer.empty()) {
        text += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(command.footer));
    }
    return text;
}

std::string manual(const CLI::App& program) {
    const CommandFacts facts = command_facts(program);
    const std::string& name = facts.name;
    std::string text = fmt::format(
        ".TH {} 1 \"\" \"mlp {}\" \"User Commands\"\n"
        ".SH NAME\n{} \\- {}\n"
        ".SH SYNOPSIS\n{} {} [{}]\n"
        ".SH DESCRIPTION\n{}\n{}\n"
        ".SH OPTIONS\n",
        name, build_info().version, name, "train small neural networks from a JSON file",
        bold(name), italic("COMMAND"), italic("ARGUMENTS"), roff(facts.description),
        roff(facts.footer));
    for (const auto& option : facts.options) text += entry(option);
    text += ".SH COMMANDS\n";
    for (const auto& command : all_command_facts(program)) text += section(name, command);
    return text + after_commands;
}

}  // namespace

Command manual_command(CLI::App& program, const Context&) {
    auto* app = program.add_subcommand("manual", "Print the manual page");
    app->footer("To read it: mlp manual | man -l -");
    return {app, [&program] {
                fmt::print("{}", manual(program));
                return static_cast<int>(done);
            }};
}

}  // namespace mlp::app
