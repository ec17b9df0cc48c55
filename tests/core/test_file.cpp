#include "mlp/core/error.h"
#include "mlp/core/file.h"

#include "support.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::content;
using mlp::test::message_of;

namespace {

std::vector<std::string> names_in(const std::filesystem::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("file: bytes come back as they were written, also zeros and line ends") {
    const test::TemporaryDirectory directory;
    std::string bytes("a\0b\r\n\n", 6);
    for (int i = 0; i < 100000; ++i) bytes += static_cast<char>(i);  // more than one read
    write_file(directory.path() / "bytes", bytes);
    CHECK(read_file(directory.path() / "bytes") == bytes);
    write_file(directory.path() / "empty", "");
    CHECK(read_file(directory.path() / "empty").empty());
}

TEST_CASE("file: writing replaces what stood there and leaves no other file") {
    const test::TemporaryDirectory directory;
    directory.write("f", "something longer that was there before");
    write_file(directory.path() / "f", "new");
    CHECK(content(directory.path() / "f") == "new");
    CHECK(names_in(directory.path()) == std::vector<std::string>{"f"});
}

TEST_CASE("file: reading a file that is missing or a directory is an error that names it") {
    const test::TemporaryDirectory directory;
    const auto missing = directory.path() / "missing.csv";
    CHECK_THROWS_AS(read_file(missing), InputError);
    CHECK(message_of([&] { read_file(missing); }) ==
          missing.string() + ": cannot be read: No such file or directory");
    CHECK_THROWS_AS(read_file(directory.path()), InputError);
    CHECK(message_of([&] { read_file(directory.path()); }) ==
          directory.path().string() + ": is a directory, not a file");
}

TEST_CASE(
    "file: writing into a missing directory is an error that names the file, and makes nothing") {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "missing" / "f";
    CHECK_THROWS_AS(write_file(path, "x"), RunError);
    CHECK(message_of([&] { write_file(path, "x"); }) ==
          path.string() + ": cannot be written: No such file or directory");
    CHECK(names_in(directory.path()).empty());
}

TEST_CASE("file: a write that fails at the last moment leaves what stood there, and nothing else") {
    const test::TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "taken");
    directory.write("taken/inside", "kept");
    CHECK_THROWS_AS(write_file(directory.path() / "taken", "x"), RunError);
    CHECK(content(directory.path() / "taken" / "inside") == "kept");
    CHECK(names_in(directory.path()) == std::vector<std::string>{"taken"});
}

TEST_CASE("file: a link stays a link, and what it points to is replaced") {
    const mlp::test::TemporaryDirectory directory;
    const auto target = directory.write("target", "old");
    const auto link = directory.path() / "link";
    std::filesystem::create_symlink(target, link);
    write_file(link, "new");
    CHECK(std::filesystem::is_symlink(link));
    CHECK(content(target) == "new");
}

TEST_CASE("file: a device is written into, not replaced") {
    write_file("/dev/null", "anything");
    CHECK(std::filesystem::is_character_file("/dev/null"));
}
