#include "mlp/nn/objective.h"
#include "mlp/train/evaluate.h"
#include "mlp/train/judging.h"
#include "mlp/train/metric.h"

#include "support.h"

#include <doctest/doctest.h>

// Which metrics fit which outputs, how these are to be read, and judging a network.

using namespace mlp;
using namespace mlp::test;

namespace {

Judging judging_of(const Choice& activation, Index units, const Choice& loss, Index classes) {
    const Network<double> network(
        3, {Choice("dense", {{"units", std::int64_t{units}},
                             {"activation", std::vector<Choice>{activation}}})});
    return make_judging(network, losses<double>().traits(loss), classes);
}

}  // namespace

TEST_CASE("judging: which outputs are probabilities, and where a single one decides") {
    CHECK(judging_of("softmax", 3, "cross_entropy", 3).probabilities);
    CHECK(judging_of("softmax", 2, "mse", 2).probabilities);
    CHECK(judging_of("sigmoid", 1, "binary_cross_entropy", 2).probabilities);
    CHECK(judging_of("hard_sigmoid", 1, "mse", 2).probabilities);
    CHECK(!judging_of("sigmoid", 3, "binary_cross_entropy", 3).probabilities);  // no one sum
    CHECK(!judging_of("log_softmax", 3, "cross_entropy", 3).probabilities);
    CHECK(!judging_of("tanh", 1, "hinge", 2).probabilities);
    CHECK(!judging_of("linear", 3, "mse", 3).probabilities);
    CHECK(!judging_of("sigmoid", 1, "mse", 0).probabilities);    // there are no classes
    CHECK(!judging_of("sigmoid", 1, "hinge", 2).probabilities);  // it aims at −1 and 1
    CHECK(judging_of("sigmoid", 1, "binary_cross_entropy", 2).decision == 0.5);
    CHECK(judging_of("tanh", 1, "hinge", 2).decision == 0);
    CHECK(judging_of("softmax", 3, "cross_entropy", 3).classes == 3);
}

TEST_CASE("metrics: one that does not fit what is judged says so, and what would") {
    const Judging numbers{};
    const Judging two{0.5, true, 2, {}};
    const Judging three{0.5, true, 3, {}};
    const Judging margins{0, false, 3, {}};
    CHECK(problem_with_metric("accuracy", numbers) ==
          "'accuracy' does not fit: the target is a number\n"
          "  help: take one of mse, rmse, mae, median_ae, mape, r2, explained_variance, max_error");
    CHECK(problem_with_metric("r2", two).starts_with(
        "'r2' does not fit: the target is a class\n  help: take one of accuracy, "));
    CHECK(problem_with_metric("f1", three) ==
          "'f1' is for two classes, and there are 3\n"
          "  help: take one of f1_macro, f1_micro, f1_weighted");
    CHECK(problem_with_metric("log_loss", margins) ==
          "'log_loss' needs probabilities of the classes, and the outputs of this network are "
          "none\n  help: end the network with softmax (and the loss cross_entropy) or, for two "
          "classes, with one unit and sigmoid (and binary_cross_entropy)");
    CHECK(problem_with_metric("top_k_accuracy", two) ==
          "'top_k_accuracy' with k = 2 of 2 classes is always 1\n"
          "  help: set 'k' below the number of classes, or take 'accuracy'");
    CHECK(problem_with_metric(Choice("top_k_accuracy", {{"k", std::int64_t{1}}}), two).empty());

    for (const auto& name : metric_names().names()) {
        CAPTURE(name);
        const MetricTraits& traits = metrics().traits(name);
        CHECK(problem_with_metric(name, numbers).empty() != traits.classification);
        CHECK(problem_with_metric(name, three).empty() ==
              (traits.classification && !traits.binary));
        CHECK(problem_with_metric(name, margins).empty() ==
              (traits.classification && !traits.binary && !traits.probabilities));
    }
}

TEST_CASE("score board: metrics that are unknown or do not fit are refused") {
    const auto refusal = [](const Choice& metric, const Judging& judging) {
        return message_of([&] { ScoreBoard<double>({metric}, judging); });
    };
    const Judging two{0.5, true, 2, {}};
    CHECK(refusal("acuracy", two).find("did you mean 'accuracy'") != std::string::npos);
    CHECK(refusal("mae", two) == problem_with_metric("mae", two));
    CHECK(refusal(Choice("top_k_accuracy", {{"k", std::int64_t{0}}}), {0.5, true, 3, {}}) ==
          "top_k_accuracy: option 'k' must be at least 1 and at most 1000000000, but is 0");
    CHECK_THROWS_AS(ScoreBoard<float>({"mae"}, two), InputError);
    CHECK(refusal("accuracy", two).empty());
}

TEST_CASE_TEMPLATE("evaluate in detail: scores and confusion of one pass, batch by batch", T, float,
                   double) {
    // One linear unit that says yes for x > 0, to be compared with -1 and 1.
    Network<T> network(1, {Choice("dense", {{"units", std::int64_t{1}}})});
    network.parameters().values() << T(1), T(0);
    const Objective<T> objective("hinge", network);
    Dataset<T> data;
    data.inputs.resize(1, 5);
    data.inputs << T(-2), T(2), T(0.5), T(-0.5), T(3);
    data.labels = {0, 1, 0, 1, 1};
    data.no = T(-1);
    const auto all = Subset<T>::all(data);
    auto workspace = network.make_workspace(2);
    ScoreBoard<T> board({"accuracy", "roc_auc"},
                        make_judging(network, objective.loss().traits(), 2));
    const Evaluation evaluation = evaluate_in_detail(network, objective, all, board, workspace);
    CHECK(evaluation.samples == 5);
    CHECK(evaluation.scores == evaluate(network, objective, all, board, workspace));
    // Hinge: 1 + 0.5 and 1 + 0.5 of the two that are wrong, 0 of the others.
    CHECK(evaluation.scores[0].second == doctest::Approx(3.0 / 5).epsilon(1e-6));
    CHECK(evaluation.scores[1].second == 3.0 / 5);
    CHECK(evaluation.scores[2].second == 5.0 / 6);  // only 0.5 stands above -0.5
    CHECK(evaluation.confusion.count(0, 0) == 1);
    CHECK(evaluation.confusion.count(0, 1) == 1);
    CHECK(evaluation.confusion.count(1, 0) == 1);
    CHECK(evaluation.confusion.count(1, 1) == 2);
}

TEST_CASE("evaluate in detail: there is no confusion of numbers") {
    const Network<double> network(1, {Choice("dense", {{"units", std::int64_t{1}}})});
    const Objective<double> objective("mse", network);
    Dataset<double> data;
    data.inputs = row({1, 2, 3});
    data.targets = row({1, -1, 0});
    auto workspace = network.make_workspace(3);
    ScoreBoard<double> board({"mse"}, make_judging(network, objective.loss().traits(), 0));
    const auto evaluation =
        evaluate_in_detail(network, objective, Subset<double>::all(data), board, workspace);
    CHECK(evaluation.confusion.classes() == 0);
    CHECK(evaluation.samples == 3);
    CHECK(evaluation.scores == Scores{{"loss", 2.0 / 3}, {"mse", 2.0 / 3}});
}
