#include "mlp/core/byte_stream.h"

#include "mlp/core/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace mlp {
namespace {

constexpr std::size_t buffer_size = std::size_t{256} * 1024;
/// Both ends of a window of 32 KiB, and the header of gzip instead of zlib's own.
constexpr int gzip_window_bits = 15 + 16;

}  // namespace

struct ByteStream::State {
    std::string origin;
    int descriptor = -1;
    std::size_t file_size = 0;
    bool packed = false;
    bool between_members = true;  ///< of gzip: whether a member is complete, and none begun
    std::vector<char> buffer;     ///< bytes of the file that were not yet handed out
    std::size_t begin = 0;
    std::size_t end = 0;
    z_stream inflater{};

    State() = default;
    ~State() {
        if (packed) inflateEnd(&inflater);
        if (descriptor > STDERR_FILENO) ::close(descriptor);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    [[noreturn]] void fail(const std::string& what) const {
        throw InputError(fmt::format("{}: {}", origin, what));
    }

    std::size_t read_file(char* out, std::size_t size) const {
        for (;;) {
            const auto got = ::read(descriptor, out, size);
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno == EINTR) continue;
            fail(fmt::format("cannot be read: {}", std::strerror(errno)));  // NOLINT
        }
    }

    /// Whether there is a byte in the buffer, after reading more if it was empty.
    bool fill() {
        if (begin < end) return true;
        begin = 0;
        end = read_file(buffer.data(), buffer.size());
        return end > 0;
    }

    std::size_t read_plain(char* out, std::size_t size) {
        const std::size_t held = std::min(size, end - begin);
        std::memcpy(out, buffer.data() + begin, held);
        begin += held;
        std::size_t done = held;
        while (done < size) {
            const std::size_t got = read_file(out + done, size - done);
            if (got == 0) break;
            done += got;
        }
        return done;
    }

    std::size_t read_packed(char* out, std::size_t size) {
        std::size_t done = 0;
        while (done < size) {
            if (!fill()) {
                if (between_members) break;
                fail("ends early: the gzip data is not complete");
            }
            if (between_members) {
                // Tapes and some tools fill up a file with zeros.
                if (buffer[begin] == '\0') {
                    ++begin;
                    continue;
                }
                inflateReset(&inflater);
                between_members = false;
            }
            inflater.next_in = reinterpret_cast<Bytef*>(buffer.data() + begin);
            inflater.avail_in = static_cast<uInt>(end - begin);
            const std::size_t step = std::min<std::size_t>(size - done, 1U << 30U);
            inflater.next_out = reinterpret_cast<Bytef*>(out + done);
            inflater.avail_out = static_cast<uInt>(step);
            const int result = inflate(&inflater, Z_NO_FLUSH);
            begin = end - inflater.avail_in;
            done += step - inflater.avail_out;
            if (result == Z_STREAM_END) {
                between_members = true;
            } else if (result != Z_OK && result != Z_BUF_ERROR) {
                fail("is damaged: the gzip data cannot be unpacked");
            }
        }
        return done;
    }
};

ByteStream::ByteStream(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
    State& s = *state_;
    const bool standard_input = path == "-";
    s.origin = standard_input ? "standard input" : path.lexically_normal().string();
    s.descriptor = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (s.descriptor < 0 || ::fstat(s.descriptor, &status) != 0) {
        s.fail(fmt::format("cannot be read: {}", std::strerror(errno)));  // NOLINT
    }
    if (S_ISDIR(status.st_mode)) s.fail("is a directory, not a file");
    if (S_ISREG(status.st_mode)) s.file_size = static_cast<std::size_t>(status.st_size);
    s.buffer.resize(buffer_size);
    // Two bytes tell what it is; a pipe may give them one by one.
    while (s.end < 2) {
        const std::size_t got = s.read_file(s.buffer.data() + s.end, s.buffer.size() - s.end);
        if (got == 0) break;
        s.end += got;
    }
    s.packed = s.end >= 2 && s.buffer[0] == '\x1f' && s.buffer[1] == '\x8b';
    if (s.packed && inflateInit2(&s.inflater, gzip_window_bits) != Z_OK) {
        s.packed = false;
        s.fail("cannot be unpacked: zlib does not start");
    }
}

ByteStream::~ByteStream() = default;
ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;

std::size_t ByteStream::read(char* out, std::size_t size) {
    return state_->packed ? state_->read_packed(out, size) : state_->read_plain(out, size);
}

const std::string& ByteStream::origin() const { return state_->origin; }
bool ByteStream::is_packed() const { return state_->packed; }
std::size_t ByteStream::file_size() const { return state_->file_size; }

}  // namespace mlp
