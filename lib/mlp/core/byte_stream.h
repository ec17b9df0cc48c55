#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace mlp {

/// The bytes of a file from front to back, unpacked if they are gzip (RFC 1952), whatever the file
/// is called; "-" is standard input. One thread.
class ByteStream {
  public:
    /// Throws InputError naming the file when it is missing, a directory or unreadable.
    explicit ByteStream(const std::filesystem::path& path);
    ~ByteStream();
    ByteStream(ByteStream&&) noexcept;
    ByteStream& operator=(ByteStream&&) noexcept;

    /// Reads up to `size` bytes; less only at the end. Throws InputError naming the file when it
    /// cannot be read, is no gzip after all, is damaged, or ends early.
    std::size_t read(char* out, std::size_t size);

    /// The file, for messages.
    const std::string& origin() const;
    /// Whether the bytes are unpacked from gzip.
    bool is_packed() const;
    /// Of the file on disk, in bytes; 0 where it is no regular file.
    std::size_t file_size() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mlp
