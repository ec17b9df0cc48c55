#include "mlp/report/contour.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

double length(const std::vector<ContourPiece>& pieces) {
    double sum = 0;
    for (const auto& [a, b] : pieces) sum += std::hypot(a[0] - b[0], a[1] - b[1]);
    return sum;
}

Matrix<double> surface(Index rows, Index columns, double (*height)(double x, double y)) {
    Matrix<double> values(rows, columns);
    for (Index row = 0; row < rows; ++row) {
        for (Index column = 0; column < columns; ++column) {
            values(row, column) = height(static_cast<double>(column), static_cast<double>(row));
        }
    }
    return values;
}

TEST_CASE("the contour of a plane is a straight line") {
    const auto plane = surface(5, 9, [](double x, double y) { return x + 2 * y - 6; });
    const auto line = contour(plane, 0.5);
    REQUIRE(!line.empty());
    for (const auto& piece : line) {
        for (const auto& [x, y] : piece) CHECK(x + 2 * y == doctest::Approx(6.5));
    }
    // From (0, 3.25) at the left to (6.5, 0) at the bottom, without gaps or twice.
    CHECK(length(line) == doctest::Approx(std::hypot(6.5, 3.25)));
    // Through the corners of the cells as well.
    CHECK(length(contour(plane, 0)) == doctest::Approx(std::hypot(6, 3)));
}

TEST_CASE("the contour of a cone is a circle") {
    const auto cone =
        surface(41, 41, [](double x, double y) { return std::hypot(x - 20, y - 20); });
    const auto circle = contour(cone, 15);
    for (const auto& piece : circle) {
        for (const auto& [x, y] : piece) {
            CHECK(std::hypot(x - 20, y - 20) == doctest::Approx(15).epsilon(1e-3));
        }
    }
    CHECK(length(circle) == doctest::Approx(2 * std::acos(-1.0) * 15).epsilon(1e-3));
}

TEST_CASE("there is no contour where nothing crosses the level or is no number") {
    CHECK(contour(Matrix<double>::Constant(4, 4, 1), 1).empty());
    CHECK(contour(Matrix<double>::Constant(4, 4, 1), 2).empty());
    CHECK(contour(Matrix<double>(0, 0), 0).empty());
    auto plane = surface(3, 3, [](double x, double) { return x - 0.5; });
    CHECK(length(contour(plane, 0)) == doctest::Approx(2));
    plane(0, 0) =
        std::numeric_limits<double>::quiet_NaN();  // both triangles of its square are lost
    CHECK(length(contour(plane, 0)) == doctest::Approx(1));
    plane(2, 1) = std::numeric_limits<double>::infinity();
    CHECK(length(contour(plane, 0)) < 1);
}

}  // namespace
}  // namespace mlp::test
