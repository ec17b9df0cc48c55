#include "inspect_json.h"

#include "mlp/config/writer.h"
#include "mlp/io/preprocessing_json.h"
#include "mlp/io/tensor_facts.h"
#include "mlp/io/training_record_json.h"
#include "mlp/nn/loss.h"

#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

/// [channels, height, width] of an image, else [size]
Json shape_json(const Shape& shape) {
    if (shape.is_image) return std::vector{shape.channels, shape.height, shape.width};
    return std::vector{shape.channels};
}

template <class T>
Json layers_json(const Network<T>& network) {
    Json layers = Json::array();
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const auto& layer = *network.layers()[i];
        Json json = {{"name", fmt::format("layers.{}", i)},
                     {"input_shape", shape_json(layer.input_shape())},
                     {"output_shape", shape_json(layer.output_shape())},
                     {"parameters", network.learnt_by(i)}};
        json["layer"] = write_choice(layer.describe(), layer_names());
        layers.push_back(std::move(json));
    }
    return layers;
}

}  // namespace

template <class T>
Json model_json(const Model<T>& model) {
    const auto& network = model.network;
    return {{"precision", std::is_same_v<T, float> ? "float32" : "float64"},
            {"self_test", "passed"},
            {"parameters", network.parameters().learnt()},
            {"network", layers_json(network)},
            {"loss", write_choice(model.loss, loss_names())},
            {"inputs", model.preprocessing.input_names()},
            {"preprocessing", write_preprocessing(model.preprocessing)},
            {"targets", write_targets(model.targets)},
            {"training", model.training ? write_training_record(*model.training) : Json(nullptr)}};
}

Json tensors_json(const Safetensors& file) {
    Json tensors = Json::array();
    for (const auto& [name, tensor] : file.tensors()) {
        Json json = {{"name", name}, {"dtype", tensor.dtype}, {"shape", tensor.shape}};
        const TensorFacts facts = tensor_facts(file, name);
        if (facts.finite > 0) {
            json["min"] = facts.min;
            json["mean"] = facts.mean;
            json["max"] = facts.max;
        }
        if (facts.finite + facts.not_finite > 0) json["not_finite"] = facts.not_finite;
        tensors.push_back(std::move(json));
    }
    return tensors;
}

template Json model_json(const Model<float>&);
template Json model_json(const Model<double>&);

}  // namespace mlp::app
