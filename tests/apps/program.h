#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support.h"

namespace mlp::test {

/// What a run of the program left.
struct Outcome {
    int exit_code;
    std::string out;
    std::string err;

    /// The run directory that `train` names last.
    std::filesystem::path directory() const {
        const auto end = out.find_last_not_of('\n');
        const auto start = out.rfind('\n', end) + 1;
        return out.substr(start, end + 1 - start);
    }
};

/// Runs the program with these arguments (as a shell reads them) in a directory.
inline Outcome mlp_program(const TemporaryDirectory& directory, const std::string& arguments) {
    const auto out = directory.path() / "out.txt";
    const auto err = directory.path() / "err.txt";
    const std::string command = "cd '" + directory.path().string() + "' && '" MLP_PROGRAM "' " + arguments +
                                " >'" + out.string() + "' 2>'" + err.string() + "'";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(out), content(err)};
}

}  // namespace mlp::test
