#pragma once

#include "apps/program.h"
#include "support.h"

#include <filesystem>
#include <string>

namespace mlp::test {

/// A directory with a program "gnuplot" that does what the shell script says, and nothing else.
inline void write_gnuplot(const TemporaryDirectory& directory, const std::string& script) {
    std::filesystem::create_directory(directory.path() / "bin");
    const auto file = directory.write("bin/gnuplot", "#!/bin/sh\n" + script);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

/// Runs the program with PATH as given.
inline Outcome with_path(const TemporaryDirectory& directory, const std::string& path,
                         const std::string& arguments) {
    return shell(directory, "PATH='" + path + "' " + program + " " + arguments);
}

}  // namespace mlp::test
