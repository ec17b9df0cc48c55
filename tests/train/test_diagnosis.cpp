#include "mlp/train/diagnosis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

LayerReport layer(const std::string& name, double gradient = 1) {
    return {name, 0, 1, 0, 1, 0, 0, 0, gradient, 1e-3};
}

EpochReport epoch(Index number, double loss = 1) {
    EpochReport report;
    report.epoch = number;
    report.epochs = 100;
    report.train = {{"loss", loss}};
    return report;
}

/// What is told of some epochs.
class Listener {
  public:
    std::vector<std::string> told;
    Diagnosis diagnosis{[this](const Finding& finding) {
        told.push_back(finding.problem);
        CHECK_FALSE(finding.remedy.empty());
    }};
    void hear(const EpochReport& report) { CHECK(diagnosis.on_epoch(report)); }
};

/// Three epochs with these layers.
std::vector<std::string> told_of(const std::vector<LayerReport>& layers, Index epochs = 3) {
    Listener listener;
    for (Index i = 1; i <= epochs; ++i) {
        EpochReport report = epoch(i, 1.0 / static_cast<double>(i));
        report.layers = layers;
        listener.hear(report);
    }
    return listener.told;
}

}  // namespace

TEST_CASE("diagnosis: a vanishing gradient is told once, after three epochs") {
    const std::vector<LayerReport> layers{layer("layers.0", 0.9e-4), layer("layers.1", 1e-2),
                                          layer("layers.2", 1)};
    CHECK(told_of(layers, 2).empty());
    const auto told = told_of(layers, 10);
    REQUIRE(told.size() == 1);
    CHECK(told[0].starts_with("epoch 3: the gradient vanishes"));
    CHECK(told[0].find("in layers.0") != std::string::npos);
    CHECK(told_of({layer("layers.0", 1.1e-4), layer("layers.1", 1)}, 10).empty());
    // A layer that learns nothing has none.
    CHECK(
        told_of({layer("layers.0", std::numeric_limits<double>::quiet_NaN()), layer("layers.1", 1)},
                10)
            .empty());
}

TEST_CASE("diagnosis: an exploding gradient is told at once") {
    CHECK(told_of({layer("layers.0", 1.1e4)}, 1).size() == 1);
    CHECK(told_of({layer("layers.0", 0.9e4)}, 3).empty());
    Listener listener;
    EpochReport report = epoch(1);
    report.layers = {layer("layers.0", 0.1)};
    listener.hear(report);
    report.epoch = 2;
    report.layers = {layer("layers.0", 101)};
    listener.hear(report);
    REQUIRE(listener.told.size() == 1);
    CHECK(listener.told[0].starts_with("epoch 2: the gradient explodes"));
}

TEST_CASE("diagnosis: units that die, and units that saturate") {
    LayerReport hidden = layer("layers.0");
    hidden.dead = 0.5;
    auto told = told_of({hidden, layer("layers.1")}, 5);
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("50 % of the units of layers.0") != std::string::npos);
    hidden.dead = 0.49;
    CHECK(told_of({hidden, layer("layers.1")}, 5).empty());
    hidden.saturated = 0.75;
    told = told_of({hidden, layer("layers.1")}, 5);
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("saturated") != std::string::npos);
    // The outputs of a classifier that is sure are saturated.
    CHECK(told_of({layer("layers.0"), hidden}, 5).empty());
}

TEST_CASE("diagnosis: signs that do not last are not told") {
    Listener listener;
    for (Index i = 1; i <= 30; ++i) {
        EpochReport report = epoch(i, 1.0 / static_cast<double>(i));
        report.layers = {layer("layers.0")};
        report.layers[0].dead = i % 3 == 0 ? 0 : 1;
        listener.hear(report);
    }
    CHECK(listener.told.empty());
}

TEST_CASE("diagnosis: a loss that stands still") {
    Listener stuck;
    for (Index i = 1; i <= 60; ++i) stuck.hear(epoch(i, i < 10 ? 1.0 - 0.05 * double(i) : 0.55));
    REQUIRE(stuck.told.size() == 1);
    // It last fell in epoch 9; a fifth of 100 epochs later it is told.
    CHECK(stuck.told[0].starts_with("epoch 29: the loss stands still: since epoch 9"));
    Listener learnt;
    for (Index i = 1; i <= 60; ++i) learnt.hear(epoch(i, i < 10 ? 1.0 - 0.1 * double(i) : 0.1));
    CHECK(learnt.told.empty());
    Listener slow;
    for (Index i = 1; i <= 100; ++i) slow.hear(epoch(i, std::pow(0.999, i)));
    CHECK(slow.told.empty());
}

TEST_CASE("diagnosis: one spike after all is learnt is no standing still") {
    Listener listener;
    for (Index i = 1; i <= 100; ++i)
        listener.hear(epoch(i, i == 60 ? 0.9 : i < 10 ? 1.0 / double(i) : 0.01));
    CHECK(listener.told.empty());
}

TEST_CASE("diagnosis: losses may be negative") {
    Listener listener;
    for (Index i = 1; i <= 60; ++i) {
        EpochReport report = epoch(i, -8 - 0.001 * double(i));
        report.validation = {{"loss", -8.2 + 0.0001 * double(i)}};
        listener.hear(report);
    }
    // It stands still, and does not part: a rise of 0.006 is not a fifth of 8.2.
    REQUIRE(listener.told.size() == 1);
    CHECK(listener.told[0].find("stands still") != std::string::npos);
    Listener falling;
    for (Index i = 1; i <= 60; ++i) falling.hear(epoch(i, 1 - 0.1 * double(i)));
    CHECK(falling.told.empty());
}

TEST_CASE("diagnosis: a gradient of 0 does not vanish on its way") {
    CHECK(told_of({layer("layers.0", 0), layer("layers.1", 1)}, 10).empty());
}

TEST_CASE("diagnosis: training and validation that part") {
    const auto told_with = [](double validation_rise, double train_fall) {
        Listener listener;
        for (Index i = 1; i <= 40; ++i) {
            const double x = static_cast<double>(std::max<Index>(i - 10, 0)) / 30;
            EpochReport report = epoch(i, i < 10 ? 2.0 - 0.1 * double(i) : 1 - train_fall * x);
            report.validation = {
                {"loss", i < 10 ? 2.0 - 0.1 * double(i) : 1 + validation_rise * x}};
            listener.hear(report);
        }
        std::erase_if(listener.told, [](const std::string& text) {
            return text.find("training and validation part") == std::string::npos;
        });
        return listener.told;
    };
    const auto told = told_with(0.5, 0.5);
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("training and validation part: since epoch 10") != std::string::npos);
    CHECK(told_with(0.1, 0.5).empty());
    CHECK(told_with(0.5, 0.01).empty());
}
