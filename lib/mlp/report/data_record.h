#pragma once

#include "mlp/report/environment.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// What files hold, as a JSON list of {"path": absolute, "sha256": hexadecimal}. What was read from
/// a pipe cannot be read again, and has no "sha256". Throws InputError if a file cannot be read.
std::string data_record(const std::vector<std::filesystem::path>& files);

/// The content of an environment.json that stands there already, with what the run goes on in added
/// to its list "resumed": when, by which command, and all of the environment that is not as it was
/// at first. Where the file cannot be understood, it is written anew.
std::string resumed_environment_text(const std::filesystem::path& path,
                                     const Environment& environment);

}  // namespace mlp
