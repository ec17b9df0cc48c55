#include "mlp/nn/layers/dense.h"
#include "mlp/train/trainer.h"

#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

// The number of threads that train together does not change one bit of the result.

namespace {

template <class T>
Dataset<T> classes(Index samples, bool weighted) {
    Random random(5, RandomStream::data);
    Dataset<T> data;
    data.inputs.resize(6, samples);
    for (T& x : data.inputs.reshaped()) x = T(random.normal());
    for (Index i = 0; i < samples; ++i) {
        data.labels.push_back(data.inputs(0, i) > 0 ? (data.inputs(1, i) > 0 ? 2U : 1U) : 0U);
        if (weighted) data.weights.push_back(T(random.uniform(0.5, 2)));
    }
    return data;
}

/// Losses of the steps and epochs, and the parameters.
template <class T>
struct Trained {
    std::vector<double> measured;
    Vector<T> parameters;
    int threads = 1;

    bool operator==(const Trained& other) const {
        return measured == other.measured && parameters == other.parameters;
    }
};

struct Losses final : TrainingObserver {
    std::vector<double> values;
    void on_step(Index, double loss) override { values.push_back(loss); }
    bool on_epoch(const EpochReport& report) override {
        for (const auto& score : report.train) values.push_back(score.second);
        for (const auto& score : report.validation) values.push_back(score.second);
        return true;
    }
};

struct Case {
    std::vector<Choice> layers{dense(21, "relu"), dense(3, "softmax")};
    Choice optimizer = "adam";
    Index batch_size = 45;
    bool weighted = false;
    TrainingOptions options{};
};

template <class T>
Trained<T> train(const Case& c, int threads) {
    const Dataset<T> data = classes<T>(200, c.weighted);
    Subset<T> train = Subset<T>::all(data);
    Subset<T> validation{&data, {train.rows.begin() + 150, train.rows.end()}};
    train.rows.resize(150);
    Network<T> network(6, c.layers);
    Random random(1, RandomStream::weights);
    network.initialize(random);
    const Objective<T> objective("cross_entropy", network);
    const auto optimizer = optimizers<T>().make(c.optimizer);
    TrainingOptions options = c.options;
    options.epochs = 5;
    options.batch_size = c.batch_size;
    Losses losses;
    Trainer<T> trainer(network, objective, *optimizer, options,
                       {"accuracy", "log_loss", "roc_auc"});
    trainer.add_observer(losses);
    trainer.set_threads(threads);
    trainer.begin(train, validation);
    const int used = trainer.threads();
    while (trainer.run_epoch()) {
    }
    trainer.finish();
    return {losses.values, network.parameters().values(), used};
}

}  // namespace

TEST_CASE_TEMPLATE("threads: any number of them gives the same bits", T, float, double) {
    std::vector<Case> cases;
    const auto with = [&cases](auto change) { change(cases.emplace_back()); };
    with([](Case&) {});
    for (const Index batch_size : {16, 64, 150}) {
        with([&](Case& c) { c.batch_size = batch_size; });
    }
    for (const char* optimizer : {"sgd", "rmsprop", "nadam", "lion"}) {
        with([&](Case& c) { c.optimizer = optimizer; });
    }
    with([](Case& c) { c.optimizer = {"adamw", {{"weight_decay", 0.1}}}; });
    with([](Case& c) { c.weighted = true; });
    with([](Case& c) { c.options.accumulate_batches = 2; });
    with([](Case& c) {
        c.options.gradient_clip_norm = 0.1;
        c.options.l1 = 1e-3;
        c.options.l2 = 1e-2;
    });
    with([](Case& c) {
        c.options.max_norm = 0.5;
        c.options.average_weights = 0.9;
    });
    // Without bias, with maxout, and a layer without parameters between others.
    with([](Case& c) {
        const Choice maxout("maxout", {{"pieces", Index{3}}});
        c.layers = {Choice("dense", {{"units", Index{12}},
                                     {"bias", false},
                                     {"activation", std::vector<Choice>{maxout}}}),
                    Choice("activation", {{"activation", std::vector<Choice>{"gelu"}}}),
                    dense(3, "softmax")};
    });
    for (const auto& c : cases) {
        CAPTURE(c.optimizer.type);
        CAPTURE(c.batch_size);
        CAPTURE(c.layers.size());
        const auto alone = train<T>(c, 1);
        CHECK(alone.threads == 1);
        for (const int threads : {2, 3, 5}) {
            CAPTURE(threads);
            const auto together = train<T>(c, threads);
            CHECK(together.threads == std::min<int>(threads, static_cast<int>(c.batch_size / 8)));
            CHECK(together == alone);
        }
        CHECK(train<T>(c, 0) == alone);
    }
}

TEST_CASE_TEMPLATE(
    "threads: with every activation that can be spread, any number gives the same bits", T, float,
    double) {
    int spread = 0;
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        Case c;
        c.layers = {dense(21, Choice(name)), dense(3, "softmax")};
        Network<T> network(6, c.layers);
        if (!network.traits().separable) continue;
        const auto activation = activations<T>().make(Choice(name));
        if (!activation->trainable()) continue;
        ++spread;
        CHECK(train<T>(c, 3) == train<T>(c, 1));
    }
    CHECK(spread > 25);
}

TEST_CASE_TEMPLATE("threads: a sample has the same bits alone and anywhere in a batch", T, float,
                   double) {
    const Dataset<T> data = classes<T>(37, false);
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        Network<T> network(6, {dense(21, Choice(name)), dense(5, "tanh"), dense(3, "softmax")});
        Random random(1, RandomStream::weights);
        network.initialize(random);
        Workspace<T> workspace = network.make_workspace(37);
        const Matrix<T> together = network.forward(view(data.inputs), workspace);
        for (Index i = 0; i < 37; ++i) {
            const ConstView<T> x(data.inputs.data() + i * 6, 6, 1);
            CHECK(network.forward(x, workspace) == together.col(i));
        }
    }
}

TEST_CASE("threads: what cannot be spread is trained by one") {
    Case c;
    SUBCASE("noise") { c.layers[0] = {"dense", {{"units", Index{21}}, {"dropout", 0.2}}}; }
    SUBCASE("noisy activations") { c.layers[0] = dense(21, "rrelu"); }
    SUBCASE("samples that depend on each other") {
        c.layers.insert(c.layers.begin() + 1, Choice("batch_norm"));
    }
    SUBCASE("activations with parameters") { c.layers[0] = dense(21, "prelu"); }
    SUBCASE("optimizers that look at a batch several times") { c.optimizer = "lbfgs"; }
    SUBCASE("small batches") { c.batch_size = 15; }
    const auto together = train<double>(c, 4);
    CHECK(together.threads == 1);
    CHECK(together == train<double>(c, 1));
}

TEST_CASE("threads: a divergence is found by all, with the same message") {
    const Dataset<float> data = classes<float>(64, false);
    std::string messages[2];
    for (const int threads : {1, 2}) {
        Network<float> network(6, {dense(21, "linear"), dense(3, "linear")});
        Random random(1, RandomStream::weights);
        network.initialize(random);
        const Objective<float> objective("hinge", network);
        const auto optimizer = optimizers<float>().make({"sgd", {{"learning_rate", 1e30}}});
        TrainingOptions options;
        options.batch_size = 32;
        Trainer<float> trainer(network, objective, *optimizer, options);
        trainer.set_threads(threads);
        const auto result = trainer.fit(Subset<float>::all(data));
        CHECK(result.reason == StopReason::diverged);
        CHECK(network.parameters().values().allFinite());
        messages[threads - 1] = result.message;
    }
    CHECK(messages[0].starts_with("training diverged in epoch 1, step"));
    CHECK(messages[0] == messages[1]);
}

TEST_CASE("threads: many predict with one network at once") {
    Network<float> made(6, {dense(40, "tanh"), dense(3, "softmax")});
    Random random(1, RandomStream::weights);
    made.initialize(random);
    const Network<float>& network = made;
    const Dataset<float> data = classes<float>(64, false);
    Workspace<float> workspace = network.make_workspace(64);
    const Matrix<float> expected = network.forward(view(data.inputs), workspace);
    std::vector<std::thread> threads;
    std::vector<int> equal(4, 0);
    for (std::size_t t = 0; t < equal.size(); ++t) {
        threads.emplace_back([&, t] {
            Workspace<float> own = network.make_workspace(1);
            for (Index i = 0; i < 64; ++i) {
                const ConstView<float> x(data.inputs.data() + i * 6, 6, 1);
                equal[t] += network.forward(x, own) == expected.col(i);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (const int count : equal) CHECK(count == 64);
}
