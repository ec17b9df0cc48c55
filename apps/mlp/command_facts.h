#pragma once

#include "commands.h"

#include <string>
#include <vector>

namespace mlp::app {

/// An option or an argument of a command, as its definition tells it.
struct ArgumentFacts {
    std::vector<std::string> names;    ///< "-o", "--output"; of an argument with a place: none
    std::string value;                 ///< as help calls it: "DIR"; empty for a flag
    std::vector<std::string> choices;  ///< all values there are, where the definition knows them
    std::string description;
    bool required = false;
    bool list = false;      ///< several choices may be given, with commas between
    bool repeated = false;  ///< may be given several times

    /// Whether the value is a directory, by its name: DIR, RUN_DIR.
    bool is_directory() const { return value.ends_with("DIR"); }
};

/// A command, or the program itself.
struct CommandFacts {
    std::string name;
    std::string description;
    std::string footer;
    std::vector<ArgumentFacts> arguments;  ///< those with a place, in order
    std::vector<ArgumentFacts> options;
};

CommandFacts command_facts(const CLI::App& command);
/// Of all commands of the program, in order.
std::vector<CommandFacts> all_command_facts(const CLI::App& program);

/// Tells which values an option may take: help shows them as `value` only, completion offers them.
void offer(CLI::Option* option, const std::string& value, const std::vector<std::string>& choices);

}  // namespace mlp::app
