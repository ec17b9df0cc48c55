#include "mlp/core/error.h"
#include "mlp/io/tensor_facts.h"

#include "support.h"

#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("tensor facts: of what is finite, and how much is not") {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    const std::vector<double> some{-3, 1e308, std::numeric_limits<double>::quiet_NaN(), 1e308,
                                   infinite};
    std::vector<std::int8_t> many(5000, 1);
    many[4321] = -5;
    const auto bytes = [](const auto& numbers) {
        return std::string(reinterpret_cast<const char*>(numbers.data()),
                           numbers.size() * sizeof numbers[0]);
    };
    SafetensorsWriter writer;
    writer.add("some", "F64", {5}, bytes(some));
    writer.add("many", "I8", {50, 100}, bytes(many));
    writer.add("none", "F32", {0}, "");
    writer.add("bits", "F8_E5M2", {3}, "abc");
    const test::TemporaryDirectory directory;
    const auto file = Safetensors::read(directory.write("f", writer.bytes()));

    const TensorFacts of_some = tensor_facts(file, "some");
    CHECK(of_some.finite == 3);
    CHECK(of_some.not_finite == 2);
    CHECK(of_some.min == -3);
    CHECK(of_some.max == 1e308);
    CHECK(of_some.mean == doctest::Approx(1e308 / 1.5));
    const TensorFacts of_many = tensor_facts(file, "many");
    CHECK(of_many.finite == 5000);
    CHECK(of_many.min == -5);
    CHECK(of_many.max == 1);
    CHECK(of_many.mean == doctest::Approx(4994.0 / 5000));
    for (const char* name : {"none", "bits"}) {
        const TensorFacts nothing = tensor_facts(file, name);
        CHECK(nothing.finite == 0);
        CHECK(nothing.not_finite == 0);
    }
    CHECK_THROWS_AS(tensor_facts(file, "other"), InputError);
}
