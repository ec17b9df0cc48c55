#include "mlp/train/metric.h"

#include "support.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

Judging of_classes(Index classes) { return {0.5, true, classes, {}}; }

double value(const Choice& metric, const Matrix<double>& output, const Matrix<double>& target,
             const Judging& judging = {}) {
    ScoreBoard<double> board({metric}, judging);
    board.add(0.0, 1.0, view(output), view(target));
    return board.scores()[1].second;
}

std::vector<std::string> names_where(bool MetricTraits::*trait) {
    std::vector<std::string> names;
    for (const auto& name : metric_names().names()) {
        if (metrics().traits(name).*trait) names.push_back(name);
    }
    return names;
}

}  // namespace

TEST_CASE(
    "metrics: accuracy of several outputs goes by the largest, of one by the side of the middle") {
    Matrix<double> output(3, 4);
    output << 0.5, 0.2, 0.1, 0.3,  //
        0.3, 0.6, 0.1, 0.3,        //
        0.2, 0.2, 0.8, 0.4;
    Matrix<double> target = Matrix<double>::Zero(3, 4);
    target(0, 0) = target(1, 1) = target(0, 2) = target(2, 3) = 1;
    CHECK(value("accuracy", output, target, of_classes(3)) == 0.75);
    const auto single = row({0.1, 0.9, 0.5, 0.51});
    const auto yes_or_no = row({0, 1, 1, 1});  // 0.5 is not above one half
    CHECK(value("accuracy", single, yes_or_no, of_classes(2)) == 0.75);
    const Judging around_0{0, false, 2, {}};
    CHECK(value("accuracy", row({-0.1, 0.1, 0.2}), row({-1, 1, -1}), around_0) ==
          doctest::Approx(2.0 / 3));
}

TEST_CASE("metrics: errors of a regression in a case done by hand") {
    const auto output = row({1, 2, 3, 4});
    const auto target = row({1, 4, 2, 7});
    // errors 0 −2 1 −3; mean of the targets 3.5, Σ(y − ȳ)² = 21
    CHECK(value("mse", output, target) == 14.0 / 4);
    CHECK(value("rmse", output, target) == std::sqrt(14.0 / 4));
    CHECK(value("mae", output, target) == 6.0 / 4);
    CHECK(value("median_ae", output, target) == 1.5);
    CHECK(value("max_error", output, target) == 3);
    CHECK(value("mape", output, target) == doctest::Approx((2.0 / 4 + 1.0 / 2 + 3.0 / 7) / 4));
    CHECK(value("r2", output, target) == doctest::Approx(1 - 14.0 / 21));
}

TEST_CASE("metrics: the larger ones that are better, and the smaller ones") {
    CHECK(names_where(&MetricTraits::larger_is_better) ==
          std::vector<std::string>{"accuracy",           "balanced_accuracy",
                                   "top_k_accuracy",     "precision",
                                   "precision_macro",    "precision_micro",
                                   "precision_weighted", "recall",
                                   "recall_macro",       "recall_micro",
                                   "recall_weighted",    "f1",
                                   "f1_macro",           "f1_micro",
                                   "f1_weighted",        "roc_auc",
                                   "average_precision",  "mcc",
                                   "cohen_kappa",        "r2",
                                   "explained_variance"});
    CHECK(names_where(&MetricTraits::binary) ==
          std::vector<std::string>{"precision", "recall", "f1"});
    CHECK(names_where(&MetricTraits::probabilities) ==
          std::vector<std::string>{"log_loss", "brier"});
    CHECK(larger_is_better("validation_accuracy"));
    CHECK(larger_is_better("train_r2"));
    for (const char* name : {"train_loss", "validation_loss", "validation_rmse", "train_log_loss",
                             "learning_rate", "accuracy", "validation_", ""}) {
        CAPTURE(name);
        CHECK(!larger_is_better(name));
    }
}

TEST_CASE("metrics: NaN among outputs is seen in every metric that looks at their size") {
    const auto target = row({0, 1, 1, 0, 1});
    for (const auto& name : metric_names().names()) {
        const bool classification = metrics().traits(name).classification;
        const bool by_class = classification && name != "roc_auc" && name != "average_precision" &&
                              name != "log_loss" && name != "brier";
        if (by_class) continue;
        const Judging judging = classification ? of_classes(2) : Judging{};
        for (Index place = 0; place < target.cols(); ++place) {
            CAPTURE(name);
            CAPTURE(place);
            auto output = row({0.2, 0.7, 0.4, 0.6, 0.9});
            REQUIRE(std::isfinite(value(name, output, target, judging)));
            output(0, place) = undefined;
            CHECK(std::isnan(value(name, output, target, judging)));
        }
    }
    // A target that never changes, or nothing but NaN
    CHECK(std::isnan(value("r2", row({1, undefined}), row({1, 1}))));
    CHECK(std::isnan(value("r2", row({1, 1}), row({1, undefined}))));
    CHECK(std::isnan(value("explained_variance", row({undefined, undefined}), row({1, 1}))));
}

TEST_CASE("metrics: an output that is NaN is no hit among the k largest") {
    Matrix<double> output(3, 2);
    output << undefined, 0.2,  //
        0.1, undefined,        //
        0.3, 0.1;
    Matrix<double> target = Matrix<double>::Zero(3, 2);
    target(0, 0) = target(0, 1) = 1;
    CHECK(value("top_k_accuracy", output, target, of_classes(3)) == 0.5);
}

TEST_CASE("score board: the loss is the mean over samples, not over batches") {
    ScoreBoard<double> board({}, {});
    const Matrix<double> three = Matrix<double>::Zero(1, 3);
    const Matrix<double> one = Matrix<double>::Zero(1, 1);
    board.add(1.0, 3.0, view(three), view(three));
    board.add(5.0, 1.0, view(one), view(one));
    CHECK(board.scores() == Scores{{"loss", 2.0}});
    board.reset();
    CHECK(board.scores() == Scores{{"loss", 0.0}});
}

TEST_CASE_TEMPLATE("score board: scaled targets are judged in their original units", T, float,
                   double) {
    // y = 10 + 4·scaled for the first; the second is the logarithm of 1 + y
    const NumberTransform standardized{Curve::none, 1, 10, 0.25};
    const NumberTransform logarithm{Curve::log1p, 1, 0, 1};
    Matrix<T> outputs(2, 2);
    outputs << T(0.5), T(-1),  //
        T(0), T(1.5);
    Matrix<T> targets(2, 2);
    targets << T(1), T(-1),  //
        T(0), T(0.5);
    ScoreBoard<T> board({"max_error", "mae"}, {0.5, false, 0, {standardized, logarithm}});
    // A larger batch after a smaller one.
    const auto first = [](const Matrix<T>& m, Index n) { return first_columns(m, n); };
    board.add(T(0), T(1), first(outputs, 1), first(targets, 1));
    board.reset();
    board.add(T(0), T(2), first(outputs, 2), first(targets, 2));
    // 12 against 14, 6 hit, 0 hit, and e^1.5 − 1 against e^0.5 − 1
    const double last = std::exp(1.5) - std::exp(0.5);
    const Scores scores = board.scores();
    CHECK(std::abs(scores[1].second - last) < 1e-15 * 8);
    CHECK(std::abs(scores[2].second - (2 + last) / 4) < 1e-15 * 8);
}

TEST_CASE("measured names: the parts, each with its loss and metrics") {
    using Names = std::vector<std::string>;
    CHECK(measured_names({"rmse", "r2"}, false) == Names{"train_loss", "train_rmse", "train_r2"});
    CHECK(measured_names(default_metrics(true), true) ==
          Names{"train_loss", "train_accuracy", "validation_loss", "validation_accuracy"});
    CHECK(measured_names(default_metrics(false), false) ==
          Names{"train_loss", "train_rmse", "train_r2"});
}
