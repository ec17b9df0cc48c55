#pragma once

#include <filesystem>

namespace mlp {

/// While it lives, no other process, and no other lock of this one, has a lock on the same
/// directory. The system takes it away from a process that ends, however it ends, so nothing stale
/// is left behind. On file systems without locks it does nothing.
class DirectoryLock {
  public:
    /// Throws InputError naming the directory if it is locked, or cannot be opened.
    explicit DirectoryLock(const std::filesystem::path& directory);
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;

  private:
    int descriptor_;
};

}  // namespace mlp
