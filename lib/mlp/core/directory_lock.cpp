#include "mlp/core/directory_lock.h"

#include "mlp/core/error.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace mlp {

DirectoryLock::DirectoryLock(const std::filesystem::path& directory)
    : descriptor_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0) {
        throw InputError(fmt::format("{}: cannot be opened: {}", directory.string(),
                                     std::strerror(errno)));  // NOLINT(concurrency-mt-unsafe)
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
    ::close(descriptor_);
    throw InputError(
        fmt::format("{}: another process is at work in this directory\n"
                    "  help: wait until it is done, or end it",
                    directory.string()));
}

DirectoryLock::~DirectoryLock() { ::close(descriptor_); }

}  // namespace mlp
