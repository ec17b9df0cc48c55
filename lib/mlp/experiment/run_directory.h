#pragma once

#include "mlp/config/experiment_config.h"
#include "mlp/core/directory_lock.h"

#include <filesystem>
#include <memory>
#include <string>

namespace mlp {

/// The directory of a run, or of a sweep, which is this process's alone as long as this lives.
/// Movable.
class RunDirectory {
  public:
    /// A new one: `runs/<name>/<YYYY-MM-DD_HH-MM-SS>`, with "-2", "-3", ... behind it where that is
    /// taken. `base` is what stands for "runs". Throws RunError if it cannot be made.
    static RunDirectory make(const std::filesystem::path& base, const std::string& name);
    /// Exactly this one. Throws InputError if it holds anything, unless `force`: then what an
    /// earlier run left is taken away.
    static RunDirectory make(const std::filesystem::path& path, bool force);
    /// That of a run, or a sweep, to go on with. Throws InputError if it is none, or another
    /// process is at work in it. Takes away what that run had not finished to write.
    static RunDirectory open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }

  private:
    explicit RunDirectory(std::filesystem::path path)
        : path_(std::move(path)), lock_(std::make_unique<DirectoryLock>(path_)) {}

    std::filesystem::path path_;
    std::unique_ptr<DirectoryLock> lock_;
};

}  // namespace mlp
