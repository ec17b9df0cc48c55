#pragma once

#include "mlp/core/error.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace mlp::bench {

/// A new folder for temporary files, gone with this object.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "mlp-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw RunError(name + ": the folder for temporary files cannot be made");
        }
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace mlp::bench
