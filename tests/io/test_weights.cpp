#include "mlp/core/error.h"
#include "mlp/io/weights.h"
#include "mlp/nn/layers/dense.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

/// A file with these tensors of ones.
struct Ones {
    test::TemporaryDirectory directory;
    std::filesystem::path path;

    explicit Ones(const std::map<std::string, std::vector<Index>>& shapes) {
        SafetensorsWriter writer;
        float number = 0;
        for (const auto& [name, shape] : shapes) {
            Index cols = 1;
            for (std::size_t i = 1; i < shape.size(); ++i) cols *= shape[i];
            const Matrix<float> matrix = Matrix<float>::Constant(shape.front(), cols, ++number);
            writer.add<float>(name, shape, view(matrix));
        }
        path = directory.write("w.safetensors", writer.bytes());
    }

    /// What is wrong when a network of 2-3-1 is to take them.
    std::string error(const TextsByName& names = {}) const {
        Network<float> network(2, {dense(3, "tanh"), dense(1, "linear")});
        CHECK_THROWS_AS(load_weights(path, network, names), InputError);
        const auto text = message_of([&] { load_weights(path, network, names); });
        return text.starts_with(path.string()) ? text.substr(path.string().size()) : text;
    }
};

const std::map<std::string, std::vector<Index>> sequential{
    {"0.weight", {3, 2}}, {"0.bias", {3}}, {"2.weight", {1, 3}}, {"2.bias", {1}}};
const TextsByName names{{"layers.0.weight", "0.weight"},
                        {"layers.0.bias", "0.bias"},
                        {"layers.1.weight", "2.weight"},
                        {"layers.1.bias", "2.bias"}};

TextsByName with(TextsByName all, const std::string& name, const std::string& in_file) {
    all[name] = in_file;
    return all;
}

}  // namespace

TEST_CASE("weights: names say what is what, and other tensors may be left over") {
    auto more = sequential;
    more["running.steps"] = {7, 7};
    const Ones file(more);
    Network<float> network(2, {dense(3, "tanh"), dense(1, "linear")});
    load_weights(file.path, network, names);
    // In the file by their names: 0.bias is all ones, 0.weight twos, 2.bias threes, 2.weight fours.
    const auto& parameters = network.parameters();
    std::map<std::string, float> numbers;
    for (const auto& block : parameters.blocks()) numbers[block.name] = parameters.value(block)(0);
    CHECK(numbers == std::map<std::string, float>{{"layers.0.weight", 2},
                                                  {"layers.0.bias", 1},
                                                  {"layers.1.weight", 4},
                                                  {"layers.1.bias", 3}});
}

TEST_CASE("weights: what is not in the map has its own name in the file") {
    const Ones file({{"layers.0.weight", {3, 2}},
                     {"layers.0.bias", {3}},
                     {"head.weight", {1, 3}},
                     {"layers.1.bias", {1}}});
    Network<float> network(2, {dense(3, "tanh"), dense(1, "linear")});
    CHECK_NOTHROW(load_weights(file.path, network, {{"layers.1.weight", "head.weight"}}));
    CHECK(file.error({{"layers.0.weight", "layers.0.weight"}})
              .starts_with(": has no tensor 'layers.1.weight'"));
}

TEST_CASE("weights: a name that does not exist is told from the others, on either side") {
    const Ones file(sequential);
    const std::string unknown = file.error(with(names, "layers.0.wieght", "0.weight"));
    CHECK(unknown.find("the network has no tensor 'layers.0.wieght'\n  help: did you mean "
                       "'layers.0.weight'?") == 0);
    CHECK(file.error(with(names, "layers.1.bias", "2.bais"))
              .find(": has no tensor '2.bais'\n  help: did you mean '2.bias'?") == 0);
    CHECK(file.error(with(names, "layers.1.bias", "0.bias")) ==
          "'0.bias' is also the name of 'layers.0.bias'");
    CHECK(file.error(with(names, "layers.1.bias", "0.weight")).find("is also the name of") !=
          std::string::npos);
    Network<float> network(2, {dense(3, "tanh"), dense(1, "linear")});
    try {
        load_weights(file.path, network, with(names, "layers.1.bias", "2.bais"));
        FAIL("nothing thrown");
    } catch (const TensorNameError& error) {
        CHECK(error.name() == "layers.1.bias");
    }
}

TEST_CASE("weights: a wrong shape is named as it is called in the file") {
    auto wrong = sequential;
    wrong["2.weight"] = {3, 1};
    CHECK(Ones(wrong).error(names) ==
          ": tensor '2.weight' has shape [3, 1] where [1, 3] is needed");
}

TEST_CASE("weights: where shapes do not say what is what, the message lists them") {
    // Two layers of the same shape.
    const Ones file({{"a.weight", {1, 3}},
                     {"a.bias", {1}},
                     {"b.weight", {1, 3}},
                     {"b.bias", {1}},
                     {"c.weight", {3, 2}},
                     {"c.bias", {3}}});
    const auto message = file.error();
    CHECK(
        message.starts_with(": has no tensor 'layers.0.weight' of shape [3, 2]\n  help: it has "
                            "a.bias [1], a.weight [1, 3], b.bias [1], "));
    CHECK(message.find(R"("names":{"layers.0.weight":"NAME"})") != std::string::npos);
    // A layer too few.
    CHECK(Ones({{"c.weight", {3, 2}}, {"c.bias", {3}}}).error().find("NAME") != std::string::npos);
}
