#include "mlp/train/confusion.h"
#include "mlp/train/metric.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <doctest/doctest.h>

// All metrics against scikit-learn, from tests/reference/metrics.json; see metrics.py beside it.

using namespace mlp;
using namespace mlp::test;

namespace {

/// Outputs and targets of one case as a network and its data set would have them, and how to read
/// them.
struct Case {
    Matrix<double> output;
    Matrix<double> target;
    Judging judging{};
};

Case classification_case(const nlohmann::json& json) {
    Case result{samples(json["outputs"]), {}};
    const auto no = json["no"].get<double>();
    result.judging = {(no + 1) / 2, json["probabilities"].get<bool>(),
                      std::max<Index>(result.output.rows(), 2)};
    result.target.setConstant(result.output.rows(), result.output.cols(), no);
    for (Index i = 0; i < result.target.cols(); ++i) {
        const auto label = json["classes"][static_cast<std::size_t>(i)].get<Index>();
        if (result.target.rows() > 1) {
            result.target(label, i) = 1;
        } else if (label == 1) {
            result.target(0, i) = 1;
        }
    }
    return result;
}

template <class T>
Scores scores(const std::vector<Choice>& chosen, const Case& c, Index batch) {
    const Matrix<T> output = c.output.cast<T>();
    const Matrix<T> target = c.target.cast<T>();
    ScoreBoard<T> board(chosen, c.judging);
    // What was gathered before reset() must leave no trace.
    board.add(T(1), T(1), view(target), view(output));
    board.reset();
    for (Index start = 0; start < output.cols(); start += batch) {
        const Index n = std::min(batch, output.cols() - start);
        const auto part = [&](const Matrix<T>& m) {
            return ConstView<T>(m.data() + start * m.rows(), m.rows(), n);
        };
        board.add(T(0), T(n), part(output), part(target));
    }
    return board.scores();
}

/// 1e-12 of the value or, where it is below 1, of 1. null stands for NaN.
void check_close(double value, const nlohmann::json& expected) {
    if (expected.is_null()) {
        CHECK(std::isnan(value));
        return;
    }
    const auto right = expected.get<double>();
    CAPTURE(value);
    CAPTURE(right);
    CHECK(std::abs(value - right) <= 1e-12 * std::max(1.0, std::abs(right)));
}

void check_values(const Case& c, const nlohmann::json& values) {
    std::vector<Choice> chosen;
    for (const auto& [name, value] : values.items()) chosen.emplace_back(name);
    for (const Index batch : {c.output.cols(), Index{7}, Index{1}}) {
        CAPTURE(batch);
        for (const auto& score : scores<double>(chosen, c, batch)) {
            if (score.first == "loss") continue;
            CAPTURE(score.first);
            check_close(score.second, values.at(score.first));
        }
    }
}

}  // namespace

TEST_CASE("metrics: of classes, equal to scikit-learn") {
    const auto file = reference("metrics.json");
    for (const auto& json : file["classification"]) {
        CAPTURE(json["name"].get<std::string>());
        const Case c = classification_case(json);
        check_values(c, json["values"]);
        for (const auto& [k, value] : json["top_k"].items()) {
            const std::int64_t guesses = std::stoll(k);
            CAPTURE(guesses);
            const Choice top("top_k_accuracy", {{"k", guesses}});
            check_close(scores<double>({top}, c, 7)[1].second, value);
        }
    }
}

TEST_CASE("metrics: of numbers, equal to scikit-learn") {
    const auto file = reference("metrics.json");
    for (const auto& json : file["regression"]) {
        CAPTURE(json["name"].get<std::string>());
        check_values({samples(json["outputs"]), samples(json["targets"])}, json["values"]);
    }
}

TEST_CASE("metrics: there are reference numbers for every one") {
    std::set<std::string> tested;
    const auto file = reference("metrics.json");
    for (const auto& part : file) {
        for (const auto& json : part) {
            for (const auto& [name, value] : json["values"].items()) tested.insert(name);
            if (json.contains("top_k") && !json["top_k"].empty()) tested.insert("top_k_accuracy");
        }
    }
    const auto names = metric_names().names();
    CHECK(tested == std::set<std::string>(names.begin(), names.end()));
}

TEST_CASE("metrics: outputs in float32 are judged as the same numbers in float64") {
    const auto file = reference("metrics.json");
    for (const auto& [part, cases] : file.items()) {
        for (const auto& json : cases) {
            CAPTURE(json["name"].get<std::string>());
            Case c = part == "classification"
                         ? classification_case(json)
                         : Case{samples(json["outputs"]), samples(json["targets"])};
            c.output = c.output.cast<float>().cast<double>().eval();
            c.target = c.target.cast<float>().cast<double>().eval();
            std::vector<Choice> chosen;
            for (const auto& [name, value] : json["values"].items()) chosen.emplace_back(name);
            const Scores in_double = scores<double>(chosen, c, 7);
            const Scores in_float = scores<float>(chosen, c, 7);
            REQUIRE(in_double.size() == in_float.size());
            for (std::size_t i = 0; i < in_double.size(); ++i) {
                const double expected = in_double[i].second;
                const double value = in_float[i].second;
                CAPTURE(in_double[i].first);
                CHECK((value == expected || (std::isnan(value) && std::isnan(expected))));
            }
        }
    }
}

TEST_CASE("confusion matrix: counts and the scores of each class, equal to scikit-learn") {
    const auto file = reference("metrics.json");
    for (const auto& json : file["classification"]) {
        CAPTURE(json["name"].get<std::string>());
        const Case c = classification_case(json);
        ConfusionMatrix confusion(c.judging.classes);
        confusion.add(view(c.output), view(c.target), c.judging.decision);
        CHECK(confusion.samples() == c.output.cols());
        for (Index i = 0; i < confusion.classes(); ++i) {
            const auto row = static_cast<std::size_t>(i);
            for (Index j = 0; j < confusion.classes(); ++j) {
                CHECK(confusion.count(i, j) ==
                      json["confusion"][row][static_cast<std::size_t>(j)].get<std::int64_t>());
            }
            const ClassScores scores = confusion.of_class(i);
            const auto& expected = json["per_class"][row];
            check_close(scores.precision, expected[0]);
            check_close(scores.recall, expected[1]);
            check_close(scores.f1, expected[2]);
            CHECK(scores.support == expected[3].get<double>());
        }
    }
}
