#include "mlp/core/error.h"
#include "mlp/data/libsvm.h"

#include "support.h"

#include <doctest/doctest.h>
#include <zlib.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

TEST_CASE("libsvm: a packed file, with line ends of either kind and none at its end") {
    const TemporaryDirectory directory;
    const std::string content = "1 1:0.5\r\n2\t2:3 \n1";
    const auto packed = directory.path() / "f.gz";
    gzFile file = gzopen(packed.c_str(), "wb");
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    const auto data = LibsvmSource({packed, std::nullopt}).read({});
    CHECK(data.samples() == 3);
    std::vector<double> numbers(data.inputs.names.size());
    data.inputs.numbers->read(1, numbers.data());
    CHECK(numbers == std::vector<double>{0, 3});
    const auto cut = directory.write("cut", test::content(packed).substr(0, 20));
    CHECK(message_of([&] {
              LibsvmSource({cut, std::nullopt}).read({});
          }) == cut.string() + ": ends early: the gzip data is not complete");
}

TEST_CASE("libsvm: more features than asked for are an error, fewer are not") {
    const TemporaryDirectory directory;
    const auto path = directory.write("f", "1 1:1 3:2\n");
    const LibsvmSource source({path, std::nullopt});
    CHECK(source.read({"x1", "x2", "x3", "x4"}).inputs.numbers->columns() == 4);
    CHECK_THROWS_AS(source.read({"x1", "x2"}), InputError);
    CHECK(message_of([&] {
              source.read({"x1", "x2"});
          }) == path.string() + ":1: '3:2': there are 2 features only");
    CHECK(message_of([&] {
              source.read({"a", "b", "c"});
          }) == path.string() + ": has 3 features, x1 to x3, but 3 features, a to c are needed");
    CHECK(message_of([&] {
              source.at({"a", "b"});
          }) == "a libsvm file holds its targets itself; leave 'targets' out");
}
