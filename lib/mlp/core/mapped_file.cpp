#include "mlp/core/mapped_file.h"

#include "mlp/core/error.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mlp {

MappedFile::MappedFile(const std::filesystem::path& path) {
    const auto fail = [&](const std::string& what) {
        throw InputError(fmt::format("{}: {}", path.lexically_normal().string(), what));
    };
    const auto reason = [] { return std::string(std::strerror(errno)); };  // NOLINT
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail("cannot be read: " + reason());
    struct stat status {};
    const bool known = ::fstat(descriptor, &status) == 0;
    const bool is_file = known && S_ISREG(status.st_mode);
    if (is_file && status.st_size > 0) {
        size_ = static_cast<std::size_t>(status.st_size);
        void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (memory != MAP_FAILED) data_ = static_cast<const char*>(memory);  // NOLINT
    }
    const std::string why = reason();
    ::close(descriptor);
    if (known && S_ISDIR(status.st_mode)) fail("is a directory, not a file");
    if (!is_file) fail("is no regular file, so it cannot be mapped");
    if (size_ > 0 && data_ == nullptr) fail("cannot be mapped: " + why);
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

}  // namespace mlp
