// Files that tests/reference/make_pytorch_models.py wrote, from PyTorch and the format's published
// description alone.
#include "mlp/core/error.h"
#include "mlp/io/weights.h"
#include "mlp/nn/layers/dense.h"
#include "mlp/train/evaluate.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

template <class T>
Network<T> network_of(const nlohmann::json& model) {
    const auto sizes = model.at("sizes").get<std::vector<Index>>();
    std::vector<Choice> layers;
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        const bool last = i + 1 == sizes.size();
        layers.push_back(dense(sizes[i], model.at(last ? "output" : "hidden").get<std::string>()));
    }
    return Network<T>(sizes.front(), layers);
}

std::filesystem::path path_of(const nlohmann::json& model) {
    return test::source_directory() / "tests/reference" / model.at("file").get<std::string>();
}

template <class T>
void check_predictions(const nlohmann::json& model, double tolerance) {
    Network<T> network = network_of<T>(model);
    load_weights(path_of(model), network, model.at("names").get<TextsByName>());
    const Matrix<T> inputs = test::samples(model.at("inputs")).template cast<T>();
    const Matrix<double> outputs = predict(network, inputs).template cast<double>();
    const Matrix<double> expected = test::samples(model.at("outputs"));
    REQUIRE(outputs.rows() == expected.rows());
    CHECK((outputs - expected).cwiseAbs().maxCoeff() < tolerance);
}

}  // namespace

TEST_CASE("pytorch: the weights of nn.Sequential predict here what they predict there") {
    const auto reference = test::reference("pytorch_models.json");
    const auto& models = reference.at("models");
    REQUIRE(models.size() == 4);
    for (const auto& model : models) {
        const auto file = model.at("file").get<std::string>();
        CAPTURE(file);
        check_predictions<float>(model, 1e-6);
        // The expected numbers of the float32 model are themselves rounded to that.
        check_predictions<double>(model, file == "pytorch_f32.safetensors" ? 1e-6 : 1e-12);
    }
}

TEST_CASE("pytorch: without a map of names, the message shows the one to write") {
    const auto reference = test::reference("pytorch_models.json");
    for (const auto& model : reference.at("models")) {
        Network<float> network = network_of<float>(model);
        const auto path = path_of(model);
        const auto message = test::message_of([&] { load_weights(path, network); });
        CHECK(message.starts_with(path.string() + ": has no tensor 'layers.0.weight' of shape ["));
        const auto shown = message.find("set network.initial_weights to {");
        REQUIRE(shown != std::string::npos);
        const auto map = nlohmann::json::parse(message.substr(message.find('{')));
        CHECK(map.at("path") == path.string());
        CHECK(map.at("names") == model.at("names"));
    }
}
