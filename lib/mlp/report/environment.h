#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// What besides the config a run depends on.
struct Environment {
    std::string command;  ///< as it was typed; empty if the run was started from code
    long long seed = 0;
    std::string precision;
    int threads = 1;
    std::vector<std::filesystem::path> data_files;
};

/// The content of environment.json: the above, the build, the processor, the libraries that decide
/// the last bits of numbers, and the SHA-256 of the data files. It is to tell why two runs of one
/// config differ. Throws InputError if a data file cannot be read.
std::string environment_text(const Environment& environment);

/// The SHA-256 of some bytes, in hexadecimal.
std::string sha256(std::string_view bytes);

}  // namespace mlp
