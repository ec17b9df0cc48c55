#include "mlp/nn/layers/dense.h"
#include "mlp/train/check_optimizer.h"
#include "mlp/train/evaluate.h"
#include "mlp/train/trainer.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// y = sin of some inputs, for 12 samples of two features.
Dataset<double> wave() {
    Dataset<double> data;
    data.inputs.resize(2, 12);
    data.targets.resize(1, 12);
    for (Index i = 0; i < 12; ++i) {
        const auto t = static_cast<double>(i);
        data.inputs.col(i) << std::sin(t), std::cos(3 * t);
        data.targets(0, i) = std::sin(2 * t);
    }
    return data;
}

struct Trained {
    Network<double> network;
    TrainingResult result;
    std::vector<double> losses;

    Vector<double> weights() const { return network.parameters().values(); }
    ConstView<double> block(std::size_t i) const {
        return network.parameters().value(network.parameters().blocks()[i]);
    }
};

struct Losses final : TrainingObserver {
    explicit Losses(std::vector<double>& to) : losses(to) {}
    void on_step(Index, double loss) override { losses.push_back(loss); }
    std::vector<double>& losses;
};

Trained trained(const Choice& optimizer, TrainingOptions options,
                const Dataset<double>& data = wave(),
                const std::vector<Choice>& layers = {dense(4, "tanh"), dense(1, "linear")}) {
    options.shuffle = false;
    Trained run{Network<double>(2, layers), {}, {}};
    Random random(3, RandomStream::weights);
    run.network.initialize(random);
    const Objective<double> objective("mse", run.network);
    const auto made = optimizers<double>().make(optimizer);
    Trainer<double> trainer(run.network, objective, *made, options);
    Losses losses(run.losses);
    trainer.add_observer(losses);
    run.result = trainer.fit(Subset<double>::all(data));
    return run;
}

TrainingOptions one_step(Index samples = 12) { return {.epochs = 1, .batch_size = samples}; }

Vector<double> first_weights() {
    Network<double> network(2, {dense(4, "tanh"), dense(1, "linear")});
    Random random(3, RandomStream::weights);
    network.initialize(random);
    return network.parameters().values();
}

/// What one step of sgd with the rate 1 takes off the weights: the gradient as it was used.
Vector<double> used_gradient(const TrainingOptions& options) {
    return first_weights() - trained({"sgd", {{"learning_rate", 1.0}}}, options).weights();
}

double difference(const Vector<double>& a, const Vector<double>& b) {
    return (a - b).cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("update: batches that are accumulated make the step of one large batch") {
    auto small = one_step(5);  // 5, 5 and 2 samples
    small.accumulate_batches = 3;
    small.epochs = 4;
    auto large = one_step(12);
    large.epochs = 4;
    const Choice adam("adam", {{"learning_rate", 0.1}});
    const Trained one = trained(adam, small);
    const Trained other = trained(adam, large);
    CHECK(difference(one.weights(), other.weights()) < 1e-14);
    REQUIRE(one.losses.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(one.losses[i] - other.losses[i]) < 1e-15);
}

TEST_CASE("update: the last batches of an epoch make a step, though they are few") {
    auto options = one_step(5);
    options.accumulate_batches = 2;
    options.epochs = 3;
    CHECK(trained("sgd", options).losses.size() == 6);
}

TEST_CASE("update: a gradient is shortened to its longest norm, and left alone if shorter") {
    const Vector<double> plain = used_gradient(one_step());
    auto options = one_step();
    options.gradient_clip_norm = plain.norm() / 2;
    const Vector<double> clipped = used_gradient(options);
    // As PyTorch, by norm / (norm + 1e-6).
    CHECK(difference(clipped, plain * (0.5 * plain.norm() / (plain.norm() + 1e-6))) < 1e-15);
    options.gradient_clip_norm = plain.norm() * 2;
    CHECK(difference(used_gradient(options), plain) < 1e-15);
}

TEST_CASE("update: single numbers of a gradient are cut off at a value") {
    const Vector<double> plain = used_gradient(one_step());
    auto options = one_step();
    options.gradient_clip_value = plain.cwiseAbs().maxCoeff() / 3;
    const double limit = *options.gradient_clip_value;
    const Vector<double> expected = plain.array().max(-limit).min(limit);
    CHECK(difference(expected, plain) > 0.01);
    CHECK(difference(used_gradient(options), expected) < 1e-15);
}

TEST_CASE("update: l1 and l2 act on weights, and on biases if asked") {
    const Vector<double> plain = used_gradient(one_step());
    Vector<double> w = first_weights();
    auto options = one_step();
    options.l1 = 0.03;
    options.l2 = 0.2;
    // Blocks: 4 × 2 weights, 4 biases, 1 × 4 weights, 1 bias. The biases start at 0, so let them be
    // found by the difference that the roles make.
    Vector<double> expected = plain + 0.03 * w.array().sign().matrix() + 0.2 * w;
    CHECK(w.segment(8, 4) == Vector<double>::Zero(4));
    CHECK(difference(used_gradient(options), expected) < 1e-14);

    const auto biased = [](bool decay_biases) {
        TrainingOptions with{.epochs = 2, .batch_size = 12};
        with.l2 = 0.2;
        with.decay_biases = decay_biases;
        return trained({"sgd", {{"learning_rate", 1.0}}}, with).weights();
    };
    CHECK(difference(biased(true), biased(false)) > 1e-3);
}

TEST_CASE("update: weight decay shrinks weights but not biases, unless asked") {
    const Choice decaying("sgd", {{"learning_rate", 0.1}, {"weight_decay", 0.5}});
    const Choice plain("sgd", {{"learning_rate", 0.1}});
    const auto data = wave();
    // A network that starts from biases of 1.
    Choice layer = dense(3, "linear");
    layer.options["bias_initializer"] = std::vector<Choice>{"ones"};
    const auto change = [&](const Choice& optimizer, bool biases) {
        auto options = one_step();
        options.decay_biases = biases;
        return trained(optimizer, options, data, {layer, dense(1, "linear")});
    };
    const Trained without = change(plain, false);
    const Trained with = change(decaying, false);
    const Trained with_biases = change(decaying, true);
    CHECK((with.block(0) - without.block(0)).cwiseAbs().maxCoeff() > 1e-3);
    CHECK(with.block(1) == without.block(1));
    CHECK(((without.block(1) - with_biases.block(1)).array() - 0.1 * 0.5).abs().maxCoeff() < 1e-15);
    CHECK(with.block(0) == with_biases.block(0));
}

TEST_CASE("update: max_norm limits the weights into each unit") {
    auto options = one_step();
    options.max_norm = 0.4;
    options.epochs = 20;
    const Trained run = trained({"sgd", {{"learning_rate", 0.5}}}, options);
    for (const std::size_t block : {0U, 2U}) {
        const auto norms = run.block(block).rowwise().norm().eval();
        CHECK(norms.maxCoeff() <= 0.4 + 1e-15);
        CHECK(norms.maxCoeff() > 0.4 - 1e-12);
    }
}

TEST_CASE("update: the average of the weights is what is kept") {
    auto options = one_step();
    options.epochs = 1;
    const Choice sgd("sgd", {{"learning_rate", 0.3}});
    std::vector<Vector<double>> after;  // of each step, without averaging
    for (Index steps = 1; steps <= 4; ++steps) {
        options.epochs = steps;
        after.push_back(trained(sgd, options).weights());
    }
    options.average_weights = 0.8;
    Vector<double> expected = after[0];
    for (std::size_t i = 1; i < 4; ++i) expected = 0.8 * expected + 0.2 * after[i];
    const Trained averaged = trained(sgd, options);
    CHECK(difference(averaged.weights(), expected) < 1e-15);
    CHECK(difference(averaged.weights(), after[3]) > 1e-3);
}

TEST_CASE("update: validation judges the average of the weights") {
    const auto data = wave();
    Network<double> network(2, {dense(4, "tanh"), dense(1, "linear")});
    Random random(3, RandomStream::weights);
    network.initialize(random);
    const Objective<double> objective("mse", network);
    const auto sgd = optimizers<double>().make({"sgd", {{"learning_rate", 0.3}}});
    TrainingOptions options{.epochs = 5, .batch_size = 12};
    options.average_weights = 0.9;
    Trainer<double> trainer(network, objective, *sgd, options);
    struct Last final : TrainingObserver {
        void on_end(const EpochReport& report) override { loss = report.validation.front().second; }
        double loss = 0;
    } last;
    trainer.add_observer(last);
    const auto all = Subset<double>::all(data);
    trainer.fit(all, all);
    ScoreBoard<double> board({}, {});
    auto workspace = network.make_workspace(12);
    CHECK(evaluate(network, objective, all, board, workspace).front().second ==
          doctest::Approx(last.loss).epsilon(1e-14));
}

TEST_CASE("update: samples count by their weights") {
    // A sample that counts three times is a sample that stands three times in the data.
    const auto once = wave();
    Dataset<double> repeated;
    auto weighted = once;
    std::vector<Index> rows;
    for (Index i = 0; i < 12; ++i) {
        const Index times = 1 + i % 3;
        weighted.weights.push_back(static_cast<double>(times));
        rows.insert(rows.end(), static_cast<std::size_t>(times), i);
    }
    repeated.inputs = once.inputs(Eigen::all, rows);
    repeated.targets = once.targets(Eigen::all, rows);
    TrainingOptions options{.epochs = 10, .batch_size = 100};
    const Choice sgd("sgd", {{"learning_rate", 0.2}});
    const Trained one = trained(sgd, options, weighted);
    const Trained other = trained(sgd, options, repeated);
    CHECK(difference(one.weights(), other.weights()) < 1e-14);
    CHECK(std::abs(one.losses.back() - other.losses.back()) < 1e-15);
    CHECK(difference(one.weights(), trained(sgd, options, once).weights()) > 1e-3);
}

TEST_CASE("update: lbfgs and levenberg_marquardt train a network in few steps") {
    const auto data = wave();
    TrainingOptions options{.epochs = 60, .batch_size = 12};
    const std::vector<Choice> layers{dense(8, "tanh"), dense(1, "linear")};
    for (const std::string optimizer : {"lbfgs", "levenberg_marquardt"}) {
        CAPTURE(optimizer);
        const Trained run = trained(optimizer, options, data, layers);
        CHECK(run.losses.back() < (optimizer == "lbfgs" ? 1e-2 : 1e-8));
        for (std::size_t i = 1; i < run.losses.size(); ++i) {
            CHECK(run.losses[i] <= run.losses[i - 1] * (1 + 1e-12));
        }
    }
    const Trained adam = trained("adam", options, data, layers);
    CHECK(adam.losses.back() > 0.1);
}

TEST_CASE("update: a schedule rules the learning rate of every step") {
    const auto data = wave();
    Network<double> network(2, {dense(1, "linear")});
    const Objective<double> objective("mse", network);
    const auto sgd = optimizers<double>().make({"sgd", {{"learning_rate", 0.5}}});
    const auto schedule = schedules().make({"exponential", {{"factor", 0.5}}});
    TrainingOptions options{.epochs = 4, .batch_size = 6};
    Trainer<double> trainer(network, objective, *sgd, options);
    trainer.set_schedule(*schedule);
    struct Rates final : TrainingObserver {
        bool on_epoch(const EpochReport& report) override {
            rates.push_back(report.learning_rate);
            return true;
        }
        std::vector<double> rates;
    } observer;
    trainer.add_observer(observer);
    trainer.fit(Subset<double>::all(data));
    CHECK(observer.rates == std::vector<double>{0.5, 0.25, 0.125, 0.0625});
}

TEST_CASE("update: a schedule that watches what is not measured is refused") {
    const auto data = wave();
    Network<double> network(2, {dense(1, "linear")});
    const Objective<double> objective("mse", network);
    const auto sgd = optimizers<double>().make("sgd");
    const auto schedule = schedules().make("reduce_on_plateau");
    Trainer<double> trainer(network, objective, *sgd, {});
    trainer.set_schedule(*schedule);
    const std::string message = message_of([&] { trainer.fit(Subset<double>::all(data)); });
    CHECK(message.find("validation_loss") != std::string::npos);
    CHECK(message.find("train_loss") != std::string::npos);
}

TEST_CASE("update: optimizers that cannot train a network say why") {
    const Network<double> plain(2, {dense(4, "tanh"), dense(1, "sigmoid")});
    const Network<double> noisy(2, {dense(4, "tanh"), {"dropout", {}}, dense(1, "sigmoid")});
    const Network<double> large(100, {dense(100, "tanh"), dense(1, "linear")});
    const auto problem = [](const Network<double>& network, const char* loss, const char* optimizer,
                            TrainingOptions options = {}) {
        return message_of([&] {
            check_optimizer(network, *losses<double>().make(loss),
                            optimizers<double>().make(optimizer)->traits(), options);
        });
    };
    const char* lm = "levenberg_marquardt";
    CHECK(problem(plain, "mse", lm).empty());
    CHECK(problem(plain, "binary_cross_entropy", lm) ==
          "this optimizer goes with the loss mse only, but the loss is binary_cross_entropy");
    CHECK(problem(large, "mse", lm).find("10201") != std::string::npos);
    CHECK(problem(noisy, "mse", lm).find("dropout") != std::string::npos);
    CHECK(problem(noisy, "mse", "lbfgs").empty());
    CHECK(problem(plain, "mse", "lbfgs", {.accumulate_batches = 2}).find("accumulate") !=
          std::string::npos);
    CHECK(problem(plain, "mse", "adam", {.accumulate_batches = 2}).empty());
    CHECK(problem(plain, "mse", "lbfgs", {.gradient_clip_norm = 1.0}).find("clipping") !=
          std::string::npos);
}
