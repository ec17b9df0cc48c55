#include "mlp/train/metric.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

double value(const std::string& name, const Matrix<double>& output, const Matrix<double>& target) {
    const auto metric = metrics<double>().make(name);
    // In two portions, as in training.
    const Index half = output.cols() / 2;
    const auto part = [](const Matrix<double>& m, Index from, Index count) {
        return ConstView<double>(m.data() + from * m.rows(), m.rows(), count);
    };
    metric->reset();
    metric->add(part(output, 0, half), part(target, 0, half));
    metric->add(part(output, half, output.cols() - half), part(target, half, output.cols() - half));
    return metric->value();
}

}  // namespace

TEST_CASE(
    "metrics: accuracy of several outputs goes by the largest, of one by the side of one half") {
    Matrix<double> output(3, 4);
    output << 0.5, 0.2, 0.1, 0.3,  //
        0.3, 0.6, 0.1, 0.3,        //
        0.2, 0.2, 0.8, 0.4;
    Matrix<double> target = Matrix<double>::Zero(3, 4);
    target(0, 0) = target(1, 1) = target(0, 2) = target(2, 3) = 1;
    CHECK(value("accuracy", output, target) == 0.75);
    Matrix<double> single(1, 4);
    single << 0.1, 0.9, 0.5, 0.51;
    Matrix<double> yes_or_no(1, 4);
    yes_or_no << 0, 1, 1, 1;  // 0.5 is not above one half
    CHECK(value("accuracy", single, yes_or_no) == 0.75);
}

TEST_CASE("metrics: errors of a regression in a case done by hand") {
    Matrix<double> output(1, 4);
    output << 1, 2, 3, 4;
    Matrix<double> target(1, 4);
    target << 1, 4, 2, 7;
    // errors 0 −2 1 −3; mean of the targets 3.5, Σ(y − ȳ)² = 21
    CHECK(value("mse", output, target) == doctest::Approx(14.0 / 4));
    CHECK(value("rmse", output, target) == doctest::Approx(std::sqrt(14.0 / 4)));
    CHECK(value("mae", output, target) == doctest::Approx(6.0 / 4));
    CHECK(value("r2", output, target) == doctest::Approx(1 - 14.0 / 21));
}

TEST_CASE(
    "metrics: r2 is the mean over the outputs, and an output that never changes counts 1 or 0") {
    Matrix<double> output(2, 2);
    output << 1, 2,  //
        5, 5;
    Matrix<double> target(2, 2);
    target << 1, 3,  //
        5, 5;
    CHECK(value("r2", output, target) == doctest::Approx((0.5 + 1) / 2));
    output(1, 0) = 4;
    CHECK(value("r2", output, target) == doctest::Approx(0.5 / 2));
}

TEST_CASE("score board: the loss is the mean over samples, not over batches") {
    ScoreBoard<double> board({});
    const Matrix<double> three = Matrix<double>::Zero(1, 3);
    const Matrix<double> one = Matrix<double>::Zero(1, 1);
    board.reset();
    board.add(1.0, 3.0, view(three), view(three));
    board.add(5.0, 1.0, view(one), view(one));
    CHECK(board.scores() == Scores{{"loss", 2.0}});
    CHECK_THROWS_AS(ScoreBoard<double>({"acuracy"}), InputError);
}
