#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// What files hold, as a JSON list of {"path": absolute, "sha256": hexadecimal}. What was read from
/// a pipe cannot be read again, and has no "sha256". Throws InputError if a file cannot be read.
std::string data_record(const std::vector<std::filesystem::path>& files);

/// The files of both lists that do not hold what they did. What `before` has that is no such list
/// is passed over.
std::vector<std::string> changed_files(const std::string& before, const std::string& now);

/// The SHA-256 of some bytes, in hexadecimal.
std::string sha256(std::string_view bytes);

}  // namespace mlp
