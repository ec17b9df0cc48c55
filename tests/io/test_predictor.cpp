#include "mlp/core/error.h"
#include "mlp/io/predictor.h"
#include "mlp/train/evaluate.h"

#include "support.h"

#include <limits>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Choice dense(Index units, const char* activation) {
    return {"dense", {{"units", units}, {"activation", std::vector<Choice>{activation}}}};
}

template <class T>
Network<T> random_network(Index inputs, const std::vector<Choice>& layers) {
    Network<T> network(inputs, layers);
    Random random(3, RandomStream::weights);
    network.initialize(random);
    return network;
}

Preprocessing age_and_city() {
    NumberInput age{"age", {Curve::none, 1, 40, 0.1}};
    TextInput city{"city", {{"Lyon", "Paris"}, {}, true}};
    return {{age, city}, {}};
}

}  // namespace

TEST_CASE_TEMPLATE("predictor: a class by its name, as the model says", T, float, double) {
    const TemporaryDirectory directory;
    const auto path = directory.path() / "m.safetensors";
    const Model<T> model{random_network<T>(2, {dense(5, "tanh"), dense(3, "softmax")}),
                         {{NumberInput{"a", {Curve::none, 1, 1, 2}}, NumberInput{"b"}}, {}},
                         {{"kind"}, {"x", "y", "z"}},
                         "cross_entropy"};
    save_model(path, model);

    const Predictor predictor(path);
    CHECK(predictor.columns() == std::vector<std::string>{"a", "b"});
    CHECK(predictor.classes() == std::vector<std::string>{"x", "y", "z"});
    CHECK(predictor.targets() == std::vector<std::string>{"kind"});
    for (const double a : {-3.0, 0.5, 4.0}) {
        const Matrix<double> row = (Matrix<double>(2, 1) << a, 1).finished();
        const Matrix<T> expected = model.predict(row);
        Index best = 0;
        expected.col(0).maxCoeff(&best);
        const Prediction prediction = predictor.predict({a, 1});
        REQUIRE(prediction.outputs.size() == 3);
        for (Index k = 0; k < 3; ++k) {
            CHECK(prediction.outputs[static_cast<std::size_t>(k)] ==
                  static_cast<double>(expected(k, 0)));
        }
        CHECK(prediction.class_index == static_cast<std::size_t>(best));
        CHECK(prediction.label == predictor.classes()[static_cast<std::size_t>(best)]);
        CHECK(predictor.predict(std::vector<double>{a, 1}).outputs == prediction.outputs);
    }
}

TEST_CASE("predictor: texts in, numbers in the units of the targets out") {
    Model<double> model{random_network<double>(3, {dense(1, "linear")}),
                        age_and_city(),
                        {{"income"}, {}, {{Curve::none, 1, 1000, 0.01}}},
                        "mse"};
    model.network.parameters().values() << 1, 2, 3, 0.5;  // W for age, Lyon, Paris, and b
    const Predictor predictor(std::move(model));
    const Prediction lyon = predictor.predict({50.0, "Lyon"});
    CHECK(lyon.outputs == std::vector{(1.0 + 2 + 0.5) / 0.01 + 1000});
    CHECK(!lyon.class_index);
    CHECK(lyon.label.empty());
    CHECK(predictor.predict({50.0, "Paris"}).outputs == std::vector{(1.0 + 3 + 0.5) / 0.01 + 1000});
}

TEST_CASE("predictor: rows that cannot be used are refused") {
    const Predictor predictor(Model<float>{
        random_network<float>(3, {dense(1, "linear")}), age_and_city(), {{"y"}, {}, {}}, "mse"});
    const auto refusal = [&](const std::vector<Cell>& row) {
        CHECK_THROWS_AS(predictor.predict(row), InputError);
        return message_of([&] { predictor.predict(row); });
    };
    CHECK(refusal({50.0}) == "a row of 1 where the model takes 2: age, city");
    CHECK(refusal({50.0, "Rome"}).find("'city': unknown category 'Rome'") != std::string::npos);
    CHECK(refusal({"old", "Paris"}).find("'age': 'old' is not a finite number") !=
          std::string::npos);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(refusal({nan, "Paris"}).find("'age': the cell is empty") != std::string::npos);
}

TEST_CASE("predictor: many threads may use one") {
    const Predictor predictor(
        Model<float>{random_network<float>(2, {dense(16, "tanh"), dense(2, "softmax")}),
                     Preprocessing::none({"a", "b"}),
                     {{"kind"}, {"x", "y"}},
                     "cross_entropy"});
    const auto all = [&] {
        std::vector<double> outputs;
        for (int i = 0; i < 300; ++i) {
            outputs.push_back(predictor.predict({i * 0.01, 1 - i * 0.02}).outputs[0]);
        }
        return outputs;
    };
    const std::vector<double> expected = all();
    std::vector<std::vector<double>> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results) threads.emplace_back([&] { result = all(); });
    for (auto& thread : threads) thread.join();
    for (const auto& result : results) CHECK(result == expected);
}
