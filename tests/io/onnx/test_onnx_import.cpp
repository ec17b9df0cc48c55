#include "mlp/core/error.h"
#include "mlp/io/onnx/onnx_export.h"
#include "mlp/io/onnx/onnx_import.h"
#include "mlp/train/evaluate.h"

#include "nn/test_activations.h"
#include "onnx_models.h"
#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// The largest |a − b| / max(1, |b|).
double difference(const Matrix<float>& a, const Matrix<float>& b) {
    REQUIRE(a.rows() == b.rows());
    REQUIRE(a.cols() == b.cols());
    return ((a - b).array().abs() / b.array().abs().max(1)).maxCoeff();
}

Model<float> and_back(const Model<float>& model) { return read_onnx(write_onnx(model, {})); }

/// "dense tanh, activation softmax": the layers of a network.
std::string layers_of(const Network<float>& network) {
    std::string text;
    for (const Choice& made : network.describe()) {
        const auto found = made.options.find("activation");
        text += text.empty() ? "" : ", ";
        text += made.type;
        if (found != made.options.end())
            text += " " + OptionCodec<Choice>::from_value(found->second).type;
    }
    return text;
}

/// Activations that compute the same, with their defaults and after training, as one before them in
/// the list come back as that.
std::string name_after_training(const Choice& choice) {
    const std::map<std::string, std::string> same{
        {"noisy_relu", "relu"}, {"generalized_logistic", "sigmoid"}, {"celu", "elu"}};
    const auto found = same.find(choice.type);
    return found == same.end() ? choice.type : found->second;
}

}  // namespace

TEST_CASE("onnx import: every activation comes back from its own export") {
    for (const auto& name : activation_names().names()) {
        // These are no one operator or formula.
        if (name == "sparsemax" || name == "maxout") continue;
        CAPTURE(name);
        const auto model = random_model<float>(3, {dense(4, name), dense(2, name)});
        const auto back = and_back(model);
        const std::string expected = name_after_training(name);
        CHECK(layers_of(back.network) == "dense " + expected + ", dense " + expected);
        const Matrix<float> x = random_numbers<float>(3, 50, -8, 8);
        CHECK(difference(predict(back.network, x), predict(model.network, x)) < 1e-6);
    }
}

TEST_CASE("onnx import: options of activations that are operators, or words, come back") {
    for (const Choice& choice :
         {Choice{"leaky_relu", {{"alpha", 0.2}}}, Choice{"elu", {{"alpha", 0.7}}},
          Choice{"prelu", {{"alpha", 0.1}}}, Choice{"prelu", {{"per", "unit"}}},
          Choice{"gelu", {{"approximation", "tanh"}}}}) {
        CAPTURE(text(choice));
        const auto model = random_model<float>(3, {dense(4, choice), dense(2, "linear")});
        const auto back = and_back(model);
        const Matrix<float> x = random_numbers<float>(3, 50, -8, 8);
        CHECK(difference(predict(back.network, x), predict(model.network, x)) < 1e-6);
        const Choice layer_made = back.network.describe().front();
        const auto activation =
            OptionCodec<Choice>::from_value(layer_made.options.find("activation")->second);
        for (const auto& [option, value] : choice.options) {
            const auto& found = activation.options.find(option)->second;
            // A prelu has learnt what it started with.
            if (choice.type != "prelu" || option != "alpha")
                CHECK(text({choice.type, {{option, found}}}) ==
                      text({choice.type, {{option, value}}}));
        }
    }
}

TEST_CASE("onnx import: names and classes come back, and layers that are activations") {
    auto model = random_model<float>(2, {activation_layer("tanh"), dense(3, "softmax")});
    model.preprocessing = Preprocessing::none({"width", "height"});
    model.targets = {{"kind"}, {"p", "q", "r"}};
    model.loss = "cross_entropy";
    const auto back = and_back(model);
    CHECK(layers_of(back.network) == "activation tanh, dense softmax");
    CHECK(back.preprocessing.column_names() == std::vector<std::string>{"width", "height"});
    CHECK(back.targets.names == model.targets.names);
    CHECK(back.targets.classes == model.targets.classes);
    CHECK(back.loss.type == "cross_entropy");
}

TEST_CASE("onnx import: networks that others wrote") {
    const auto cases = reference("onnx/expected.json");
    REQUIRE(cases.size() > 10);
    for (const auto& item : cases.items()) {
        const std::string& name = item.key();
        const auto& expected = item.value();
        CAPTURE(name);
        const auto model =
            import_onnx(source_directory() / "tests/reference/onnx" / (name + ".onnx"));
        CHECK(layers_of(model.network) == expected.at("layers").get<std::string>());
        const Matrix<float> x = samples(expected.at("inputs")).cast<float>();
        const Matrix<float> y = samples(expected.at("outputs")).cast<float>();
        CHECK(difference(predict(model.network, x), y) < 1e-5);
    }
}

TEST_CASE("onnx import: all that is not supported is listed") {
    const auto refusals = reference("onnx/refused.json");
    REQUIRE(refusals.size() > 5);
    for (const auto& item : refusals.items()) {
        const std::string& name = item.key();
        CAPTURE(name);
        const auto path = source_directory() / "tests/reference/onnx" / (name + ".onnx");
        CHECK_THROWS_AS(import_onnx(path), InputError);
        const std::string message = message_of([&] { import_onnx(path); });
        CAPTURE(message);
        CHECK(message.starts_with(path.string() + ": "));
        for (const auto& part : item.value())
            CHECK(message.find(part.get<std::string>()) != std::string::npos);
    }
}

TEST_CASE("onnx import: sparsemax and maxout are listed as what they are made of") {
    for (const char* name : {"sparsemax", "maxout"}) {
        CAPTURE(name);
        const auto bytes = write_onnx(random_model<float>(3, {dense(4, name)}), {});
        const std::string message = message_of([&] { read_onnx(bytes); });
        CAPTURE(message);
        CHECK(message.find("\n  ReduceMax '") != std::string::npos);
        CHECK(message.find("': the operator is not supported") != std::string::npos);
    }
}
