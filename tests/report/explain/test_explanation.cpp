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

TEST_CASE("explanation: one neuron, 0.5 + 0.2 + 0.1 = 0.8") {
    const auto neuron = one_neuron();
    const auto explanation =
        explain(neuron.model(), raw_sample(neuron.preprocessing, one_neuron_sample), {});
    REQUIRE(explanation.layers.size() == 1);
    const auto& layer = explanation.layers[0];
    CHECK(layer.name == "layers.0");
    CHECK(layer.type == "dense");
    CHECK(layer.activation == "sigmoid");
    CHECK(layer.formula == "1 / (1 + e^-z)");
    REQUIRE(layer.neurons.size() == 1);
    const auto& sum = layer.neurons[0].rows.at(0).z;
    REQUIRE(sum.terms.size() == 3);
    CHECK(sum.terms[0].product() == about(0.5));
    CHECK(sum.terms[1].product() == about(0.2));
    CHECK(sum.terms[2].product() == about(0.1));
    CHECK(sum.terms[2].name == "x3");
    CHECK(*sum.bias == 0);
    CHECK(sum.total == about(0.8));
    CHECK(layer.neurons[0].a == about(1 / (1 + std::exp(-0.8))));
    REQUIRE(explanation.answer);
    CHECK(explanation.answer->name == "1");
    CHECK(*explanation.answer->probability == about(0.6899744811276125));
    CHECK(*explanation.answer->decision == 0.5);
    CHECK_FALSE(explanation.target);
    CHECK_FALSE(explanation.preprocessed);
}

TEST_CASE("explanation: XOR by hand, forwards, backwards and one step on") {
    const auto xor_ = xor_by_hand();
    const auto explanation =
        explain(xor_.model(), raw_sample(xor_.preprocessing, {1, 0}), target({1}, 0.01));
    REQUIRE(explanation.layers.size() == 2);
    const auto& hidden = explanation.layers[0];
    const auto& last = explanation.layers[1];
    REQUIRE(hidden.neurons.size() == 2);
    REQUIRE(last.neurons.size() == 1);
    // z0 = 1 + 0 + 0, z1 = 1 + 0 - 0.5, y = 1 - 2 * 0.5 + 0.25
    CHECK(hidden.neurons[0].rows[0].z.total == 1);
    CHECK(hidden.neurons[0].a == 1);
    CHECK(hidden.neurons[1].rows[0].z.total == 0.5);
    CHECK(hidden.neurons[1].a == 0.5);
    CHECK(last.neurons[0].rows[0].z.total == 0.25);
    CHECK(last.neurons[0].a == 0.25);
    CHECK(last.neurons[0].rows[0].z.terms[1].name == "a[1]");
    // L = (0.25 - 1)^2, dL/dy = 2 * -0.75
    CHECK(explanation.target->value == 0.5625);
    CHECK(explanation.target->derivative == "2 (a - t)");
    CHECK(last.from == GradientFrom::loss);
    CHECK(last.neurons[0].gradient == -1.5);
    CHECK(*last.neurons[0].slope == 1);
    const auto& out = last.neurons[0].rows[0];
    CHECK(out.delta == -1.5);
    CHECK(out.steps[0].gradient == -1.5);
    CHECK(out.steps[0].updated == about(1.015));
    CHECK(out.steps[1].gradient == -0.75);
    CHECK(out.steps[1].updated == about(-1.9925));
    CHECK(out.bias->gradient == -1.5);
    CHECK(out.bias->updated == about(0.265));
    // dL/da0 = 1 * -1.5, dL/da1 = -2 * -1.5; relu passes both on; x2 is 0
    CHECK(hidden.from == GradientFrom::dense_layer);
    const auto& first = hidden.neurons[0];
    const auto& second = hidden.neurons[1];
    REQUIRE(first.from_next);
    CHECK(first.from_next->terms.at(0).product() == -1.5);
    CHECK(first.gradient == -1.5);
    CHECK(*first.slope == 1);
    CHECK(first.rows[0].delta == -1.5);
    CHECK(first.rows[0].steps[0].gradient == -1.5);
    CHECK(first.rows[0].steps[0].updated == about(1.015));
    CHECK(first.rows[0].steps[1].gradient == 0);
    CHECK(first.rows[0].steps[1].updated == 1);
    CHECK(first.rows[0].bias->updated == about(0.015));
    CHECK(second.rows[0].delta == 3);
    CHECK(second.rows[0].steps[0].updated == about(0.97));
    CHECK(second.rows[0].bias->updated == about(-0.53));
    // z0 = 1.03, z1 = 0.44, y = 1.015 * 1.03 - 1.9925 * 0.44 + 0.265 = 0.43375
    CHECK(explanation.target->after == about(0.56625 * 0.56625));
}

TEST_CASE("explanation: sigmoid and cross-entropy, softmax and cross-entropy give a - t") {
    auto neuron = one_neuron();
    const auto raw = raw_sample(neuron.preprocessing, one_neuron_sample);
    auto explanation = explain(neuron.model(), raw, target({1}));
    const auto& layer = explanation.layers[0];
    CHECK(layer.from == GradientFrom::fused_loss);
    CHECK(layer.neurons[0].rows[0].delta == about(layer.neurons[0].a - 1));
    CHECK(explanation.target->derivative == "a - t");
    CHECK(explanation.target->value == about(-std::log(layer.neurons[0].a)));

    auto model = many_units();
    const auto sample = raw_sample(model.preprocessing, many_numbers());
    explanation = explain(model.model(), sample, target({0, 1, 0}));
    CHECK(explanation.target->derivative == "a - t");
    const auto& softmax = explanation.layers[1];
    REQUIRE(softmax.shares);
    for (const auto& one : softmax.neurons) {
        CHECK(one.rows[0].delta == about(one.a - (one.unit == 1 ? 1 : 0)));
        CHECK(one.a == about(softmax.shares->of(one.rows[0].z.total) / softmax.shares->sum));
    }
    // Where that is not the gradient, it is not said.
    model.loss = {"focal", {}};
    CHECK(explain(model.model(), sample, target({0, 1, 0})).target->derivative.empty());
}

TEST_CASE("explanation: a loss can be computed from its options and the targets shown") {
    auto model = many_units();
    const auto sample = raw_sample(model.preprocessing, many_numbers());
    model.loss = {"cross_entropy", {{"label_smoothing", 0.3}}};
    auto explanation = explain(model.model(), sample, target({0, 1, 0}));
    CHECK(explanation.target->options == "label_smoothing = 0.3");
    CHECK(explanation.target->notes ==
          std::vector<std::string>{
              "the target is smoothed: t = (1 - 0.3) * target + 0.3 / 3, which is 0.8000 where the "
              "target is 1 and 0.1000 where it is 0"});
    double sum = 0;
    for (const auto& neuron : explanation.layers[1].neurons) {
        CHECK(*neuron.target == about(neuron.unit == 1 ? 0.8 : 0.1));
        CHECK(neuron.rows[0].delta == about(neuron.a - *neuron.target));
        sum -= *neuron.target * std::log(neuron.a);
    }
    CHECK(explanation.target->value == about(sum));
    CHECK(explanation.target->derivative == "a - t");

    model.loss = {"focal", {}};
    explanation = explain(model.model(), sample, target({0, 1, 0}));
    CHECK(explanation.target->options == "gamma = 2");
    CHECK(explanation.target->notes.empty());
    const double p = explanation.layers[1].neurons[1].a;
    CHECK(explanation.target->value == about(-(1 - p) * (1 - p) * std::log(p)));

    model.loss = {"cross_entropy", {}};
    explanation = explain(model.model(), sample, target({0, 1, 0}));
    CHECK(explanation.target->options.empty());
    CHECK(explanation.target->notes.empty());
    model.loss = {"mse", {}};
    explanation = explain(model.model(), sample, target({0, 1, 0}));
    CHECK(explanation.target->notes ==
          std::vector<std::string>{"L is the mean of this over the K = 3 outputs"});
    double squares = 0;
    for (const auto& neuron : explanation.layers[1].neurons)
        squares += std::pow(neuron.a - *neuron.target, 2);
    CHECK(explanation.target->value == about(squares / 3));
    const auto neuron = one_neuron();
    const auto one = raw_sample(neuron.preprocessing, one_neuron_sample);
    CHECK(explain(neuron.model(), one, target({1})).target->notes.empty());
}

TEST_CASE("explanation: the shares of a softmax stay finite, and its temperature counts") {
    auto model = explained<>(1, {dense(2, {"softmax", {{"temperature", 0.5}}})}, "cross_entropy");
    for (const double size : {1.0, 800.0}) {
        CAPTURE(size);
        model.set("layers.0.weight", (Matrix<double>(2, 1) << size, size + 1).finished());
        const auto explanation =
            explain(model.model(), raw_sample(model.preprocessing, {1}), target({0, 1}));
        const auto& layer = explanation.layers[0];
        CHECK(std::isfinite(layer.shares->sum));
        CHECK(layer.shares->scale == 2);
        CHECK(layer.neurons[1].a == about(1 / (1 + std::exp(-2.0))));
        for (const auto& neuron : layer.neurons)
            CHECK(neuron.a == about(layer.shares->of(neuron.rows[0].z.total) / layer.shares->sum));
    }
}

TEST_CASE("explanation: a float network is computed in double") {
    auto model = explained<float>(2, {dense(3, "tanh"), dense(1, "linear")}, "mse");
    const auto explanation =
        explain(model.model(), raw_sample(model.preprocessing, {0.1, 0.7}), target({1}));
    for (const auto& layer : explanation.layers) {
        for (const auto& neuron : layer.neurons) {
            const auto& z = neuron.rows[0].z;
            double sum = *z.bias;
            for (const auto& term : z.terms) sum += term.product();
            CHECK(z.total == about(sum));
            CHECK(neuron.a == about(layer.activation == "tanh" ? std::tanh(sum) : sum));
        }
    }
}

TEST_CASE("explanation: what is too much is left out, counted and summed up") {
    auto model = many_units();
    const auto raw = raw_sample(model.preprocessing, many_numbers());
    const auto all = explain(model.model(), raw, target({0, 0, 1}), ExplanationLimits::none());
    const auto some = explain(model.model(), raw, target({0, 0, 1}), {3, 8});
    CHECK(all.layers[0].neurons.size() == 12);
    CHECK(all.inputs.size() == 20);
    CHECK(some.inputs.size() == 3);
    CHECK(some.inputs_left_out == 17);
    const auto& layer = some.layers[0];
    CHECK(layer.neurons.size() == 8);
    CHECK(layer.neurons_left_out == 4);
    CHECK(layer.outputs.size() == 3);
    CHECK(layer.outputs_left_out == 9);
    double least = infinity;
    for (const auto& neuron : layer.neurons) {
        least = std::min(least, std::abs(neuron.a));
        const auto& whole = all.layers[0].neurons[static_cast<std::size_t>(neuron.unit)].rows[0];
        const auto& part = neuron.rows[0];
        REQUIRE(part.z.terms.size() == 3);
        CHECK(part.z.left_out == 17);
        CHECK(part.z.total == whole.z.total);
        double shown = *part.z.bias, smallest = infinity;
        for (const auto& term : part.z.terms) {
            shown += term.product();
            smallest = std::min(smallest, std::abs(term.product()));
        }
        CHECK(part.z.total == about(shown + part.z.left_out_sum));
        int larger = 0;
        for (const auto& term : whole.z.terms) larger += std::abs(term.product()) >= smallest;
        CHECK(larger == 3);
        CHECK(part.steps.size() == 3);
        CHECK(part.left_out == 17);
        double squares = 0, of_all = 0;
        for (const auto& step : part.steps) squares += step.gradient * step.gradient;
        for (const auto& step : whole.steps) of_all += step.gradient * step.gradient;
        CHECK(part.left_out_norm == doctest::Approx(std::sqrt(of_all - squares)).epsilon(1e-6));
    }
    int larger = 0;
    for (const auto& neuron : all.layers[0].neurons) larger += std::abs(neuron.a) >= least;
    CHECK(larger == 8);
    // The neuron of the target is always there.
    for (const std::size_t wanted : {0U, 1U, 2U}) {
        std::vector<double> values(3);
        values[wanted] = 1;
        const auto one = explain(model.model(), raw, target(values), {3, 1});
        REQUIRE(one.layers[1].neurons.size() == 1);
        CHECK(one.layers[1].neurons[0].unit == static_cast<Index>(wanted));
        CHECK(*one.layers[1].neurons[0].target == 1);
    }
}

TEST_CASE("explanation: of many outputs the largest are listed") {
    const auto model = explained<>(3, {dense(40, "linear")}, "mse");
    const auto raw = raw_sample(model.preprocessing, {1, 2, 3});
    const auto all = explain(model.model(), raw, {}, ExplanationLimits::none());
    const auto some = explain(model.model(), raw, {});
    CHECK(all.outputs.size() == 40);
    CHECK(all.outputs_left_out == 0);
    REQUIRE(some.outputs.size() == 32);
    CHECK(some.outputs_left_out == 8);
    double least = infinity;
    for (const auto& output : some.outputs) least = std::min(least, std::abs(output.value));
    int larger = 0;
    for (const auto& output : all.outputs) larger += std::abs(output.value) >= least ? 1 : 0;
    CHECK(larger == 32);
}

TEST_CASE("explanation: inputs and outputs keep what was given, and their own units") {
    auto model = explained<>(4, {dense(1, "linear")}, "mse");
    NumberInput age{"age"};
    age.transform = {Curve::none, 1, 40, 0.1};
    TextInput city{"city", {{"Paris", "Rome"}}};
    model.preprocessing = Preprocessing(
        {age, city}, {{extra_features().make("squares"), 0, 0, {Curve::none, 1, 0, 1e-3}}});
    model.targets.scaling = {{Curve::none, 1, 100, 0.5}};
    RawData raw;
    raw.inputs.names = {"age", "city"};
    raw.inputs.cells = {Column("age"), Column("city")};
    raw.inputs.cells[0].add_number(30);
    raw.inputs.cells[1].add_text("Rome");
    const auto explanation = explain(model.model(), raw, {});
    CHECK(explanation.preprocessed);
    const auto& inputs = explanation.inputs;
    REQUIRE(inputs.size() == 4);
    CHECK(inputs[0].name == "age");
    CHECK(inputs[0].given == "30");
    CHECK(inputs[0].value == about(-1));
    CHECK(scaling_text(inputs[0]) == "(30 - 40) * 0.1");
    CHECK(inputs[1].name == "city=Paris");
    CHECK(inputs[1].given == "Rome");
    CHECK(inputs[1].value == 0);
    CHECK(inputs[2].value == 1);
    CHECK(inputs[3].given.empty());
    CHECK(inputs[3].value == about(0.9));
    const auto& output = explanation.outputs.at(0);
    REQUIRE(output.unscaled);
    CHECK(*output.unscaled == about(output.value * 2 + 100));
    CHECK_FALSE(explanation.answer);
}

TEST_CASE("explanation: where no gradient passes, a target is refused") {
    auto model = explained<>(2, {dense(2, "step"), dense(1, "linear")}, "mse");
    const auto raw = raw_sample(model.preprocessing, {1, 0});
    CHECK(explain(model.model(), raw, {}).layers.size() == 2);
    CHECK(message_of([&] {
              explain(model.model(), raw, target({1}));
          }).find("step is 0 everywhere") != std::string::npos);
    const Choice surrogate("step", {{"surrogate", "straight_through"}});
    model = explained<>(2, {dense(2, surrogate), dense(1, "linear")}, "mse");
    CHECK(explain(model.model(), raw, {}).notes.empty());
    CHECK(explain(model.model(), raw, target({1})).notes.size() == 1);
}

TEST_CASE("explanation: a sum is shown to the digits that it needs") {
    CHECK(four_digits(0) == "0.0000");
    CHECK(four_digits(0.8) == "0.8000");
    CHECK(four_digits(-0.01) == "-0.0100");
    CHECK(four_digits(-0.00123456) == "-1.235e-03");
    CHECK(four_digits(99999) == "99999.0000");
    CHECK(four_digits(123456) == "1.235e+05");
    CHECK(four_digits(std::nan("")) == "nan");
    CHECK(six_digits(0.5) == "0.500000");
    CHECK(six_digits(0.00002) == "2.00000e-05");
}
