#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mlp {

/// The whole content of a file; "-" is standard input. Throws InputError with a message that names
/// the file when it is missing, a directory or unreadable.
std::string read_file(const std::filesystem::path& path);

/// Whether a file is on disk for good once it is written, or whenever the system sees fit: that is
/// faster, and enough for what can be made again.
enum class Durability { flushed, in_time };

/// Writes a file so that it is there completely or not at all: to a temporary name beside it,
/// flushed to disk, then renamed over the file that stood there. (A device or a pipe is written
/// into.) Throws RunError naming the file.
void write_file(const std::filesystem::path& path, std::string_view content,
                Durability durability = Durability::flushed);

/// Writes a file piece by piece with the same promise: nothing stands at its path before finish(),
/// and nothing new if that is never called. "-" is standard output, which is written as it comes.
/// One thread.
class FileWriter {
  public:
    /// Throws RunError naming the file if it cannot be made.
    explicit FileWriter(const std::filesystem::path& path,
                        Durability durability = Durability::flushed);
    /// Without finish(), takes away what was written so far.
    ~FileWriter();
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;

    /// Throws RunError naming the file.
    void write(std::string_view bytes);
    void finish();

  private:
    [[noreturn]] void fail();

    std::string path_;    ///< as it was asked for, for messages
    std::string target_;  ///< where it is to stand
    std::string name_;    ///< where it is written
    int descriptor_ = -1;
    Durability durability_;
    bool in_place_ = false;
};

}  // namespace mlp
