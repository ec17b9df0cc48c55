#pragma once

#include <filesystem>
#include <string>

namespace mlp {

/// What besides the config a run depends on.
struct Environment {
    std::string command;  ///< as it was typed; empty if the run was started from code
    long long seed = 0;
    std::string precision;
    int threads = 1;                 ///< that may be used at most
    std::string data = "[]";         ///< the files that were read, as data_record() tells them
    std::string backend = "native";  ///< what does the matrix products
};

/// The content of environment.json: the above, the build, the processor, and the libraries that
/// decide the last bits of numbers. It is to tell why two runs of one config differ.
std::string environment_text(const Environment& environment);

/// The content of an environment.json that stands there already, with what the run goes on in added
/// to its list "resumed": when, by which command, and all of the environment that is not as it was
/// at first. Where the file cannot be understood, it is written anew.
std::string resumed_environment_text(const std::filesystem::path& path,
                                     const Environment& environment);

}  // namespace mlp
