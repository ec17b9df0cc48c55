#include "mlp/core/error.h"
#include "mlp/data/fann.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

TEST_CASE("fann: a header that promises far more than there is costs no memory") {
    const TemporaryDirectory directory;
    const auto problem = [&](const std::string& text) {
        const auto path = directory.write("f", text);
        CHECK_THROWS_AS(FannSource({path}).read({}), InputError);
        return message_of([&] { FannSource({path}).read({}); }).substr(path.string().size());
    };
    CHECK(problem("1 99999999998 1\n1 2\n") == ": is cut off: input 3 of sample 1 of 1 is missing");
    CHECK(problem("1 1 99999999998\n1 2\n") ==
          ": is cut off: output 2 of sample 1 of 1 is missing");
    CHECK(problem("99999999999 99999999999 1\n1 2\n") == ": speaks of impossibly many numbers");
}

TEST_CASE("fann: features by their names only, and targets in the file itself") {
    const TemporaryDirectory directory;
    const auto path = directory.write("f", "2 2 1\n1 2\n3\n4 5\n6\n");
    const FannSource source({path});
    const auto data = source.read({"x1", "x2"});
    CHECK(data.inputs.names == std::vector<std::string>{"x1", "x2"});
    REQUIRE(data.targets.size() == 1);
    CHECK(data.targets[0].name() == "y");
    CHECK(data.targets[0].number(1) == 6);
    CHECK(message_of([&] { source.read({"x2"}); }) ==
          path.string() + ": has 2 features, x1 to x2, but 1 feature, x2 are needed");
    CHECK(message_of([&] {
              source.at({"a", "b"});
          }) == "a fann file holds its targets itself; leave 'targets' out");
    CHECK(source.at({path, {}})->read({}).samples() == 2);
}
