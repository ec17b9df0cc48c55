#include "mlp/optim/optimizer.h"
#include "mlp/optim/optimizer_of.h"

#include "optim/reference_objective.h"
#include "support.h"

#include <limits>
#include <map>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// Whether two numbers, texts or truth values are the same.
bool same(const OptionValue& x, const OptionValue& y) {
    if (x.index() != y.index()) return false;
    if (const auto* number = std::get_if<double>(&x)) return *number == std::get<double>(y);
    if (const auto* truth = std::get_if<bool>(&x)) return *truth == std::get<bool>(y);
    return std::get<std::string>(x) == std::get<std::string>(y);
}

/// The optimizers that are a formula for each parameter.
std::vector<std::string> by_formula() {
    std::vector<std::string> names;
    for (const auto& name : optimizer_names().names()) {
        if (!optimizers<double>().traits({name}).needs_batch_loss) names.push_back(name);
    }
    return names;
}

}  // namespace

TEST_CASE("optimizers: float32 follows float64") {
    const ReferenceObjective objective;
    for (const auto& name : by_formula()) {
        CAPTURE(name);
        const auto narrow = optimizers<float>().make(Choice(name));
        const auto wide = optimizers<double>().make(Choice(name));
        const double error = difference(objective.run<float>(*narrow, 40).back(),
                                        objective.run<double>(*wide, 40).back());
        CHECK(error < 1e-5);
    }
}

TEST_CASE("optimizers: the defaults are PyTorch's, and of lion its paper's") {
    const std::map<std::string, std::map<std::string, OptionValue>> expected{
        {"sgd",
         {{"learning_rate", 1e-3}, {"momentum", 0.0}, {"weight_decay", 0.0}, {"nesterov", false}}},
        {"adam",
         {{"learning_rate", 1e-3},
          {"beta1", 0.9},
          {"beta2", 0.999},
          {"epsilon", 1e-8},
          {"weight_decay", 0.0},
          {"amsgrad", false}}},
        {"adamw",
         {{"learning_rate", 1e-3},
          {"beta1", 0.9},
          {"beta2", 0.999},
          {"epsilon", 1e-8},
          {"weight_decay", 0.01},
          {"amsgrad", false}}},
        {"nadam",
         {{"learning_rate", 2e-3},
          {"beta1", 0.9},
          {"beta2", 0.999},
          {"epsilon", 1e-8},
          {"weight_decay", 0.0},
          {"momentum_decay", 4e-3}}},
        {"radam",
         {{"learning_rate", 1e-3},
          {"beta1", 0.9},
          {"beta2", 0.999},
          {"epsilon", 1e-8},
          {"weight_decay", 0.0}}},
        {"adamax",
         {{"learning_rate", 2e-3},
          {"beta1", 0.9},
          {"beta2", 0.999},
          {"epsilon", 1e-8},
          {"weight_decay", 0.0}}},
        {"adagrad",
         {{"learning_rate", 1e-2},
          {"lr_decay", 0.0},
          {"initial_accumulator_value", 0.0},
          {"epsilon", 1e-10},
          {"weight_decay", 0.0}}},
        {"adadelta",
         {{"learning_rate", 1.0}, {"rho", 0.9}, {"epsilon", 1e-6}, {"weight_decay", 0.0}}},
        {"rmsprop",
         {{"learning_rate", 1e-2},
          {"alpha", 0.99},
          {"epsilon", 1e-8},
          {"weight_decay", 0.0},
          {"momentum", 0.0},
          {"centered", false}}},
        {"rprop",
         {{"variant", std::string("irprop_minus")},
          {"learning_rate", 1e-2},
          {"eta_minus", 0.5},
          {"eta_plus", 1.2},
          {"step_min", 1e-6},
          {"step_max", 50.0}}},
        {"lion",
         {{"learning_rate", 1e-4}, {"beta1", 0.9}, {"beta2", 0.99}, {"weight_decay", 0.0}}}};
    for (const auto& name : by_formula()) {
        CAPTURE(name);
        REQUIRE(expected.contains(name));
        const auto& entry = optimizer_names().get(name);
        CHECK(entry.options.size() == expected.at(name).size());
        for (const auto& [option, value] : expected.at(name)) {
            const std::string title = option;
            CAPTURE(title);
            REQUIRE(entry.find(option) != nullptr);
            CHECK(same(entry.find(option)->default_value, value));
        }
        CHECK_FALSE(entry.formula.empty());
        CHECK_FALSE(entry.source.empty());
    }
}

TEST_CASE("optimizers: float and double have the same entries, adam is the default") {
    CHECK(optimizers<float>().names() == optimizers<double>().names());
    CHECK(optimizer_names().names().size() == 13);
    CHECK(optimizer_names().default_type() == "adam");
}

TEST_CASE("optimizers: the learning rate can be changed between steps") {
    const Vector<double> g = Vector<double>::Ones(2);
    for (const auto& name : by_formula()) {
        CAPTURE(name);
        const auto move = [&](double rate) {
            const auto optimizer = optimizers<double>().make(Choice(name));
            Vector<double> w = Vector<double>::Zero(2);
            optimizer->set_learning_rate(rate);
            CHECK(optimizer->learning_rate() == rate);
            optimizer->step({w.data(), 2}, {g.data(), 2});
            CHECK(w[0] < 0);
            return w[0];
        };
        CHECK(move(0.5) == doctest::Approx(2 * move(0.25)).epsilon(1e-12));
    }
}

TEST_CASE("optimizers: weight decay acts on the ranges that decay, and only there") {
    const ReferenceObjective objective;
    int compared = 0;
    for (const auto* entry : optimizer_names().entries()) {
        if (entry->find("weight_decay") == nullptr) continue;
        CAPTURE(entry->name);
        const Choice with{entry->name, {{"learning_rate", 0.1}, {"weight_decay", 0.2}}};
        const Choice without{entry->name, {{"learning_rate", 0.1}, {"weight_decay", 0.0}}};
        const auto decayed = objective.run(with, 10).back();
        const auto plain = objective.run(without, 10).back();
        CHECK((decayed - plain).cwiseAbs().minCoeff() > 1e-10);  // adadelta starts slowly

        const auto mixed = optimizers<double>().make(with);
        mixed->set_ranges({{0, 1, true}, {1, 2, true}, {3, 1, false}, {4, 1, false}, {5, 3, true}});
        const auto w = objective.run(*mixed, 10).back();
        // Rounding alone: loops of other lengths may be compiled into other instructions.
        CHECK(difference(w.head(3), decayed.head(3)) < 1e-14);
        CHECK(difference(w.segment(3, 2), plain.segment(3, 2)) < 1e-14);
        CHECK(difference(w.tail(3), decayed.tail(3)) < 1e-14);

        const auto nowhere = optimizers<double>().make(with);
        nowhere->set_ranges({{0, 5, false}, {5, 3, false}});
        CHECK(difference(objective.run(*nowhere, 10).back(), plain) < 1e-14);
        ++compared;
    }
    CHECK(compared == 10);  // all by formula but rprop
}

TEST_CASE("optimizers: a NaN in a gradient is seen in its weight, and in no other") {
    for (const auto& name : by_formula()) {
        for (const bool option : {false, true}) {
            Choice choice(name);
            if (option && name == "rprop") choice.options["variant"] = std::string("plus");
            if (option && name == "adam") choice.options["amsgrad"] = true;
            if (option && name == "rmsprop") choice.options["centered"] = true;
            CAPTURE(name);
            CAPTURE(option);
            const auto optimizer = optimizers<double>().make(choice);
            Vector<double> w = Vector<double>::Ones(3);
            Vector<double> g = Vector<double>::Ones(3);
            optimizer->step({w.data(), 3}, {g.data(), 3});
            g[1] = std::numeric_limits<double>::quiet_NaN();
            optimizer->step({w.data(), 3}, {g.data(), 3});
            CHECK(std::isnan(w[1]));
            CHECK(std::isfinite(w[0]));
            CHECK(std::isfinite(w[2]));
        }
    }
}

TEST_CASE("optimizers: where the gradient is 0 from the start, nothing moves") {
    for (const auto& name : by_formula()) {
        CAPTURE(name);
        const auto optimizer = optimizers<float>().make(Choice(name));
        optimizer->set_ranges({{0, 3, false}});
        Vector<float> w = Vector<float>::Constant(3, 0.7F);
        const Vector<float> g = Vector<float>::Zero(3);
        for (int i = 0; i < 5; ++i) optimizer->step({w.data(), 3}, {g.data(), 3});
        CHECK(w == Vector<float>::Constant(3, 0.7F));
    }
}

TEST_CASE("optimizers: impossible options are refused") {
    const auto refused = [](const Choice& choice) {
        return message_of([&] { optimizers<float>().make(choice); });
    };
    CHECK_THROWS_WITH_AS(optimizers<float>().make({"sgd", {{"nesterov", true}}}),
                         "sgd: 'nesterov' needs a 'momentum' greater than 0", InputError);
    CHECK(refused({"adam", {{"beta1", 1.0}}}) ==
          "adam: option 'beta1' must be at least 0 and less than 1, but is 1");
    CHECK(refused({"adam", {{"learning_rate", -0.1}}}) ==
          "adam: option 'learning_rate' must be greater than 0, but is -0.1");
    CHECK(refused({"adagrad", {{"epsilon", 0.0}}}) ==
          "adagrad: option 'epsilon' must be greater than 0, but is 0");
    CHECK(refused({"rprop", {{"eta_plus", 1.0}}}) ==
          "rprop: option 'eta_plus' must be greater than 1, but is 1");
    CHECK(refused({"rprop", {{"step_min", 2.0}, {"step_max", 1.0}}}) ==
          "rprop: 'step_min' must be at most 'step_max'");
    CHECK(refused({"rprop", {{"variant", std::string("pluss")}}})
              .starts_with("rprop: option 'variant' has the unknown value 'pluss'; "));
    CHECK(refused({"lbfgs", {{"c1", 0.9}, {"c2", 0.1}}}) == "lbfgs: 'c1' must be less than 'c2'");
    CHECK(refused({"levenberg_marquardt", {{"mu", 10.0}, {"mu_max", 1.0}}}) ==
          "levenberg_marquardt: 'mu' must be at most 'mu_max'");
    CHECK(refused({"levenberg_marquardt", {{"learning_rate", 1.0}}})
              .starts_with("levenberg_marquardt: unknown option 'learning_rate'; "));
    // Of every number: what is not one.
    for (const auto* entry : optimizer_names().entries()) {
        for (const auto& option : entry->options) {
            if (option.kind != OptionKind::number) continue;
            CAPTURE(entry->name);
            CAPTURE(option.name);
            for (const double bad : {std::numeric_limits<double>::quiet_NaN(), infinity, -1.0}) {
                CHECK_FALSE(refused({entry->name, {{option.name, bad}}}).empty());
            }
        }
    }
}

namespace {

/// w ← w − η·sign(g) on even steps only, to see t and begin().
struct EverySecond {
    double learning_rate = 0.5;

    static constexpr std::string_view name = "every_second";
    static constexpr std::string_view help = "rests on odd steps";
    static Options<EverySecond> options() {
        return {{"learning_rate", &EverySecond::learning_rate, positive, "step size"}};
    }
    int slots() const { return 0; }
    void begin(Index t) { rate_ = t % 2 == 0 ? learning_rate : 0; }
    template <class T>
    void step(const StepSlice<T>& s, Index t, T decay) const {
        CHECK(decay == 0);
        CHECK((rate_ == 0) == (t % 2 == 1));
        for (Index i = 0; i < s.size; ++i) s.w[i] -= T(rate_) * sign(s.g[i]);
    }

  private:
    double rate_ = -1;
};

}  // namespace

TEST_CASE("optimizers: a program can add its own") {
    Choice choice("every_second", {{"learning_rate", 0.25}});
    choice.extension = optimizer_extension<EverySecond>();
    const auto optimizer = optimizers<float>().make(choice);
    Vector<float> w = Vector<float>::Zero(2);
    const Vector<float> g{{3, -3}};
    for (int i = 0; i < 4; ++i) optimizer->step({w.data(), 2}, {g.data(), 2});
    CHECK(w == Vector<float>{{-0.5, 0.5}});
    CHECK(optimizer->steps() == 4);
    choice.options["learning_rate"] = 0.0;
    CHECK(message_of([&] { optimizers<double>().make(choice); }) ==
          "every_second: option 'learning_rate' must be greater than 0, but is 0");
}
