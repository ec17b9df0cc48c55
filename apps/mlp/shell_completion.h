#pragma once

#include "command_facts.h"

#include <string>
#include <vector>

namespace mlp::app {

/// Scripts that teach a shell the program's commands, options, and their values: choices where the
/// definition knows them, directories, and files for all others. One file each.
std::string bash_completion(const CommandFacts& program, const std::vector<CommandFacts>& commands);
std::string zsh_completion(const CommandFacts& program, const std::vector<CommandFacts>& commands);

}  // namespace mlp::app
