#include "mlp/core/file.h"

#include "mlp/core/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mlp {
namespace {

/// A POSIX file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ > STDERR_FILENO) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

std::string reason() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe)

}  // namespace

std::string read_file(const std::filesystem::path& path) {
    const bool standard_input = path == "-";
    const Descriptor file(standard_input ? STDIN_FILENO
                                         : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
        throw InputError(fmt::format("{}: cannot be read: {}", path.string(), reason()));
    }
    if (S_ISDIR(status.st_mode)) {
        throw InputError(fmt::format("{}: is a directory, not a file", path.string()));
    }
    std::string content;
    if (S_ISREG(status.st_mode)) content.reserve(static_cast<std::size_t>(status.st_size) + 1);
    for (;;) {
        const std::size_t used = content.size();
        const std::size_t step = std::max(content.capacity() - used, std::size_t{65536});
        content.resize(used + step);
        const auto got = ::read(file.number(), content.data() + used, step);
        if (got < 0 && errno != EINTR) {
            throw InputError(fmt::format("{}: cannot be read: {}", path.string(), reason()));
        }
        content.resize(used + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) return content;
    }
}

void write_file(const std::filesystem::path& path, std::string_view content,
                Durability durability) {
    FileWriter file(path, durability);
    file.write(content);
    file.finish();
}

FileWriter::FileWriter(const std::filesystem::path& path, Durability durability)
    : path_(path.string()), durability_(durability) {
    if (path_ == "-") {
        path_ = "standard output";
        in_place_ = true;
        descriptor_ = STDOUT_FILENO;
        return;
    }
    std::error_code ignored;
    // A link stays, and what it points to is replaced. A device or a pipe is written into.
    const auto target = std::filesystem::weakly_canonical(path, ignored);
    in_place_ = std::filesystem::is_other(target, ignored);
    target_ = target.string();
    name_ = in_place_ ? target_ : fmt::format("{}.{}.tmp", target_, ::getpid());
    descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail();
}

FileWriter::~FileWriter() {
    if (descriptor_ <= STDERR_FILENO) return;
    ::close(descriptor_);
    if (!in_place_) ::unlink(name_.c_str());
}

void FileWriter::fail() {
    throw RunError(fmt::format("{}: cannot be written: {}", path_, reason()));
}

void FileWriter::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) fail();
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void FileWriter::finish() {
    if (descriptor_ <= STDERR_FILENO) return;
    const bool flush = !in_place_ && durability_ == Durability::flushed;
    if (flush && ::fsync(descriptor_) != 0) fail();
    if (!in_place_ && ::rename(name_.c_str(), target_.c_str()) != 0) fail();
    ::close(descriptor_);
    descriptor_ = -1;
}

}  // namespace mlp
