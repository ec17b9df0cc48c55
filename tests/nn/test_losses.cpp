#include "nn/test_losses.h"

#include "mlp/nn/loss.h"
#include "mlp/nn/loss_of.h"

#include "support.h"

#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Matrix<double> one_hot(const nlohmann::json& classes, Index count) {
    Matrix<double> target = Matrix<double>::Zero(count, static_cast<Index>(classes.size()));
    for (Index i = 0; i < target.cols(); ++i) {
        target(classes[static_cast<std::size_t>(i)].get<Index>(), i) = 1;
    }
    return target;
}

/// One entry of the reference file as a batch. Weights of classes are shares w_y / Σ w_y.
Batch<double> reference_batch(const nlohmann::json& entry) {
    Batch<double> batch;
    batch.prediction = samples(entry.at("prediction"));
    batch.target = entry.contains("class") ? one_hot(entry.at("class"), batch.prediction.rows())
                                           : samples(entry.at("target"));
    batch.shares = even_shares<double>(batch.prediction.cols());
    if (entry.contains("class_weights")) {
        const Matrix<double> weights = row(entry.at("class_weights"));
        for (Index n = 0; n < batch.shares.size(); ++n) {
            batch.shares[n] = (weights.transpose().array() * batch.target.col(n).array()).sum();
        }
        batch.shares /= batch.shares.sum();
    }
    return batch;
}

void check_equal(const Judged<double>& x, const Judged<double>& y, double factor = 1) {
    CHECK(std::abs(x.loss - factor * y.loss) < 1e-14);
    CHECK((x.delta - factor * y.delta).cwiseAbs().maxCoeff() < 1e-14);
}

template <class T>
Batch<T> two_outputs(double p1, double p2, double t1, double t2) {
    Batch<T> batch{Matrix<T>(2, 1), Matrix<T>(2, 1), even_shares<T>(1)};
    batch.prediction << T(p1), T(p2);
    batch.target << T(t1), T(t2);
    return batch;
}

/// |a − t|³, as a program of its own might add it.
struct Cubic {
    double factor = 1;
    static constexpr std::string_view name = "cubic";
    static constexpr std::string_view help = "a test";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<Cubic> options() { return {{"factor", &Cubic::factor, positive, "a factor"}}; }
    template <class T>
    T value(T a, T t) const {
        return T(factor) * std::abs(a - t) * (a - t) * (a - t);
    }
    template <class T>
    T slope(T a, T t) const {
        return T(3 * factor) * std::abs(a - t) * (a - t);
    }
};

}  // namespace

TEST_CASE("losses: values and gradients are those of PyTorch in float64") {
    const std::map<std::string, Choice> choices{
        {"mse", "mse"},
        {"mae", "mae"},
        {"huber_1", {"huber", {{"delta", 1.0}}}},
        {"log_cosh", "log_cosh"},
        {"binary_cross_entropy", "binary_cross_entropy"},
        {"binary_cross_entropy_from_logits", "binary_cross_entropy"},
        {"hinge_pm1", "hinge"},
        {"squared_hinge_pm1", "squared_hinge"},
        {"kl_divergence", "kl_divergence"},
        {"poisson", "poisson"},
        {"cross_entropy_from_logits", "cross_entropy"},
        {"cross_entropy_from_logits_smoothing_0.1", {"cross_entropy", {{"label_smoothing", 0.1}}}},
        {"cross_entropy_from_logits_class_weights", "cross_entropy"},
    };
    const auto file = reference("losses.json");
    CHECK(file.size() == choices.size());
    for (const auto& item : file.items()) {
        CAPTURE(item.key());
        REQUIRE(choices.contains(item.key()));
        const Choice& choice = choices.at(item.key());
        const Batch<double> batch = reference_batch(item.value());
        const bool from_logits = item.key().find("from_logits") != std::string::npos;
        const Judged<double> judged = from_logits
                                          ? at_logits(choice, links_of(choice).at(0), 1.0, batch)
                                          : at_output(choice, batch);
        CHECK(std::abs(judged.loss - item.value().at("loss").get<double>()) < 1e-14);
        CHECK((judged.delta - samples(item.value().at("gradient"))).cwiseAbs().maxCoeff() < 1e-14);
    }
}

TEST_CASE("losses: exact small cases of those without a reference") {
    const auto check = [](const Choice& choice, const Batch<double>& batch, double loss) {
        CAPTURE(choice.type);
        CHECK(std::abs(at_output(choice, batch).loss - loss) < 1e-15);
    };
    const Choice low{"quantile", {{"tau", 0.25}}};
    check(low, two_outputs<double>(0, 0, 8, 0), 0.25 * 8 / 2);
    check(low, two_outputs<double>(8, 0, 0, 0), 0.75 * 8 / 2);
    check("huber", two_outputs<double>(3, 0.5, 0, 0), (2.5 + 0.125) / 2);
    check("cosine_similarity", two_outputs<double>(3, 4, -3, -4), 2);
    check("cosine_similarity", two_outputs<double>(3, 4, 30, 40), 0);
    check("cosine_similarity", two_outputs<double>(3, 4, 4, -3), 1);
    check({"poisson", {{"log_input", true}}}, two_outputs<double>(0, 0, 3, 0), 1);
    check("focal", two_outputs<double>(-std::numbers::ln2, 0, 1, 0), 0.25 * std::numbers::ln2);
    check("kl_divergence", two_outputs<double>(0.25, 0.75, 0.25, 0.75), 0);
    check("kl_divergence", two_outputs<double>(0.5, 0.5, 0, 1), std::numbers::ln2);
}

TEST_CASE("losses: focal with gamma 0 is cross-entropy") {
    const Choice focal{"focal", {{"gamma", 0.0}}};
    const auto logits = logits_for(focal);
    for (const double scale : {1.0, 0.5}) {
        check_equal(at_logits(focal, Link::sigmoid, scale, logits),
                    at_logits("binary_cross_entropy", Link::sigmoid, scale, logits));
        check_equal(at_logits(focal, Link::softmax, scale, logits),
                    at_logits("cross_entropy", Link::softmax, scale, logits));
    }
    check_equal(at_output(focal, batch_for(focal)), at_output("cross_entropy", batch_for(focal)));
}

TEST_CASE("losses: at the logits and at the outputs of the activation they are one function") {
    const auto logits = logits_for("cross_entropy");
    auto outputs = logits;
    outputs.prediction = linked(Link::sigmoid, 1.0, logits.prediction);
    CHECK(at_output("binary_cross_entropy", outputs).loss ==
          doctest::Approx(at_logits("binary_cross_entropy", Link::sigmoid, 1.0, logits).loss)
              .epsilon(1e-13));
    outputs.prediction = linked(Link::softmax, 1.0, logits.prediction);
    CHECK(at_output("kl_divergence", outputs).loss ==
          doctest::Approx(at_logits("kl_divergence", Link::softmax, 1.0, logits).loss)
              .epsilon(1e-13));
    outputs.prediction = outputs.prediction.array().log().matrix();
    for (const char* name : {"cross_entropy", "focal"}) {
        CHECK(at_output(name, outputs).loss ==
              doctest::Approx(at_logits(name, Link::softmax, 1.0, logits).loss).epsilon(1e-13));
    }
}

TEST_CASE("losses: kl_divergence of sure targets is cross-entropy") {
    auto logits = logits_for("kl_divergence");
    logits.target.setZero();
    for (Index n = 0; n < logits.target.cols(); ++n) logits.target(n % 3, n) = 1;
    check_equal(at_logits("kl_divergence", Link::softmax, 0.5, logits),
                at_logits("cross_entropy", Link::softmax, 0.5, logits));
}

TEST_CASE("losses: huber and quantile have mse and mae as limits") {
    const auto batch = batch_for("mse");
    check_equal(at_output({"huber", {{"delta", 1e6}}}, batch), at_output("mse", batch), 0.5);
    check_equal(at_output({"huber", {{"delta", 1e300}}}, batch), at_output("mse", batch), 0.5);
    check_equal(at_output({"quantile", {{"tau", 0.5}}}, batch), at_output("mae", batch), 0.5);
}

TEST_CASE_TEMPLATE("losses: certain and wrong is finite, and as large as it should be", T, float,
                   double) {
    // Logits of ±1e4 leave probabilities of exactly 0 and 1.
    const auto wrong = two_outputs<T>(-1e4, 1e4, 1, 0);
    const auto right = two_outputs<T>(1e4, -1e4, 1, 0);
    for (const auto& choice : loss_variants()) {
        if (choice.options.contains("label_smoothing")) continue;  // it doubts what is certain
        for (const Link link : links_of(choice)) {
            CAPTURE(choice.type);
            const bool softmax = link == Link::softmax;
            const Judged<T> judged = at_logits(choice, link, T(1), wrong);
            CHECK(judged.loss == (softmax ? T(2e4) : T(1e4)));
            CHECK(judged.delta(0, 0) == (softmax ? T(-1) : T(-0.5)));
            CHECK(judged.delta(1, 0) == (softmax ? T(1) : T(0.5)));
            CHECK(at_logits(choice, link, T(1), right).loss == T(0));
            CHECK(at_logits(choice, link, T(1), right).delta.isZero(0));
        }
    }
    const auto check = [](const Choice& choice, const Batch<T>& batch, T loss) {
        CAPTURE(choice.type);
        const Judged<T> judged = at_output(choice, batch);
        CHECK(judged.loss == doctest::Approx(loss));
        CHECK(judged.delta.allFinite());
    };
    check("binary_cross_entropy", two_outputs<T>(0, 1, 1, 0), T(100));
    check("kl_divergence", two_outputs<T>(0, 1, 1, 0), T(100));
    check("poisson", two_outputs<T>(0, 0, 3, 0), T(150));
    check("cross_entropy", two_outputs<T>(-1e4, 0, 1, 0), T(1e4));
    check("focal", two_outputs<T>(-1e4, 0, 1, 0), T(1e4));
    check("log_cosh", two_outputs<T>(1e30, 0, 0, 0), T(5e29));
    check("cosine_similarity", two_outputs<T>(0, 0, 3, 4), T(1));
    check("cosine_similarity", two_outputs<T>(3, 4, 0, 0), T(1));
    check("cosine_similarity", two_outputs<T>(0, 0, 0, 0), T(1));
}

TEST_CASE("losses: log_cosh keeps small errors") {
    const double loss = at_output("log_cosh", two_outputs<double>(1e-9, 1e-9, 0, 0)).loss;
    CHECK(std::abs(loss / 5e-19 - 1) < 1e-6);  // e² / 2
}

TEST_CASE("losses: NaN outputs are seen in the loss and in the gradient") {
    for (const auto& choice : loss_variants()) {
        CAPTURE(choice.type);
        auto batch = batch_for(choice);
        batch.prediction(0, 0) = not_a_number;
        CHECK(std::isnan(at_output(choice, batch).loss));
        // That of cross-entropy does not depend on the log-probabilities.
        CHECK(std::isnan(at_output(choice, batch).delta(0, 0)) == (choice.type != "cross_entropy"));
        for (const Link link : links_of(choice)) {
            CHECK(std::isnan(at_logits(choice, link, 1.0, batch).loss));
            CHECK(std::isnan(at_logits(choice, link, 1.0, batch).delta(0, 0)));
        }
    }
}

TEST_CASE("losses: what each of them judges") {
    const auto make = [](const Choice& choice) { return losses<double>().make(choice); };
    CHECK(link_name(Link::sigmoid) == "sigmoid");
    CHECK(link_name(Link::softmax) == "softmax");
    for (const auto* entry : loss_names().entries()) {
        CAPTURE(entry->name);
        CHECK(make(entry->name)->name() == entry->name);
        CHECK_FALSE(entry->help.empty());
        CHECK_FALSE(entry->formula.empty());
        CHECK_FALSE(entry->source.empty());
    }
    for (const char* name :
         {"mse", "mae", "huber", "log_cosh", "quantile", "poisson", "cosine_similarity"}) {
        CHECK_FALSE(make(name)->traits().classification);
        CHECK(links_of(name).empty());
    }
    for (const char* name : {"binary_cross_entropy", "cross_entropy", "focal", "hinge",
                             "squared_hinge", "kl_divergence"}) {
        CHECK(make(name)->traits().classification);
    }
    for (const char* name : {"hinge", "squared_hinge"}) {
        CHECK(make(name)->traits().classes.no == -1);
        CHECK(make(name)->traits().classes.yes == 1);
        CHECK(make(name)->traits().classes.middle() == 0);
    }
    CHECK(make("cross_entropy")->traits().classes.middle() == 0.5);
    CHECK(make("poisson")->outputs().min == 0);
    CHECK(make({"poisson", {{"log_input", true}}})->outputs().min == -infinity);
    CHECK(make("binary_cross_entropy")->outputs().max == 1);
    CHECK(make("mse")->outputs().max == infinity);
}

TEST_CASE("losses: options that make no sense, and logits that are none of theirs, are refused") {
    const std::vector<Choice> impossible{{"huber", {{"delta", 0.0}}},
                                         {"huber", {{"delta", not_a_number}}},
                                         {"quantile", {{"tau", 0.0}}},
                                         {"quantile", {{"tau", 1.0}}},
                                         {"cross_entropy", {{"label_smoothing", 1.0}}},
                                         {"cross_entropy", {{"label_smoothing", -0.1}}},
                                         {"focal", {{"gamma", -1.0}}},
                                         {"focal", {{"gamma", infinity}}},
                                         {"poisson", {{"log_input", 1.0}}},
                                         {"mse", {{"delta", 1.0}}}};
    for (const auto& choice : impossible) {
        CAPTURE(choice.type);
        CHECK_THROWS_AS(losses<float>().make(choice), InputError);
    }
    const auto logits = logits_for("cross_entropy");
    CHECK_THROWS_WITH_AS(at_logits("cross_entropy", Link::sigmoid, 1.0, logits),
                         "cross_entropy is not computed from the logits of sigmoid", InputError);
    CHECK_THROWS_AS(at_logits("mse", Link::softmax, 1.0, logits), InputError);
}

TEST_CASE("losses: a program can add its own") {
    Choice choice{"cubic", {{"factor", 2.0}}};
    choice.extension = loss_extension<Cubic>();
    CHECK(choice.extension->part() == "loss");
    const auto batch = two_outputs<double>(3, 0, 1, 1);
    const auto judged = at_output(choice, batch);
    CHECK(judged.loss == 9);  // 2 (8 + 1) / 2
    CHECK(judged.delta(0, 0) == 12);
    CHECK(judged.delta(1, 0) == -3);
    CHECK(losses<float>().make(choice)->name() == "cubic");
    CHECK(losses<float>().make(choice)->outputs().max == infinity);
    CHECK_THROWS_AS(at_logits(choice, Link::softmax, 1.0, batch), InputError);
    choice.options["factor"] = 0.0;
    CHECK_THROWS_AS(losses<double>().make(choice), InputError);
}
