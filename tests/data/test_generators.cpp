#include "mlp/core/error.h"
#include "mlp/data/generator.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

Generated made(const Choice& choice, std::uint64_t seed = 1) {
    Random random(seed, RandomStream::data);
    return generators().make(choice)->make(random);
}

Choice with(const char* name, OptionValues options) { return {name, std::move(options)}; }

/// How many samples are of each class.
std::vector<Index> sizes(const Generated& data) {
    std::vector<Index> result(data.classes.size());
    for (const auto label : data.labels) ++result[label];
    return result;
}

}  // namespace

TEST_CASE("generators: gates are their truth tables") {
    const std::vector<std::pair<const char*, std::vector<std::uint32_t>>> gates{
        {"and", {0, 0, 0, 1}},  {"or", {0, 1, 1, 1}},  {"xor", {0, 1, 1, 0}},
        {"nand", {1, 1, 1, 0}}, {"nor", {1, 0, 0, 0}}, {"xnor", {1, 0, 0, 1}}};
    for (const auto& [name, labels] : gates) {
        const std::string gate = name;
        CAPTURE(gate);
        const auto data = made(gate);
        CHECK(data.inputs == (Matrix<double>(2, 4) << 0, 0, 1, 1, 0, 1, 0, 1).finished());
        CHECK(data.labels == labels);
        CHECK(data.classes == std::vector<std::string>{"0", "1"});
    }
}

TEST_CASE("generators: parity counts the ones of all rows") {
    const auto data = made(with("parity", {{"bits", Index{3}}}));
    CHECK(data.labels == std::vector<std::uint32_t>{0, 1, 1, 0, 1, 0, 0, 1});
    CHECK(data.inputs.col(6) == (Vector<double>(3) << 1, 1, 0).finished());
    CHECK(made(with("parity", {{"bits", Index{8}}})).inputs.cols() == 256);
}

TEST_CASE("generators: two spirals are those of Lang and Witbrock") {
    const auto data = made("two_spirals");
    CHECK(data.inputs.cols() == 194);
    CHECK(sizes(data) == std::vector<Index>{97, 97});
    for (Index i = 0; i < 97; ++i) {
        const double angle = static_cast<double>(i) * std::numbers::pi / 16;
        const double radius = 6.5 * static_cast<double>(104 - i) / 104;
        CHECK(data.inputs(0, 2 * i) == doctest::Approx(radius * std::sin(angle)).epsilon(1e-9));
        CHECK(data.inputs(1, 2 * i) == doctest::Approx(radius * std::cos(angle)).epsilon(1e-9));
        CHECK((data.inputs.col(2 * i) + data.inputs.col(2 * i + 1)).norm() < 1e-12);
    }
}

TEST_CASE("generators: circles and moons lie where they should") {
    const auto circles = made(with("circles", {{"noise", 0.0}, {"factor", 0.3}}));
    const auto moons = made(with("moons", {{"noise", 0.0}}));
    CHECK(sizes(circles) == std::vector<Index>{100, 100});
    CHECK(sizes(moons) == std::vector<Index>{100, 100});
    for (Index i = 0; i < 200; ++i) {
        const bool inner = circles.labels[static_cast<std::size_t>(i)] == 0;
        CHECK(circles.inputs.col(i).norm() == doctest::Approx(inner ? 0.3 : 1).epsilon(1e-12));
        const bool upper = moons.labels[static_cast<std::size_t>(i)] == 1;
        const Eigen::Vector2d centre = upper ? Eigen::Vector2d(0, 0) : Eigen::Vector2d(1, 0.5);
        CHECK((moons.inputs.col(i) - centre).norm() == doctest::Approx(1).epsilon(1e-12));
        CHECK((upper ? moons.inputs(1, i) >= -1e-12 : moons.inputs(1, i) <= 0.5 + 1e-12));
    }
}

TEST_CASE("generators: noise has the standard deviation asked for") {
    const Index samples = 20000;
    const auto data = made(with("circles", {{"samples", samples}, {"noise", 0.2}}));
    const auto exact = made(with("circles", {{"samples", samples}, {"noise", 0.0}}));
    const Matrix<double> noise = data.inputs - exact.inputs;
    const auto n = static_cast<double>(noise.size());
    // Five standard errors of a mean and of a variance.
    CHECK(std::abs(noise.mean()) < 5 * 0.2 / std::sqrt(n));
    CHECK(std::abs(noise.squaredNorm() / n - 0.04) < 5 * 0.04 * std::sqrt(2 / n));
}

TEST_CASE("generators: blobs have their number of classes, features and spread") {
    const auto data = made(with(
        "blobs",
        {{"samples", Index{30}}, {"classes", Index{3}}, {"features", Index{5}}, {"spread", 0.0}}));
    CHECK(data.inputs.rows() == 5);
    CHECK(sizes(data) == std::vector<Index>{10, 10, 10});
    for (Index i = 3; i < 30; ++i) CHECK(data.inputs.col(i) == data.inputs.col(i % 3));
    CHECK(data.inputs.cwiseAbs().maxCoeff() <= 10);
}

TEST_CASE("generators: squares of a checkerboard change colour") {
    const auto data = made("checkerboard");
    for (Index i = 0; i < data.inputs.cols(); ++i) {
        const double colour = std::floor(data.inputs(0, i)) + std::floor(data.inputs(1, i));
        CHECK(data.labels[static_cast<std::size_t>(i)] == static_cast<std::uint32_t>(colour) % 2);
    }
    const auto counts = sizes(data);
    CHECK(std::abs(counts[0] - counts[1]) < 5 * std::sqrt(1000.0));
}

TEST_CASE("generators: the Playground's classes without noise") {
    const auto circle = made("playground_circle");
    const auto quadrants = made("playground_xor");
    const auto spiral = made("playground_spiral");
    for (Index i = 0; i < 500; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const double radius = circle.inputs.col(i).norm();
        CHECK((circle.labels[k] == 1 ? radius < 2.5 : radius >= 3.5));
        CHECK(radius <= 5 + 1e-12);
        const double x1 = quadrants.inputs(0, i);
        const double x2 = quadrants.inputs(1, i);
        CHECK((x1 * x2 >= 0) == (quadrants.labels[k] == 1));
        CHECK(std::min(std::abs(x1), std::abs(x2)) >= 0.3);
        const double t = static_cast<double>(i % 250) / 250;
        const double angle = 3.5 * std::numbers::pi * t + (i < 250 ? 0 : std::numbers::pi);
        CHECK(spiral.inputs(0, i) == doctest::Approx(5 * t * std::sin(angle)).epsilon(1e-12));
        CHECK(spiral.inputs(1, i) == doctest::Approx(5 * t * std::cos(angle)).epsilon(1e-12));
    }
    const auto gauss = made("playground_gauss");
    CHECK(sizes(gauss) == std::vector<Index>{250, 250});
    const double mean = gauss.inputs.leftCols(250).mean();
    CHECK(std::abs(mean - 2) < 5 * std::sqrt(0.5 / 500));
    CHECK(made("playground_gauss").classes == std::vector<std::string>{"-1", "1"});
}

TEST_CASE("generators: the Playground's regressions") {
    const auto plane = made("playground_plane");
    CHECK(plane.labels.empty());
    for (Index i = 0; i < 500; ++i) {
        CHECK(plane.values[static_cast<std::size_t>(i)] ==
              doctest::Approx((plane.inputs(0, i) + plane.inputs(1, i)) / 10).epsilon(1e-12));
    }
    const auto hills = made("playground_hills");
    for (Index i = 0; i < 500; ++i) {
        const double height = hills.values[static_cast<std::size_t>(i)];
        const double to_first = (hills.inputs.col(i) - Eigen::Vector2d(-4, 2.5)).norm();
        if (to_first < 1) CHECK(height == doctest::Approx(1 - to_first / 2).epsilon(1e-12));
        const double to_second = (hills.inputs.col(i) - Eigen::Vector2d(0, 2.5)).norm();
        if (to_second < 1) CHECK(height == doctest::Approx(to_second / 2 - 1).epsilon(1e-12));
        CHECK(std::abs(height) <= 1);
    }
}

TEST_CASE("generators: regressions follow their formulas") {
    const auto sine = made(with("sine", {{"noise", 0.0}, {"from", 0.0}, {"to", 1.0}}));
    CHECK(sine.inputs(0, 0) == 0);
    CHECK(sine.inputs(0, 199) == 1);
    CHECK(sine.values[100] == std::sin(sine.inputs(0, 100)));
    const auto data = made(with("friedman1", {{"noise", 0.0}, {"features", Index{7}}}));
    CHECK(data.inputs.rows() == 7);
    for (Index i = 0; i < data.inputs.cols(); ++i) {
        const auto x = data.inputs.col(i);
        CHECK(data.values[static_cast<std::size_t>(i)] ==
              doctest::Approx(10 * std::sin(std::numbers::pi * x[0] * x[1]) +
                              20 * std::pow(x[2] - 0.5, 2) + 10 * x[3] + 5 * x[4])
                  .epsilon(1e-12));
    }
    CHECK(message_of([] {
              made(with("sine", {{"from", 1.0}, {"to", 0.0}}));
          }) == "sine: 'from' must be less than 'to'");
}

TEST_CASE("generators: the same seed makes the same samples, another seed others") {
    for (const auto& name : generators().names()) {
        CAPTURE(name);
        CHECK(made(name, 3).inputs == made(name, 3).inputs);
        CHECK(made(name, 3).labels == made(name, 3).labels);
    }
    CHECK(made("blobs", 3).inputs != made("blobs", 4).inputs);
    CHECK(made("playground_circle", 3).inputs != made("playground_circle", 4).inputs);
}

TEST_CASE("generators: as a source, columns are x1, x2, ... and the target is y") {
    const GeneratorSource source({"moons", 1});
    const auto data = source.read({});
    CHECK(data.inputs.names == std::vector<std::string>{"x1", "x2"});
    CHECK(data.targets[0].name() == "y");
    CHECK(data.targets[0].spelling(0) == "upper");
    CHECK(GeneratorSource({"xor", 1}).read({}).targets[0].number(1) == 1);
    CHECK(source.files().empty());
    CHECK(message_of([&] {
              source.at({"f", {}});
          }) == "generated data cannot name other files; use \"fraction\"");
    CHECK(message_of([&] {
              source.read({"a", "b"});
          }) == "generated data: has 2 features, x1 to x2, but 2 features, a to b are needed");
}
