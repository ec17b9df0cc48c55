#include "nn/test_activations.h"
#include "onnx_comparison.h"
#include "onnx_models.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

TEST_CASE_TEMPLATE("onnx export: every activation computes the same in a runtime", T, float,
                   double) {
    Networks<T> networks;
    for (const auto& choice : all_choices()) {
        const Matrix<T> samples = random_numbers<T>(4, 7, -20, 20);
        networks.add(text(choice) + " behind weights",
                     random_model<T>(4, {dense(5, choice), dense(2, "linear")}), samples);
        if (activations<T>().make(choice)->pieces() > 1) continue;
        Matrix<T> numbers(1, 81);
        for (Index i = 0; i < numbers.size(); ++i) numbers(0, i) = static_cast<T>(i - 40) / 2;
        networks.add(text(choice), random_model<T>(1, {activation_layer(choice)}), numbers);
        networks.add(text(choice) + " of five units",
                     random_model<T>(5, {activation_layer(choice)}),
                     random_numbers<T>(5, 1, -20, 20));
    }
    networks.check();
}

TEST_CASE_TEMPLATE("onnx export: every layer computes the same in a runtime", T, float, double) {
    const auto size = [](Index n) { return Integers{n}; };
    const Choice filters = layer("conv2d", {{"filters", Index{3}},
                                            {"kernel", Integers{3, 2}},
                                            {"stride", Integers{1, 2}},
                                            {"padding", Integers{1, 0}},
                                            {"activation", std::vector<Choice>{"tanh"}}});
    const Choice same =
        layer("conv2d", {{"filters", Index{2}},
                         {"kernel", size(3)},
                         {"padding", size(1)},
                         {"activation", std::vector<Choice>{{"prelu", {{"per", "unit"}}}}}});
    const auto residual = [](std::vector<Choice> layers) {
        return layer("residual", {{"layers", std::move(layers)}});
    };
    const Shape image(2, 5, 6);
    const std::vector<std::pair<Shape, std::vector<Choice>>> cases{
        {4, {layer("dense", {{"units", Index{3}}, {"bias", false}})}},
        {4,
         {layer("dropout", {{"rate", 0.5}}), dense(3, "tanh"), layer("batch_norm"),
          activation_layer("relu")}},
        {4, {dense(5, "gelu"), layer("layer_norm"), dense(2, "softmax")}},
        {4, {residual({dense(4, "relu"), dense(4, "linear")}), dense(2, "linear")}},
        {4, {residual({dense(3, "relu")}), residual({dense(3, "tanh"), layer("layer_norm")})}},
        {4, {layer("gaussian_noise"), layer("alpha_dropout", {{"rate", 0.1}}), dense(2, "selu")}},
        {image, {filters}},
        {image,
         {filters, layer("max_pool2d", {{"size", size(2)}}), layer("flatten"),
          dense(3, "softmax")}},
        {image,
         {layer("batch_norm"),
          layer("max_pool2d", {{"size", Integers{2, 3}}, {"stride", size(1)}})}},
        {image, {same, layer("layer_norm"), dense(2, {"maxout", {{"pieces", Index{3}}}})}},
        {image, {residual({same}), residual({filters}), layer("flatten")}}};
    Networks<T> networks;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto& input = cases[i].first;
        const auto model = random_model<T>(input, cases[i].second);
        for (const Index batch : {1, 7}) {
            networks.add("case " + std::to_string(i) + " of " + std::to_string(batch), model,
                         random_numbers<T>(input.size(), batch, -2, 2));
        }
    }
    networks.check();
}
