#include "mlp/core/random.h"
#include "mlp/report/ranking_curves.h"
#include "mlp/train/metric.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// Of two classes, told apart by a single output.
Outcome binary(const std::vector<double>& scores, const std::vector<Index>& labels) {
    Outcome outcome;
    outcome.part = "test";
    outcome.classes = {"no", "yes"};
    outcome.outputs.resize(1, static_cast<Index>(scores.size()));
    for (std::size_t i = 0; i < scores.size(); ++i) {
        outcome.outputs(0, static_cast<Index>(i)) = scores[i];
    }
    outcome.labels = labels;
    return outcome;
}

/// Of several classes, with outputs of few digits: many of them are equal.
Outcome random_outcome(Index classes, Index samples, int digits) {
    Random random(7, RandomStream::data);
    Outcome outcome;
    outcome.part = "test";
    outcome.outputs.resize(classes == 2 ? 1 : classes, samples);
    for (Index k = 0; k < classes; ++k) outcome.classes.push_back(std::to_string(k));
    for (Index i = 0; i < samples; ++i) {
        const auto drawn = static_cast<Index>(random.below(static_cast<std::uint64_t>(classes)));
        outcome.labels.push_back(i < classes ? i : drawn);
        for (Index k = 0; k < outcome.outputs.rows(); ++k) {
            const bool own = outcome.labels.back() == (classes == 2 ? 1 : k);
            const double output = random.uniform() + (own ? 0.4 : 0);
            const double unit = std::pow(10.0, digits);
            outcome.outputs(k, i) = std::round(output * unit) / unit;
        }
    }
    return outcome;
}

/// The same by the metric.
double metric_of(const char* name, const Outcome& outcome) {
    Matrix<double> targets = Matrix<double>::Zero(outcome.outputs.rows(), outcome.samples());
    for (Index i = 0; i < outcome.samples(); ++i) {
        const Index label = outcome.labels[static_cast<std::size_t>(i)];
        if (targets.rows() == 1) {
            targets(0, i) = static_cast<double>(label);
        } else {
            targets(label, i) = 1;
        }
    }
    const auto metric = metrics().make(Choice(name));
    metric->prepare({.classes = static_cast<Index>(outcome.classes.size())});
    metric->add(view(outcome.outputs), view(std::as_const(targets)));
    return metric->value();
}

double trapezoids(const RankingCurve& curve) {
    double area = 0;
    for (std::size_t i = 1; i < curve.x.size(); ++i) {
        area += (curve.x[i] - curve.x[i - 1]) * (curve.y[i] + curve.y[i - 1]) / 2;
    }
    return area;
}

double steps(const RankingCurve& curve) {
    double area = 0, before = 0;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
        area += (curve.x[i] - before) * curve.y[i];
        before = curve.x[i];
    }
    return area;
}

using Numbers = std::vector<double>;

TEST_CASE("the ROC of a few samples is the one worked out by hand") {
    // Best first: yes, no, yes, no.
    const auto curve = roc_curves(binary({0.1, 0.9, 0.7, 0.4}, {0, 1, 0, 1})).at(0);
    CHECK(curve.label == 1);
    CHECK(curve.x == Numbers{0, 0, 0.5, 0.5, 1});
    CHECK(curve.y == Numbers{0, 0.5, 0.5, 1, 1});
    CHECK(curve.area == doctest::Approx(0.75));
    CHECK(curve.base_rate == 0.5);
    // In a perfect order, points on the straight lines are left out.
    const auto perfect = roc_curves(binary({1, 2, 3, 4, 5}, {0, 0, 0, 1, 1})).at(0);
    CHECK(perfect.x == Numbers{0, 0, 1});
    CHECK(perfect.y == Numbers{0, 1, 1});
    // All equal: nothing but the diagonal.
    const auto tie = roc_curves(binary({1, 1, 1}, {0, 1, 0})).at(0);
    CHECK(tie.x == Numbers{0, 1});
    CHECK(tie.y == Numbers{0, 1});
    CHECK(tie.area == 0.5);
}

TEST_CASE("precision and recall of a few samples are the ones worked out by hand") {
    const auto curve = precision_recall_curves(binary({0.1, 0.9, 0.7, 0.4}, {0, 1, 0, 1})).at(0);
    CHECK(curve.x == Numbers{0.5, 1});
    CHECK(curve.y == Numbers{1, 2.0 / 3});
    CHECK(curve.area == doctest::Approx(0.5 + 0.5 * 2 / 3));
    const auto tie = precision_recall_curves(binary({1, 1, 1, 1}, {0, 1, 0, 0})).at(0);
    CHECK(tie.x == Numbers{1});
    CHECK(tie.y == Numbers{0.25});
    CHECK(tie.base_rate == 0.25);
}

TEST_CASE("the areas under the curves are our metrics, with ties as well") {
    for (const Index classes : {2, 3, 12}) {
        for (const int digits : {0, 1, 2, 9}) {
            CAPTURE(classes);
            CAPTURE(digits);
            const auto outcome = random_outcome(classes, 500, digits);
            const auto roc = roc_curves(outcome);
            const auto precision = precision_recall_curves(outcome);
            REQUIRE(roc.size() == (classes == 2 ? 1U : static_cast<std::size_t>(classes)));
            REQUIRE(precision.size() == roc.size());
            for (std::size_t i = 0; i < roc.size(); ++i) {
                CHECK(std::abs(trapezoids(roc[i]) - roc[i].area) < 1e-12);
                CHECK(std::abs(steps(precision[i]) - precision[i].area) < 1e-12);
            }
            CHECK(std::abs(mean_of_roc(roc).area - metric_of("roc_auc", outcome)) < 1e-12);
            CHECK(std::abs(mean_of_precision_recall(precision).area -
                           metric_of("average_precision", outcome)) < 1e-12);
        }
    }
}

TEST_CASE("the mean of curves is their mean at every x") {
    const RankingCurve upper{.label = 0, .x = {0, 0, 1}, .y = {0, 1, 1}, .area = 1};
    const RankingCurve diagonal{.label = 1, .x = {0, 1}, .y = {0, 1}, .area = 0.5};
    const auto roc = mean_of_roc(std::vector{upper, diagonal});
    CHECK(roc.label == -1);
    CHECK(roc.area == 0.75);
    for (std::size_t i = 0; i < roc.x.size(); ++i) {
        CHECK(roc.y[i] == doctest::Approx((1 + roc.x[i]) / 2));
    }
    CHECK(roc.x.front() == 0);
    CHECK(roc.x.back() == 1);
    // A step holds up to its own recall.
    const RankingCurve falling{.label = 0, .x = {0.5, 1}, .y = {1, 0.5}};
    const RankingCurve low{.label = 1, .x = {1}, .y = {0.5}};
    const auto mean = mean_of_precision_recall(std::vector{falling, low});
    for (std::size_t i = 0; i < mean.x.size(); ++i) {
        CHECK(mean.y[i] == (mean.x[i] <= 0.5 ? 0.75 : 0.5));
    }
}

TEST_CASE("classes without samples have no curves, nor have outputs that are no numbers") {
    Outcome outcome = random_outcome(4, 50, 9);
    for (auto& label : outcome.labels) label = label == 3 ? 0 : label;
    CHECK(roc_curves(outcome).size() == 3);
    CHECK(precision_recall_curves(outcome).size() == 3);
    std::fill(outcome.labels.begin(), outcome.labels.end(), Index{2});
    CHECK(roc_curves(outcome).empty());
    REQUIRE(precision_recall_curves(outcome).size() == 1);
    CHECK(precision_recall_curves(outcome).at(0).area == doctest::Approx(1));
    outcome.outputs(1, 7) = std::numeric_limits<double>::quiet_NaN();
    CHECK(precision_recall_curves(outcome).empty());
    // Infinity has its place in the order.
    outcome.outputs(1, 7) = std::numeric_limits<double>::infinity();
    CHECK(precision_recall_curves(outcome).size() == 1);
}

}  // namespace
}  // namespace mlp::test
