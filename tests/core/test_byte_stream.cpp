#include "mlp/core/byte_stream.h"
#include "mlp/core/error.h"

#include "support.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

using namespace mlp;
using mlp::test::content;
using mlp::test::message_of;

namespace {

/// One member of gzip.
std::string packed(const std::string& bytes) {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "packed";
    gzFile file = gzopen(path.c_str(), "wb");
    if (!bytes.empty()) gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    return content(path);
}

/// Everything, read in steps of this size.
std::string all_of(ByteStream& stream, std::size_t step) {
    std::string bytes;
    std::string part(step, '\0');
    for (;;) {
        const std::size_t got = stream.read(part.data(), step);
        bytes.append(part, 0, got);
        if (got < step) return bytes;
    }
}
std::string all_of(const std::filesystem::path& path, std::size_t step = 1000) {
    ByteStream stream(path);
    return all_of(stream, step);
}

/// Bytes that do not pack to nothing, so that the packed ones fill several buffers too.
std::string noise(std::size_t size) {
    std::mt19937 random(3);
    std::string bytes(size, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

}  // namespace

TEST_CASE("byte stream: a file comes as it is, in steps of any size") {
    const test::TemporaryDirectory directory;
    const std::string bytes = noise(600'000);
    const auto path = directory.write("f.gz", bytes);  // a name is no gzip yet
    for (const std::size_t step : {std::size_t{7}, std::size_t{262'144}, std::size_t{1'000'000}}) {
        CAPTURE(step);
        CHECK(all_of(path, step) == bytes);
    }
    ByteStream stream(path);
    CHECK_FALSE(stream.is_packed());
    CHECK(stream.file_size() == bytes.size());
    CHECK(stream.origin() == path.string());
    for (const std::string& small : {std::string(), std::string("a"), std::string("\x1f")}) {
        CHECK(all_of(directory.write("small", small)) == small);
    }
}

TEST_CASE("byte stream: gzip is unpacked, whatever the file is called") {
    const test::TemporaryDirectory directory;
    const std::string bytes = noise(600'000);
    const auto path = directory.write("f.csv", packed(bytes));
    for (const std::size_t step : {std::size_t{7}, std::size_t{262'144}, std::size_t{1'000'000}}) {
        CAPTURE(step);
        CHECK(all_of(path, step) == bytes);
    }
    ByteStream stream(path);
    CHECK(stream.is_packed());
    CHECK(stream.file_size() == std::filesystem::file_size(path));
    CHECK(all_of(directory.write("empty", packed(""))).empty());
}

TEST_CASE("byte stream: members of gzip follow one another, and zeros fill up the end") {
    const test::TemporaryDirectory directory;
    const std::string members = packed("one\n") + packed("") + packed("two\n");
    CHECK(all_of(directory.write("f", members)) == "one\ntwo\n");
    CHECK(all_of(directory.write("f", members + std::string(700, '\0'))) == "one\ntwo\n");
    // So long that the second starts in another buffer.
    const std::string bytes = noise(300'000);
    CHECK(all_of(directory.write("f", packed(bytes) + packed(bytes))) == bytes + bytes);
}

TEST_CASE("byte stream: gzip that is cut off anywhere is an error that says so") {
    const test::TemporaryDirectory directory;
    const std::string whole = packed("x,y\n1,2\n") + packed("3,4\n");
    const std::size_t first = packed("x,y\n1,2\n").size();
    const auto path = directory.path() / "f.csv.gz";
    for (std::size_t size = 2; size < whole.size(); ++size) {
        if (size == first) continue;  // one whole member is a whole file
        CAPTURE(size);
        directory.write("f.csv.gz", whole.substr(0, size));
        CHECK_THROWS_AS(all_of(path), InputError);
        CHECK(message_of([&] { all_of(path); }) ==
              path.string() + ": ends early: the gzip data is not complete");
    }
}

TEST_CASE("byte stream: gzip that is damaged is an error that says so") {
    const test::TemporaryDirectory directory;
    const std::string whole = packed("x,y\n1,2\n");
    const auto path = directory.path() / "f.csv.gz";
    const std::string message = path.string() + ": is damaged: the gzip data cannot be unpacked";
    // The method, the sum over the content, its length.
    for (const std::size_t at : {std::size_t{2}, whole.size() - 8, whole.size() - 4}) {
        CAPTURE(at);
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        directory.write("f.csv.gz", bytes);
        CHECK_THROWS_AS(all_of(path), InputError);
        CHECK(message_of([&] { all_of(path); }) == message);
    }
    directory.write("f.csv.gz", whole + "not gzip");
    CHECK(message_of([&] { all_of(path); }) == message);
}

TEST_CASE("byte stream: a pipe is read to its end, packed or not, however it is filled") {
    const std::string bytes = noise(200'000);
    for (const std::string& sent : {bytes, packed(bytes)}) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        std::thread writer([&] {
            // The first bytes one by one, so that they may be read so.
            for (std::size_t at = 0; at < sent.size();) {
                const std::size_t step = at < 4 ? 1 : std::min<std::size_t>(sent.size() - at, 999);
                const auto written = ::write(ends[1], sent.data() + at, step);
                if (written < 0) break;
                at += static_cast<std::size_t>(written);
            }
            ::close(ends[1]);
        });
        ByteStream stream("/dev/fd/" + std::to_string(ends[0]));
        const std::string got = all_of(stream, 5000);
        writer.join();
        ::close(ends[0]);
        CHECK(got == bytes);
        CHECK(stream.file_size() == 0);
    }
}

TEST_CASE("byte stream: - is standard input") {
    const test::TemporaryDirectory directory;
    const auto path = directory.write("f", packed("a,b\n"));
    const int saved = ::dup(STDIN_FILENO);
    const int file = ::open(path.c_str(), O_RDONLY);
    REQUIRE(file >= 0);
    ::dup2(file, STDIN_FILENO);
    ::close(file);
    {
        ByteStream stream("-");
        CHECK(stream.origin() == "standard input");
        CHECK(all_of(stream, 3) == "a,b\n");
    }
    CHECK(::fcntl(STDIN_FILENO, F_GETFD) >= 0);  // it is not the stream's to close
    if (saved >= 0) {
        ::dup2(saved, STDIN_FILENO);
        ::close(saved);
    }
}

TEST_CASE("byte stream: goes on where it was after it has moved") {
    const test::TemporaryDirectory directory;
    ByteStream first(directory.write("f", packed("abcdef")));
    char two[2];
    CHECK(first.read(two, 2) == 2);
    ByteStream second = std::move(first);
    CHECK(all_of(second, 10) == "cdef");
    second = ByteStream(directory.write("g", "xyz"));
    CHECK(all_of(second, 10) == "xyz");
}

TEST_CASE("byte stream: a file that is missing or a directory is an error that names it") {
    const test::TemporaryDirectory directory;
    const auto missing = directory.path() / "missing.csv";
    CHECK_THROWS_AS(ByteStream{missing}, InputError);
    CHECK(message_of([&] { ByteStream{missing}; }) ==
          missing.string() + ": cannot be read: No such file or directory");
    CHECK(message_of([&] { ByteStream{directory.path()}; }) ==
          directory.path().string() + ": is a directory, not a file");
}
