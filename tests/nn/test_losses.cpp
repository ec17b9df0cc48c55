#include "mlp/nn/activation.h"
#include "mlp/nn/loss.h"
#include "mlp/nn/objective.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

struct Judged {
    double loss;
    Matrix<double> delta;
};

Judged at_output(const std::string& name, const Matrix<double>& a, const Matrix<double>& target) {
    Matrix<double> delta(a.rows(), a.cols());
    const double loss = losses<double>().make(name)->at_output(view(a), view(target), view(delta));
    return {loss, delta};
}

Judged at_logits(const std::string& name, const Matrix<double>& z, const Matrix<double>& target) {
    const auto loss = losses<double>().make(name);
    Matrix<double> a(z.rows(), z.cols());
    activations<double>().make(std::string(loss->traits().fused_with))->forward(view(z), view(a));
    Matrix<double> delta(z.rows(), z.cols());
    const double value =
        loss->at_logits(view(z), view(std::as_const(a)), view(target), view(delta));
    return {value, delta};
}

Matrix<double> one_hot(const nlohmann::json& classes, Index count) {
    Matrix<double> target = Matrix<double>::Zero(count, static_cast<Index>(classes.size()));
    for (Index i = 0; i < target.cols(); ++i) {
        target(classes[static_cast<std::size_t>(i)].get<Index>(), i) = 1;
    }
    return target;
}

void check_reference(const Judged& judged, const nlohmann::json& expected) {
    CHECK(std::abs(judged.loss - expected.at("loss").get<double>()) < 1e-14);
    CHECK((judged.delta - samples(expected.at("gradient"))).cwiseAbs().maxCoeff() < 1e-14);
}

/// Compares delta with central differences of the loss over each prediction.
template <class Judge>
void check_gradient(Judge judge, const Matrix<double>& prediction) {
    constexpr double h = 1e-6;
    const Matrix<double> delta = judge(prediction).delta;
    for (Index i = 0; i < prediction.size(); ++i) {
        Matrix<double> up = prediction;
        Matrix<double> down = prediction;
        up.data()[i] += h;
        down.data()[i] -= h;
        CHECK(std::abs(delta.data()[i] - (judge(up).loss - judge(down).loss) / (2 * h)) < 1e-8);
    }
}

}  // namespace

TEST_CASE("losses: values and gradients are those of PyTorch in float64") {
    const auto file = reference("losses.json");
    for (const char* name : {"mse", "mae", "binary_cross_entropy"}) {
        CAPTURE(name);
        const auto& expected = file.at(name);
        check_reference(
            at_output(name, samples(expected.at("prediction")), samples(expected.at("target"))),
            expected);
    }
    const auto& binary = file.at("binary_cross_entropy_from_logits");
    check_reference(at_logits("binary_cross_entropy", samples(binary.at("prediction")),
                              samples(binary.at("target"))),
                    binary);
    const auto& classes = file.at("cross_entropy_from_logits");
    const Matrix<double> logits = samples(classes.at("prediction"));
    check_reference(at_logits("cross_entropy", logits, one_hot(classes.at("class"), logits.rows())),
                    classes);
}

TEST_CASE("losses: every gradient agrees with central differences") {
    Matrix<double> prediction(3, 2);
    prediction << 0.2, 0.7, 0.5, 0.1, 0.3, 0.2;
    Matrix<double> target(3, 2);
    target << 0, 0.25, 1, 0.5, 0, 0.25;
    int checked = 0;
    for (const auto& name : loss_names().names()) {
        CAPTURE(name);
        const auto traits = losses<double>().make(name)->traits();
        if (!traits.fused_only) {
            check_gradient([&](const Matrix<double>& p) { return at_output(name, p, target); },
                           prediction);
            ++checked;
        }
        if (!traits.fused_with.empty()) {
            check_gradient([&](const Matrix<double>& p) { return at_logits(name, p, target); },
                           4 * prediction.array() - 2);
            ++checked;
        }
    }
    CHECK(checked == 5);  // mse, mae, binary_cross_entropy twice, cross_entropy from logits
}

TEST_CASE("losses: binary cross-entropy from logits equals the one from probabilities") {
    Matrix<double> z(1, 4);
    z << -4, -0.5, 0.7, 3;
    Matrix<double> target(1, 4);
    target << 0, 1, 1, 0;
    Matrix<double> a(1, 4);
    activations<double>().make("sigmoid")->forward(view(std::as_const(z)), view(a));
    CHECK(at_logits("binary_cross_entropy", z, target).loss ==
          doctest::Approx(at_output("binary_cross_entropy", a, target).loss).epsilon(1e-13));
}

TEST_CASE_TEMPLATE("losses: certain and wrong is finite, and as large as it should be", T, float,
                   double) {
    // Logits of ±1e4 leave probabilities of exactly 0 and 1.
    Matrix<T> z(2, 1);
    z << T(-1e4), T(1e4);
    Matrix<T> target(2, 1);
    target << 1, 0;
    for (const char* name : {"binary_cross_entropy", "cross_entropy"}) {
        CAPTURE(name);
        const auto loss = losses<T>().make(name);
        Matrix<T> a(2, 1);
        Matrix<T> delta(2, 1);
        activations<T>()
            .make(std::string(loss->traits().fused_with))
            ->forward(view(std::as_const(z)), view(a));
        const T value = loss->at_logits(view(std::as_const(z)), view(std::as_const(a)),
                                        view(std::as_const(target)), view(delta));
        CHECK(value == doctest::Approx(name == std::string("cross_entropy") ? 2e4 : 1e4));
        CHECK(delta.allFinite());
    }
    Matrix<T> sure(2, 1);
    sure << 0, 1;
    Matrix<T> delta(2, 1);
    const T value =
        losses<T>()
            .make("binary_cross_entropy")
            ->at_output(view(std::as_const(sure)), view(std::as_const(target)), view(delta));
    CHECK(value == doctest::Approx(100));
    CHECK(delta.allFinite());
}

TEST_CASE("losses: a loss that cannot judge the last activation says so, with the remedy") {
    const auto wrong = mismatch("cross_entropy", "sigmoid");
    CHECK(wrong.problem ==
          "cross_entropy goes with softmax outputs only, but the last activation is sigmoid");
    CHECK(wrong.remedy == "use 'softmax' as the activation of the last layer");
    CHECK(mismatch("binary_cross_entropy", "linear").remedy ==
          "use 'sigmoid' as the activation of the last layer");
    CHECK(mismatch("binary_cross_entropy", "tanh").problem.find("between 0 and 1") !=
          std::string::npos);
    CHECK(mismatch("binary_cross_entropy", "sigmoid").problem.empty());
    CHECK(mismatch("binary_cross_entropy", "softmax").problem.empty());
    CHECK(mismatch("cross_entropy", "softmax").problem.empty());
    for (const auto& name : activation_names().names()) {
        CHECK(mismatch("mse", name).problem.empty());
        CHECK(mismatch("mae", name).problem.empty());
    }
}
