#include "mlp/optim/optimizer.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Choice from_reference(const std::string& name, const nlohmann::json& hyperparameters) {
    // Runs are called after their optimizer and what is special about them: sgd_nesterov.
    Choice choice(name.substr(0, name.find('_')));
    for (const auto& [key, value] : hyperparameters.items()) {
        if (value.is_boolean()) {
            choice.options[key] = value.get<bool>();
        } else if (value.is_number()) {
            choice.options[key] = value.get<double>();
        }
    }
    return choice;
}

bool is_ours(const Choice& choice) {
    const auto* entry = optimizer_names().find(choice.type);
    if (entry == nullptr) return false;
    for (const auto& [key, value] : choice.options) {
        if (entry->find(key) == nullptr) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("optimizers: 40 steps of each are those of PyTorch in float64") {
    const auto file = reference("optimizers.json");
    const Vector<double> a = row(file.at("a")).transpose();
    const Vector<double> c = row(file.at("c")).transpose();
    int compared = 0;
    for (const auto& [name, run] : file.at("runs").items()) {
        const Choice choice = from_reference(name, run.at("hyperparameters"));
        if (!is_ours(choice)) continue;
        CAPTURE(choice.type);
        const auto optimizer = optimizers<double>().make(choice);
        Vector<double> w = row(file.at("w0")).transpose();
        double error = 0;
        for (const auto& expected : run.at("w")) {
            // The objective is Σ a(w−c)² + 0.1(w−c)⁴.
            const Eigen::ArrayXd d = (w - c).array();
            const Vector<double> g = 2 * a.array() * d + 0.4 * d.cube();
            optimizer->step({w.data(), w.size()}, {g.data(), g.size()});
            error = std::max(error, (w - row(expected).transpose()).cwiseAbs().maxCoeff());
        }
        CHECK(error < 1e-12);
        CHECK(optimizer->steps() == 40);
        ++compared;
    }
    CHECK(compared == 7);  // sgd: plain, momentum, nesterov, weight_decay; adam, adamw, rmsprop
}

TEST_CASE("optimizers: the defaults are PyTorch's") {
    const auto default_of = [](const char* name, const char* option) {
        return std::get<double>(optimizer_names().get(name).find(option)->default_value);
    };
    CHECK(default_of("sgd", "learning_rate") == 1e-3);
    CHECK(default_of("sgd", "momentum") == 0);
    for (const char* name : {"adam", "adamw"}) {
        CHECK(default_of(name, "learning_rate") == 1e-3);
        CHECK(default_of(name, "beta1") == 0.9);
        CHECK(default_of(name, "beta2") == 0.999);
        CHECK(default_of(name, "epsilon") == 1e-8);
    }
    CHECK(default_of("adam", "weight_decay") == 0);
    CHECK(default_of("adamw", "weight_decay") == 0.01);
    CHECK(default_of("rmsprop", "learning_rate") == 0.01);
    CHECK(default_of("rmsprop", "alpha") == 0.99);
}

TEST_CASE("optimizers: the learning rate can be changed between steps") {
    const auto optimizer = optimizers<double>().make("sgd");
    Vector<double> w = Vector<double>::Ones(2);
    const Vector<double> g = Vector<double>::Ones(2);
    optimizer->set_learning_rate(0.25);
    CHECK(optimizer->learning_rate() == 0.25);
    optimizer->step({w.data(), 2}, {g.data(), 2});
    CHECK(w == Vector<double>::Constant(2, 0.75));
}

TEST_CASE("optimizers: impossible options are refused") {
    CHECK_THROWS_WITH_AS(optimizers<float>().make({"sgd", {{"nesterov", true}}}),
                         "sgd: 'nesterov' needs a 'momentum' greater than 0", InputError);
    CHECK_THROWS_WITH_AS(optimizers<float>().make({"adam", {{"beta1", 1.0}}}),
                         "adam: option 'beta1' must be at least 0 and less than 1, but is 1",
                         InputError);
    CHECK_THROWS_WITH_AS(optimizers<float>().make({"adam", {{"learning_rate", -0.1}}}),
                         "adam: option 'learning_rate' must be greater than 0, but is -0.1",
                         InputError);
}
