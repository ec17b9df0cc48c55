#include "mlp/experiment/experiment.h"
#include "mlp/train/diagnosis.h"
#include "mlp/train/evaluate.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

// Each of configs/lessons shows what it says.

namespace {

/// A lesson that was run, and what was seen and told on the way.
class Lesson final : public TrainingObserver {
  public:
    explicit Lesson(const std::string& name, const std::vector<std::string>& overrides = {})
        : experiment(read_experiment(source_directory() / "configs/lessons" / (name + ".json"),
                                     overrides)),
          diagnosis([this](const Finding& finding) { told.push_back(finding.problem); }) {
        CHECK(experiment.config().warnings.empty());
        experiment.train({this, &diagnosis});
    }

    bool on_epoch(const EpochReport& report) override {
        if (!report.layers.empty()) layers.push_back(report.layers);
        losses.push_back(report.train.front().second);
        return true;
    }
    bool is_told(const std::string& what) const {
        return std::ranges::any_of(
            told, [&](const std::string& text) { return text.find(what) != std::string::npos; });
    }
    double accuracy() const {
        const auto scores = experiment.score(experiment.train_samples());
        return std::ranges::find(scores, "accuracy", &Scores::value_type::first)->second;
    }
    /// The outputs for all samples.
    Matrix<float> outputs() const {
        const auto& samples = *experiment.train_samples().data;
        return predict(experiment.model().network, samples.inputs);
    }

    Experiment<float> experiment;
    std::vector<std::string> told;
    std::vector<std::vector<LayerReport>> layers;
    std::vector<double> losses;

  private:
    Diagnosis diagnosis;
};

/// Of the first layer's gradient to the last layer's, in the last epoch that was looked at.
double gradient_ratio(const Lesson& lesson) {
    const auto& layers = lesson.layers.back();
    return layers.front().gradient_norm / layers.back().gradient_norm;
}

}  // namespace

TEST_CASE("lessons: a linear network cannot learn XOR, one that bends can") {
    const Lesson linear("linear_xor");
    CHECK(linear.accuracy() <= 0.75);
    CHECK(linear.losses.back() > std::log(2.0) - 1e-3);
    CHECK(linear.is_told("the loss stands still"));
    const Lesson bent("linear_xor", {"network.layers.0.activation=tanh"});
    CHECK(bent.accuracy() == 1);
}

TEST_CASE("lessons: ten sigmoid layers lose their gradient, ten relu layers do not") {
    const Lesson sigmoid("deep_sigmoid");
    CHECK(gradient_ratio(sigmoid) < 1e-4);
    CHECK(sigmoid.is_told("the gradient vanishes"));
    CHECK(sigmoid.accuracy() < 0.7);
    const Lesson relu("deep_relu");
    CHECK(gradient_ratio(relu) > 0.1);
    CHECK_FALSE(relu.is_told("the gradient vanishes"));
    CHECK(relu.accuracy() > 0.95);
}

TEST_CASE("lessons: relu units die at a high rate, those of leaky_relu do not") {
    const auto dead = [](const Lesson& lesson) {
        return std::max(lesson.layers.back()[0].dead, lesson.layers.back()[1].dead);
    };
    const Lesson relu("dying_relu");
    CHECK(dead(relu) >= 0.5);
    CHECK(relu.is_told("units die"));
    CHECK(relu.accuracy() < 0.7);
    const Lesson leaky("dying_leaky_relu");
    CHECK(dead(leaky) == 0);
    CHECK_FALSE(leaky.is_told("units die"));
    CHECK(leaky.accuracy() > 0.9);
    CHECK(dead(Lesson("dying_relu", {"optimizer.learning_rate=0.01"})) < 0.25);
}

TEST_CASE("lessons: zero weights never break their symmetry") {
    const Lesson zero("zero_weights");
    const auto& network = zero.experiment.model().network;
    const auto& blocks = network.parameters().blocks();
    const Matrix<float> weight = network.parameters().value(blocks.front());
    for (Index unit = 1; unit < weight.rows(); ++unit) CHECK(weight.row(unit) == weight.row(0));
    CHECK(zero.accuracy() <= 0.75);
    CHECK(zero.losses.back() == doctest::Approx(std::log(2.0)).epsilon(1e-3));
    CHECK(zero.is_told("the loss stands still"));
    const Lesson random("zero_weights", {"network.layers.0.initializer=glorot_uniform",
                                         "network.layers.1.initializer=glorot_uniform"});
    CHECK(random.accuracy() == 1);
}

TEST_CASE("lessons: about half of relu's outputs are silent at a random start") {
    const Lesson lesson("silent_relu");
    REQUIRE(lesson.layers.size() == 1);
    const auto& layers = lesson.layers.front();
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(i);
        CHECK(layers[i].silent > 0.4);
        CHECK(layers[i].silent < 0.6);
        // he_normal makes up for them: signals stay as large.
        CHECK(layers[i].pre_activation_sd > 0.6 * layers[0].pre_activation_sd);
        CHECK(layers[i].pre_activation_sd < 1.6 * layers[0].pre_activation_sd);
    }
    const Lesson lecun("silent_relu", {"network.layers.1.initializer=lecun_normal",
                                       "network.layers.2.initializer=lecun_normal"});
    CHECK(lecun.layers[0][2].pre_activation_sd < 0.6 * lecun.layers[0][0].pre_activation_sd);
}

TEST_CASE("lessons: the outputs of softmax share a sum of 1, independent sigmoids do not") {
    const auto sums = [](const Lesson& lesson) {
        return Vector<float>(lesson.outputs().colwise().sum().transpose());
    };
    const Lesson softmax("softmax_outputs");
    CHECK((sums(softmax).array() - 1).abs().maxCoeff() < 1e-5);
    CHECK(softmax.accuracy() > 0.95);
    const Lesson sigmoids("sigmoid_outputs");
    CHECK((sums(sigmoids).array() - 1).abs().maxCoeff() > 0.03);
    CHECK(sigmoids.accuracy() > 0.95);
}
