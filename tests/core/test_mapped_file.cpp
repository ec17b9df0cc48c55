#include "mlp/core/error.h"
#include "mlp/core/mapped_file.h"

#include "support.h"

#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

namespace {

std::string problem(const std::filesystem::path& path) {
    CHECK_THROWS_AS(MappedFile{path}, InputError);
    return message_of([&] { MappedFile{path}; });
}

}  // namespace

TEST_CASE("mapped file: all bytes of the file, whatever they are") {
    const TemporaryDirectory directory;
    std::string bytes;
    for (int i = 0; i < 100000; ++i) bytes += static_cast<char>(i % 251);
    CHECK(MappedFile(directory.write("f", bytes)).bytes() == bytes);
    CHECK(MappedFile(directory.write("empty", "")).bytes().empty());
}

TEST_CASE("mapped file: stays readable when its name is gone, and when it is moved") {
    static_assert(!std::is_copy_constructible_v<MappedFile>);
    const TemporaryDirectory directory;
    MappedFile first(directory.write("a", "first"));
    MappedFile second(directory.write("b", "second one"));
    std::filesystem::remove(directory.path() / "a");
    const MappedFile moved(std::move(first));
    CHECK(moved.bytes() == "first");
    MappedFile third(directory.write("c", "third"));
    third = std::move(second);
    CHECK(third.bytes() == "second one");
}

TEST_CASE("mapped file: what cannot be mapped is named") {
    const TemporaryDirectory directory;
    const auto missing = directory.path() / "missing";
    CHECK(problem(missing) == missing.string() + ": cannot be read: No such file or directory");
    CHECK(problem(directory.path()) == directory.path().string() + ": is a directory, not a file");
    CHECK(problem("/dev/null") == "/dev/null: is no regular file, so it cannot be mapped");
}
