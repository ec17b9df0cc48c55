#include "shell_completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mlp::app {
namespace {

constexpr const char* script = R"(#compdef {name}
# zsh completion of {name}, made by: {name} completion zsh

_{name}() {{
    local curcontext=$curcontext state
    local -a line commands
    commands=(
{names}    )
    _arguments -C{options} '1:command:->command' '*:: :->argument'
    case $state in
    command) _describe command commands ;;
    argument)
        curcontext=${{curcontext%:*}}-$words[1]:
        case $words[1] in
{commands}        esac
        ;;
    esac
}}

# Loaded by compinit, the file is the function; read by eval, it has yet to be named.
if [[ $funcstack[1] == _{name} ]]; then _{name} "$@"; else compdef _{name} {name}; fi
)";

/// A text in single quotes, with a backslash before those of `special` characters.
std::string quoted(const std::string& text, const std::string& special) {
    std::string result;
    for (const char c : text) {
        if (c == '\'') result += "'\\'";
        if (special.find(c) != std::string::npos) result += '\\';
        result += c;
    }
    return result;
}

/// ":DIR:_files -/": what a value is called, and what completes it.
std::string value_spec(const ArgumentFacts& argument) {
    std::string action = argument.is_directory() ? "_files -/" : "_files";
    if (!argument.choices.empty()) {
        action = argument.list ? fmt::format("_values -s , {} {}", argument.value,
                                             fmt::join(argument.choices, " "))
                               : fmt::format("({})", fmt::join(argument.choices, " "));
    }
    return fmt::format(":{}:{}", quoted(argument.value, ":"), action);
}

/// '(-o --output)'{-o+,--output=}'[description]:DIR:_files -/'
std::string option_spec(const ArgumentFacts& option) {
    std::string names;
    for (const auto& name : option.names) {
        names += fmt::format("{}{}{}", names.empty() ? "" : ",", name,
                             option.value.empty()     ? ""
                             : name.starts_with("--") ? "="
                                                      : "+");
    }
    if (option.names.size() > 1) names = '{' + names + '}';
    const std::string before =
        option.repeated ? "'*'" : fmt::format("'({})'", fmt::join(option.names, " "));
    return fmt::format(" \\\n            {}{}'[{}]{}'", before, names,
                       quoted(option.description, "[]\\"),
                       option.value.empty() ? "" : value_spec(option));
}

std::string option_specs(const CommandFacts& command) {
    std::string specs;
    for (const auto& option : command.options) specs += option_spec(option);
    return specs;
}

}  // namespace

std::string zsh_completion(const CommandFacts& program, const std::vector<CommandFacts>& commands) {
    std::string names;
    std::string cases;
    for (const auto& command : commands) {
        names += fmt::format("        '{}:{}'\n", command.name, quoted(command.description, ":\\"));
        cases += fmt::format("        {}) _arguments -s -S{}", command.name, option_specs(command));
        for (const auto& argument : command.arguments) {
            cases += fmt::format(" \\\n            '{}{}'", argument.repeated ? "*" : "",
                                 value_spec(argument));
        }
        cases += " ;;\n";
    }
    return fmt::format(fmt::runtime(script), fmt::arg("name", program.name),
                       fmt::arg("names", names), fmt::arg("options", option_specs(program)),
                       fmt::arg("commands", cases));
}

}  // namespace mlp::app
