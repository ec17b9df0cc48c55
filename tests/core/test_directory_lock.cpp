#include "mlp/core/directory_lock.h"
#include "mlp/core/error.h"

#include "support.h"

#include <memory>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

TEST_CASE("directory lock: a second one is refused until the first is gone") {
    const TemporaryDirectory directory;
    auto first = std::make_unique<DirectoryLock>(directory.path());
    CHECK(message_of([&] { DirectoryLock second(directory.path()); }) ==
          directory.path().string() +
              ": another process is at work in this directory\n"
              "  help: wait until it is done, or end it");
    const TemporaryDirectory other;
    CHECK_NOTHROW(DirectoryLock(other.path()));
    first.reset();
    CHECK_NOTHROW(DirectoryLock(directory.path()));
    CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE("directory lock: there must be a directory") {
    const TemporaryDirectory directory;
    CHECK_THROWS_AS(DirectoryLock(directory.path() / "missing"), InputError);
    CHECK_THROWS_AS(DirectoryLock(directory.write("file", "")), InputError);
}
