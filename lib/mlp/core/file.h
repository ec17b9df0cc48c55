#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mlp {

/// The whole content of a file; "-" is standard input. Throws InputError with a message that names
/// the file when it is missing, a directory or unreadable.
std::string read_file(const std::filesystem::path& path);

/// Writes a file so that it is there completely or not at all: to a temporary name beside it,
/// flushed to disk, then renamed over the file that stood there. (A device or a pipe is written
/// into.) Throws RunError naming the file.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace mlp
