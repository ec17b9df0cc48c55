#include "shell_completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mlp::app {
namespace {

// Bash cuts --name=value into three words. Where no reply is made, it completes files by itself,
// with all its rules of quoting ("-o default").
constexpr const char* script = R"(# bash completion of {name}, made by: {name} completion bash

# The values of an option; those of a list have commas between.
_{name}_choose() {{ COMPREPLY=($(compgen -W "$*" -- "$current")); }}
_{name}_list() {{
    local before=
    [[ $current == *,* ]] && before=${{current%,*}},
    COMPREPLY=($(compgen -P "$before" -W "$*" -- "${{current##*,}}"))
    compopt -o nospace 2>/dev/null
}}
_{name}_directories() {{
    local IFS=$'\n'
    COMPREPLY=($(compgen -d -- "$current"))
    compopt -o filenames 2>/dev/null
}}

_{name}() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command= word
    COMPREPLY=()
    [[ $current == = ]] && current=
    [[ $previous == = ]] && previous=${{COMP_WORDS[COMP_CWORD-2]}}
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        [[ $word == [a-z]* ]] && command=$word && break
    done
    case "$command $previous" in
{values}    esac
    case "$command $current" in
{options}    esac
    case $command in
{arguments}    esac
}}
complete -o default -F _{name} {name}
)";

/// What completes a value; nothing: files.
std::string reply(const std::string& program, const ArgumentFacts& argument) {
    if (!argument.choices.empty()) {
        return fmt::format("_{}_{} {}", program, argument.list ? "list" : "choose",
                           fmt::join(argument.choices, " "));
    }
    return argument.is_directory() ? fmt::format("_{}_directories", program) : "";
}

std::string names_of(const std::vector<ArgumentFacts>& options) {
    std::string names;
    for (const auto& option : options) names += fmt::format(" {}", fmt::join(option.names, " "));
    return names;
}

}  // namespace

std::string bash_completion(const CommandFacts& program,
                            const std::vector<CommandFacts>& commands) {
    const std::string choose = fmt::format("_{}_choose", program.name);
    std::string values;
    std::string options =
        fmt::format("    ' -'*) {}{}; return ;;\n", choose, names_of(program.options));
    std::string arguments = fmt::format("    '') {}", choose);
    for (const auto& command : commands) arguments += ' ' + command.name;
    arguments += " ;;\n";
    for (const auto& command : commands) {
        std::string files;  // the places of options that take one, or anything else
        for (const auto& option : command.options) {
            if (option.value.empty()) continue;
            std::string places;
            for (const auto& name : option.names) {
                places += fmt::format(" | '{} {}'", command.name, name);
            }
            const std::string found = reply(program.name, option);
            if (found.empty()) {
                files += places;
            } else {
                values += fmt::format("    {}) {}; return ;;\n", places.substr(3), found);
            }
        }
        if (!files.empty()) values += fmt::format("    {}) return ;;\n", files.substr(3));
        options += fmt::format("    '{} -'*) {}{}; return ;;\n", command.name, choose,
                               names_of(command.options));
        if (command.arguments.empty()) continue;
        const std::string found = reply(program.name, command.arguments.front());
        if (!found.empty()) arguments += fmt::format("    {}) {} ;;\n", command.name, found);
    }
    return fmt::format(fmt::runtime(script), fmt::arg("name", program.name),
                       fmt::arg("values", values), fmt::arg("options", options),
                       fmt::arg("arguments", arguments));
}

}  // namespace mlp::app
