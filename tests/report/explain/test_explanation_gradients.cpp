#include "mlp/data/extra_features.h"
#include "mlp/nn/objective.h"
#include "mlp/report/explain/explanation.h"
#include "mlp/report/explain/explanation_words.h"

#include "report/explain/explanation_models.h"
#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// The loss of a sample as a function of the parameters, at prediction.
struct LossAt {
    Explained<>& model;
    Objective<double> objective{model.loss, model.network};
    Workspace<double> workspace = model.network.make_workspace(1);

    LossAt(Explained<>& m, const std::vector<double>& x, const TargetOfExplanation& target)
        : model(m) {
        for (std::size_t i = 0; i < x.size(); ++i) workspace.x(static_cast<Index>(i), 0) = x[i];
        workspace.target.col(0) = target.values;
    }
    double operator()() {
        const auto& x = workspace.x;
        model.network.forward({x.data(), x.rows(), 1}, workspace);
        return objective.evaluate(workspace, 1);
    }
    /// Of the fourth order (Abramowitz and Stegun 1964, 25.3.6).
    double slope(double& w) {
        constexpr double h = 1e-4;
        const double saved = w;
        const auto at = [&](double offset) {
            w = saved + offset;
            return (*this)();
        };
        const double slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        w = saved;
        return slope;
    }
    Matrix<double> slopes(const std::string& name) {
        auto& parameters = model.network.parameters();
        for (const auto& block : parameters.blocks()) {
            if (block.name != name) continue;
            Matrix<double> result(block.rows, block.cols);
            for (Index k = 0; k < block.size(); ++k)
                result.data()[k] = slope(parameters.value(block).data()[k]);
            return result;
        }
        return {};
    }
};

/// Every gradient of an explanation against differences.
void check_against_differences(Explained<>& model, const std::vector<double>& x,
                               const TargetOfExplanation& target) {
    const auto explanation = explain(model.model(), raw_sample(model.preprocessing, x), target,
                                     ExplanationLimits::none());
    LossAt loss(model, x, target);
    CHECK(explanation.target->value == about(loss()));
    int weights = 0;
    const auto same = [](double gradient, double difference) {
        CHECK(std::abs(gradient - difference) <= 1e-6 * std::max(1e-3, std::abs(difference)));
    };
    for (const auto& layer : explanation.layers) {
        CAPTURE(layer.name);
        CAPTURE(layer.type);
        for (const auto& block : layer.gradients) {
            CAPTURE(block.name);
            same(block.norm, loss.slopes(block.name).norm());
        }
        if (!layer.written_out()) continue;
        const Matrix<double> w = loss.slopes(layer.name + ".weight");
        const Matrix<double> b = loss.slopes(layer.name + ".bias");
        const auto units = static_cast<Index>(layer.neurons.size());
        for (const auto& neuron : layer.neurons) {
            for (std::size_t piece = 0; piece < neuron.rows.size(); ++piece) {
                const Index row = neuron.unit + static_cast<Index>(piece) * units;
                const auto& explained_row = neuron.rows[piece];
                REQUIRE(static_cast<Index>(explained_row.steps.size()) == w.cols());
                for (const auto& step : explained_row.steps) {
                    same(step.gradient, w(row, step.index));
                    CHECK(step.gradient == about(explained_row.delta * step.x));
                    CHECK(step.updated == about(step.value - target.learning_rate * step.gradient));
                    ++weights;
                }
                same(explained_row.bias->gradient, b(row, 0));
            }
            if (neuron.slope) CHECK(neuron.rows[0].delta == about(*neuron.slope * neuron.gradient));
            if (!neuron.from_next) continue;
            double sum = 0;
            for (const auto& term : neuron.from_next->terms) sum += term.product();
            CHECK(neuron.gradient == about(sum));
        }
    }
    CHECK(weights > 0);
    // The step, taken by hand.
    auto& parameters = model.network.parameters();
    Vector<double> step(parameters.size());
    step.setZero();
    for (const auto& block : parameters.blocks()) {
        if (block.role != Role::statistic)
            block.in(VectorView<double>(step.data(), step.size())) = loss.slopes(block.name);
    }
    parameters.values() -= target.learning_rate * step;
    CHECK(explanation.target->after == doctest::Approx(loss()).epsilon(1e-6));
}

}  // namespace

TEST_CASE("explanation: all gradients are those of central differences") {
    const std::vector<double> x{0.8, -0.3, 0.5, 1.2};
    const auto two = target({0.3, -0.4}, 0.05);
    const auto one_hot = target({0, 1, 0}, 0.05);
    const Choice maxout("maxout", {{"pieces", Index{3}}});
    struct Case {
        std::string name;
        Shape input;
        std::vector<Choice> layers;
        Choice loss;
        TargetOfExplanation target;
    };
    const Choice block("residual", {{"layers", std::vector<Choice>{dense(6, "tanh")}}});
    const Choice convolution("conv2d", {{"filters", Index{2}},
                                        {"kernel", Integers{2}},
                                        {"padding", Integers{1}},
                                        {"activation", std::vector<Choice>{"elu"}}});
    const std::vector<Case> cases{
        {"relu, softmax",
         4,
         {dense(7, "relu"), dense(5, "relu"), dense(3, "softmax")},
         "cross_entropy",
         one_hot},
        {"tanh, mse", 4, {dense(6, "tanh"), dense(2, "linear")}, "mse", two},
        {"not fused", 4, {dense(6, "gelu"), dense(3, "softmax")}, "mse", one_hot},
        {"softmax inside", 4, {dense(6, "softmax"), dense(2, "linear")}, "huber", two},
        {"maxout", 4, {dense(5, maxout), dense(2, "linear")}, "mse", two},
        {"prelu", 4, {dense(6, "prelu"), dense(2, "linear")}, "mse", two},
        {"binary",
         4,
         {dense(3, "sigmoid"), dense(1, "sigmoid")},
         "binary_cross_entropy",
         target({1}, 0.05)},
        {"residual", 4, {dense(6, "tanh"), block, dense(3, "softmax")}, "cross_entropy", one_hot},
        {"layer_norm", 4, {dense(6, "tanh"), "layer_norm", dense(2, "linear")}, "mse", two},
        {"convolution",
         Shape(1, 2, 2),
         {convolution, "flatten", dense(5, "tanh"), dense(3, "softmax")},
         "cross_entropy",
         one_hot},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        auto model = explained<>(c.input, c.layers, c.loss);
        check_against_differences(model, x, c.target);
    }
}

TEST_CASE("explanation: batch_norm and dropout are as at prediction, in both directions") {
    Choice dropping = dense(6, "tanh");
    dropping.options["dropout"] = 0.5;
    const Choice noise("gaussian_noise", {{"stddev", 3.0}});
    const Choice inner("residual", {{"layers", std::vector<Choice>{"batch_norm", noise}}});
    auto model = explained<>(
        4, {dropping, "batch_norm", Choice("dropout", {{"rate", 0.9}}), inner, dense(2, "linear")},
        "mse");
    Random random(7, RandomStream::weights);
    for (const auto& block : model.network.parameters().blocks()) {
        if (block.role != Role::statistic) continue;
        for (double& v : model.network.parameters().value(block).reshaped())
            v = random.uniform(0.5, 2);
    }
    const std::vector<double> x{0.8, -0.3, 0.5, 1.2};
    const auto raw = raw_sample(model.preprocessing, x);
    const auto once = explain(model.model(), raw, target({1, 2}));
    CHECK(once.notes.size() == 5);
    CHECK(once.target->after == explain(model.model(), raw, target({1, 2})).target->after);
    CHECK(once.layers[2].type == "dropout");
    CHECK(once.layers[1].type == "batch_norm");
    check_against_differences(model, x, target({1, 2}, 0.01));
}
