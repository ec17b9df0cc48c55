#include "mlp/nn/layers/dense.h"
#include "mlp/train/diagnostics.h"
#include "mlp/train/trainer.h"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

/// Keeps the layers of every report.
class Keep final : public TrainingObserver {
  public:
    bool on_epoch(const EpochReport& report) override {
        if (!report.layers.empty()) epochs.push_back(report.epoch);
        layers.push_back(report.layers);
        return true;
    }
    std::vector<Index> epochs;
    std::vector<std::vector<LayerReport>> layers;
};

template <class T>
Dataset<T> some_data(Index samples) {
    Dataset<T> data;
    data.inputs.resize(3, samples);
    data.targets.resize(2, samples);
    Random random(5, RandomStream::noise);
    for (T& x : data.inputs.reshaped()) x = T(random.normal());
    for (T& y : data.targets.reshaped()) y = T(random.uniform());
    return data;
}

double mean(const Matrix<double>& m) { return m.mean(); }
double sd(const Matrix<double>& m) { return std::sqrt((m.array() - m.mean()).square().mean()); }

}  // namespace

TEST_CASE("diagnostics: every number is what its definition says") {
    const auto data = some_data<double>(20);
    Network<double> network(3, {dense(5, "relu"), dense(4, "sigmoid"), dense(2, "linear")});
    Random random(3, RandomStream::weights);
    network.initialize(random);
    // One relu that is off for all samples, one sigmoid at either end.
    auto values = network.parameters().values();
    const auto block = [&](const char* name) {
        for (const auto& b : network.parameters().blocks()) {
            if (b.name == name) return b.in(values);
        }
        FAIL("no such block");
        return View<double>(nullptr, 0, 0);
    };
    block("layers.0.bias")(1, 0) = -100;
    block("layers.1.bias")(0, 0) = 100;
    block("layers.1.bias")(3, 0) = -100;

    // By hand, with the same first weights: a full batch is one step.
    const Matrix<double> z0 =
        (block("layers.0.weight") * data.inputs).colwise() + block("layers.0.bias").col(0);
    const Matrix<double> a0 = z0.cwiseMax(0);
    const Matrix<double> z1 =
        (block("layers.1.weight") * a0).colwise() + block("layers.1.bias").col(0);
    const Matrix<double> a1 = (1 + (-z1.array()).exp()).inverse().matrix();
    const Matrix<double> z2 =
        (block("layers.2.weight") * a1).colwise() + block("layers.2.bias").col(0);
    const Vector<double> before = values;

    const Objective<double> loss("mse", network);
    const auto optimizer = optimizers<double>().make({"sgd", {{"learning_rate", 0.1}}});
    Trainer<double> trainer(network, loss, *optimizer, {.epochs = 1, .batch_size = 20});
    trainer.make_diagnostics();
    Keep keep;
    trainer.add_observer(keep);
    trainer.fit(Subset<double>::all(data));
    REQUIRE(keep.layers.size() == 1);
    const auto& layers = keep.layers[0];
    REQUIRE(layers.size() == 3);

    const auto near = [](double value) { return doctest::Approx(value).epsilon(1e-12); };
    CHECK(layers[0].name == "layers.0");
    const std::vector<std::pair<Matrix<double>, Matrix<double>>> by_hand{
        {z0, a0}, {z1, a1}, {z2, z2}};
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(i);
        CHECK(layers[i].pre_activation_mean == near(mean(by_hand[i].first)));
        CHECK(layers[i].pre_activation_sd == near(sd(by_hand[i].first)));
        CHECK(layers[i].activation_mean == near(mean(by_hand[i].second)));
        CHECK(layers[i].activation_sd == near(sd(by_hand[i].second)));
    }
    CHECK(layers[0].silent == near((z0.array() <= 0).cast<double>().mean()));
    CHECK(layers[0].silent > 0.2);
    CHECK(layers[0].dead == 0.2);
    CHECK(layers[0].saturated == 0);
    CHECK(layers[1].dead == 0);
    CHECK(layers[1].saturated == 0.5);
    CHECK(layers[2].silent == 0);
    CHECK(layers[2].dead == 0);

    // A step of plain gradient descent is the gradient times the rate, so both norms follow from
    // the weights before and after.
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(i);
        double all = 0;
        double weights = 0;
        double old = 0;
        for (const auto& b : network.blocks_of(i)) {
            const double squares =
                (b.in(values)-b.in(ConstVectorView<double>(before.data(), before.size())))
                    .squaredNorm();
            all += squares;
            if (b.role != Role::weight) continue;
            weights += squares;
            old += b.in(ConstVectorView<double>(before.data(), before.size())).squaredNorm();
        }
        CHECK(layers[i].gradient_norm == doctest::Approx(std::sqrt(all) / 0.1).epsilon(1e-10));
        CHECK(layers[i].update_ratio == doctest::Approx(std::sqrt(weights / old)).epsilon(1e-10));
    }
}

TEST_CASE("diagnostics: batches add up to the epoch") {
    const auto data = some_data<double>(21);
    const auto layers_with = [&](Index batch_size) {
        Network<double> network(3, {dense(6, "relu"), dense(2, "sigmoid")});
        Random random(3, RandomStream::weights);
        network.initialize(random);
        const Objective<double> loss("mse", network);
        const auto optimizer = optimizers<double>().make({"sgd", {{"learning_rate", 1e-12}}});
        Trainer<double> trainer(network, loss, *optimizer, {.epochs = 1, .batch_size = batch_size});
        trainer.make_diagnostics();
        Keep keep;
        trainer.add_observer(keep);
        trainer.fit(Subset<double>::all(data));
        return keep.layers.at(0);
    };
    const auto whole = layers_with(21);
    const auto parts = layers_with(4);  // the last one is of a single sample
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(parts[i].pre_activation_mean ==
              doctest::Approx(whole[i].pre_activation_mean).epsilon(1e-9));
        CHECK(parts[i].activation_sd == doctest::Approx(whole[i].activation_sd).epsilon(1e-9));
        CHECK(parts[i].silent == doctest::Approx(whole[i].silent).epsilon(1e-12));
        CHECK(parts[i].dead == whole[i].dead);
    }
}

TEST_CASE("diagnostics: accumulated batches have the gradient of the batch they stand for") {
    const auto data = some_data<double>(16);
    const auto layers_with = [&](Index batch_size, Index together) {
        Network<double> network(3, {dense(6, "tanh"), dense(2, "linear")});
        Random random(3, RandomStream::weights);
        network.initialize(random);
        const Objective<double> loss("mse", network);
        const auto optimizer = optimizers<double>().make({"sgd", {{"learning_rate", 0.1}}});
        Trainer<double> trainer(
            network, loss, *optimizer,
            {.epochs = 1, .batch_size = batch_size, .accumulate_batches = together});
        trainer.make_diagnostics();
        Keep keep;
        trainer.add_observer(keep);
        trainer.fit(Subset<double>::all(data));
        return keep.layers.at(0);
    };
    const auto whole = layers_with(16, 1);
    const auto parts = layers_with(4, 4);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(parts[i].gradient_norm == doctest::Approx(whole[i].gradient_norm).epsilon(1e-12));
        CHECK(parts[i].update_ratio == doctest::Approx(whole[i].update_ratio).epsilon(1e-12));
    }
}

TEST_CASE("diagnostics: large numbers that are close together keep their spread in float") {
    Dataset<float> data;
    data.inputs.resize(1, 4);
    data.inputs << 0, 1, 2, 3;
    data.targets.setZero(1, 4);
    Network<float> network(1, {dense(1, "linear")});
    network.parameters().values() << 1, 4096;  // z = x + 4096
    const Objective<float> loss("mse", network);
    const auto optimizer = optimizers<float>().make({"sgd", {{"learning_rate", 1e-9}}});
    Trainer<float> trainer(network, loss, *optimizer, {.epochs = 1, .batch_size = 4});
    trainer.make_diagnostics();
    Keep keep;
    trainer.add_observer(keep);
    trainer.fit(Subset<float>::all(data));
    const auto& layer = keep.layers.at(0).at(0);
    CHECK(layer.activation_mean == 4097.5);
    CHECK(layer.activation_sd == doctest::Approx(std::sqrt(1.25)).epsilon(1e-14));
}

TEST_CASE_TEMPLATE("diagnostics: the training is the same to the bit, with every activation", T,
                   float, double) {
    const auto data = some_data<T>(24);
    for (const auto* entry : activation_names().entries()) {
        CAPTURE(entry->name);
        Choice activation = entry->name;
        if (!activations<T>().make(activation)->trainable()) {
            activation.options["surrogate"] = std::string("straight_through");
        }
        const auto trained = [&](bool with_diagnostics) {
            DenseOptions hidden;
            hidden.units = 4;
            hidden.activation = activation;
            hidden.dropout = 0.2;
            Network<T> network(
                3, {dense(4, activation), to_choice(hidden), "batch_norm", dense(2, "linear")});
            Random random(3, RandomStream::weights);
            network.initialize(random);
            const Objective<T> loss("mse", network);
            const auto optimizer = optimizers<T>().make({"adam", {{"learning_rate", 0.01}}});
            Trainer<T> trainer(network, loss, *optimizer,
                               {.epochs = 3, .batch_size = 7, .accumulate_batches = 2});
            if (with_diagnostics) trainer.make_diagnostics();
            trainer.fit(Subset<T>::all(data));
            return Vector<T>(network.parameters().values());
        };
        const Vector<T> plain = trained(false);
        CHECK(plain.allFinite());
        CHECK(plain == trained(true));
    }
}

TEST_CASE("diagnostics: every epoch at first, then ever fewer") {
    const auto looked_at = [](Index units, Index epochs) {
        const auto data = some_data<float>(64);
        Network<float> network(3, {dense(units, "tanh"), dense(2, "linear")});
        const Objective<float> loss("mse", network);
        const auto optimizer = optimizers<float>().make({"sgd", {{"learning_rate", 0.01}}});
        Trainer<float> trainer(network, loss, *optimizer, {.epochs = epochs, .batch_size = 64});
        trainer.make_diagnostics();
        Keep keep;
        trainer.add_observer(keep);
        trainer.fit(Subset<float>::all(data));
        return keep.epochs;
    };
    std::vector<Index> expected;
    for (Index epoch = 1; epoch < 10; ++epoch) expected.push_back(epoch);
    for (Index epoch = 10; epoch < 100; epoch += 10) expected.push_back(epoch);
    for (Index epoch = 100; epoch < 1000; epoch += 100) expected.push_back(epoch);
    expected.push_back(1000);
    CHECK(looked_at(2, 1250) == expected);
    // 64 samples by 6 * 600 + 2 parameters are enough for more.
    expected.clear();
    for (Index epoch = 1; epoch < 100; ++epoch) expected.push_back(epoch);
    for (Index epoch = 100; epoch <= 250; epoch += 10) expected.push_back(epoch);
    CHECK(looked_at(600, 259) == expected);
}

TEST_CASE("diagnostics: what a layer does not have is NaN") {
    const auto data = some_data<double>(6);
    Network<double> network(
        3, {"batch_norm", dense(4, Choice("maxout", {{"pieces", std::int64_t{2}}})),
            dense(2, "softmax")});
    Random random(3, RandomStream::weights);
    network.initialize(random);
    const Objective<double> loss("mse", network);
    const auto optimizer = optimizers<double>().make("adam");
    Trainer<double> trainer(network, loss, *optimizer, {.epochs = 1, .batch_size = 6});
    trainer.make_diagnostics();
    Keep keep;
    trainer.add_observer(keep);
    trainer.fit(Subset<double>::all(data));
    const auto& layers = keep.layers.at(0);
    CHECK(std::isnan(layers[0].pre_activation_mean));
    CHECK(std::isnan(layers[0].dead));
    CHECK(std::isfinite(layers[0].activation_mean));
    CHECK(std::isfinite(layers[0].gradient_norm));
    CHECK(std::isnan(layers[1].pre_activation_mean));
    CHECK(std::isfinite(layers[1].update_ratio));
    CHECK(std::isfinite(layers[2].pre_activation_mean));
    CHECK(std::isnan(layers[2].dead));
    CHECK(layers[2].activation_mean == doctest::Approx(0.5).epsilon(1e-14));
}
