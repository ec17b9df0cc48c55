#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace mlp {

/// A whole file as memory that the system reads on demand; read-only. Movable, not copyable.
class MappedFile {
  public:
    /// Throws InputError naming the file when it is missing, a directory or unreadable.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    std::string_view bytes() const { return {data_, size_}; }

  private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace mlp
