// Model files that somebody made to do harm: refused with a message, or else harmless. No file may
// have much more memory taken than it is large.
#include "mlp/core/error.h"
#include "mlp/io/checkpoint.h"
#include "mlp/io/model.h"
#include "mlp/nn/layers/dense.h"

#include "allocation_counter.h"
#include "io/model_file.h"
#include "support.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TensorFile;
using nlohmann::ordered_json;

namespace {

/// What a small file may have the loader take at most: 16 million numbers of a sample in float32
/// are 64 MB, and the rest is small.
constexpr std::int64_t most_bytes = 80'000'000;

Model<float> small_model() {
    Model<float> model{Network<float>(2, {dense(3, "tanh"), dense(2, "softmax")}),
                       {{NumberInput{"a", {Curve::none, 1, 1, 0.5}}, NumberInput{"b"}}, {}},
                       {{"kind"}, {"x", "y"}},
                       "cross_entropy"};
    Random random(3, RandomStream::weights);
    model.network.initialize(random);
    return model;
}

struct Hostile {
    test::TemporaryDirectory directory;
    std::filesystem::path path = directory.path() / "m.safetensors";

    Hostile() { save_model(path, small_model()); }

    TensorFile parts() const { return TensorFile(path); }

    /// What is wrong with a file, without its name; and that it takes little memory.
    std::string error(const std::string& bytes) const {
        const auto file = directory.write("hostile.safetensors", bytes);
        bench::restart_heap_peak();
        const auto before = bench::heap_use();
        std::string text;
        try {
            load_model(file);
        } catch (const InputError& problem) {
            text = problem.what();
        }
        if (before) CHECK(bench::heap_use()->peak_bytes - before->live_bytes < most_bytes);
        CHECK(text.starts_with(file.string() + ": "));
        return text.substr(std::min(text.size(), file.string().size() + 2));
    }
    /// The same for the small model with other layers.
    std::string error_with_layers(const std::string& layers) const {
        TensorFile file = parts();
        file.metadata["network"] = layers;
        return error(file.bytes());
    }
};

}  // namespace

TEST_CASE("hostile model: layers that the file has no numbers for take no memory") {
    const Hostile hostile;
    const std::string last = R"(, {"type": "dense", "units": 2}])";
    const std::string missing = "tensor 'layers.0.weight' has shape [3, 2] where ";
    CHECK(hostile.error_with_layers(R"([{"type": "dense", "units": 10000000})" + last)
              .starts_with(missing + "[10000000, 2]"));
    CHECK(hostile
              .error_with_layers(R"([{"type": "dense", "units": 10000000,
                  "activation": {"type": "maxout", "pieces": 1000}})" +
                                 last)
              .starts_with(missing + "[10000000000, 2]"));
    CHECK(hostile.error_with_layers(R"([{"type": "dense", "units": 1000000000})" + last)
              .find("at most 10000000") != std::string::npos);
    const std::string wide = R"({"type": "dense", "units": 10000000})";
    CHECK(hostile.error_with_layers("[" + wide + ", " + wide + last)
              .find("layers/1: dense: has impossibly many parameters") != std::string::npos);
    CHECK(hostile.error_with_layers(R"([{"type": "residual", "layers": [)" + wide + "]}" + last)
              .find("no tensor") != std::string::npos);
}

TEST_CASE("hostile model: images that grow take no memory either") {
    const Hostile hostile;
    TensorFile file = hostile.parts();
    file.metadata["input_shape"] = "[1, 1, 2]";
    const auto error = [&](const std::string& layers) {
        file.metadata["network"] = layers;
        return hostile.error(file.bytes());
    };
    const std::string grow = R"({"type": "conv2d", "filters": 1, "kernel": 10000,
                                 "padding": 9999})";
    const std::string large = R"({"type": "conv2d", "filters": 1, "kernel": 10000,
                                  "padding": 9990})";
    CHECK(error("[" + large + R"(, "flatten"])").find("where [1, 1, 10000, 10000] is needed") !=
          std::string::npos);
    CHECK(error("[" + grow + ", " + grow + R"(, "flatten"])")
              .find("layers/0: conv2d: its output of 1e+08 numbers is impossibly large") !=
          std::string::npos);
    // Every size at its limit: nothing overflows on the way.
    std::string many = R"({"type": "conv2d", "filters": 1000000, "kernel": 10000,
        "padding": 9999, "activation": {"type": "maxout", "pieces": 1000}})";
    CHECK(error("[" + many + ", " + many + "]").find("impossibly") != std::string::npos);
    CHECK(error(R"([{"type": "conv2d", "filters": 1000000, "kernel": 1}, )" + many + "]")
              .find("impossibly") != std::string::npos);
}

TEST_CASE("hostile model: few weights cannot ask for large buffers") {
    // A row and a column of 10000 weights make an image of 10^8 numbers of 1 x 2, and windows of
    // 10^12 numbers.
    const Hostile hostile;
    TensorFile file = hostile.parts();
    file.metadata["input_shape"] = "[1, 1, 2]";
    file.metadata["network"] = R"([
        {"type": "conv2d", "filters": 1, "kernel": [1, 9000], "padding": [0, 8999], "bias": false},
        {"type": "conv2d", "filters": 1, "kernel": [9000, 1], "padding": [8999, 0], "bias": false},
        "flatten", {"type": "dense", "units": 2}])";
    const std::string row(9000 * sizeof(float), '\0');
    file.tensors = {{"layers.0.weight", {"F32", {1, 1, 1, 9000}, row}},
                    {"layers.1.weight", {"F32", {1, 1, 9000, 1}, row}}};
    const std::string error = hostile.error(file.bytes());
    CHECK(error.find("has no tensor 'layers.3.weight'") != std::string::npos);

    file.metadata["network"] = R"([
        {"type": "conv2d", "filters": 1, "kernel": [1, 9000], "padding": [0, 8999], "bias": false},
        {"type": "conv2d", "filters": 1, "kernel": [9000, 1], "padding": [8999, 0], "bias": false},
        {"type": "max_pool2d", "size": [9000, 4500]}])";
    const std::string refused = hostile.error(file.bytes());
    CHECK(refused.starts_with("is damaged: its layers would need "));
    CHECK(refused.ends_with(" numbers for a sample"));
}

TEST_CASE("hostile model: ten thousand layers without parameters are no reason for memory") {
    const Hostile hostile;
    TensorFile file = hostile.parts();
    std::vector<std::string> columns(4000);
    ordered_json preprocessing = {{"columns", ordered_json::array()}};
    ordered_json test = {{"sample", ordered_json::array()}, {"inputs", ordered_json::array()}};
    for (int i = 0; i < 4000; ++i) {
        preprocessing["columns"].push_back(
            {{"column", "c" + std::to_string(i)}, {"shift", 0}, {"scale", 1}});
        test["sample"].push_back(0);
        test["inputs"].push_back(0);
    }
    file.metadata["preprocessing"] = preprocessing.dump();
    file.metadata["preprocessing_test"] = test.dump();
    std::string layers = R"("flatten")";
    for (int i = 0; i < 3000; ++i) layers += R"(, "flatten")";
    file.metadata["network"] = "[" + layers + "]";
    file.metadata["targets"] = file.metadata["targets"];
    file.tensors.clear();
    CHECK(hostile.error(file.bytes()).find("numbers for a sample") != std::string::npos);
}

TEST_CASE("hostile model: long names are not put together with each other") {
    const Hostile hostile;
    TensorFile file = hostile.parts();
    ordered_json categories = ordered_json::array();
    for (int i = 0; i < 5000; ++i) categories.push_back(std::to_string(i));
    file.edit("preprocessing", [&](ordered_json& json) {
        json["columns"][0] = {{"column", std::string(50'000, 'a')}, {"categories", categories}};
    });
    CHECK(hostile.error(file.bytes()) == "is damaged: the names of its inputs are impossibly long");
    file = hostile.parts();
    file.edit("preprocessing", [&](ordered_json& json) {
        json["columns"][0]["column"] = std::string(50'000, 'a');
        for (int i = 0; i < 5000; ++i) {
            json["extra_features"].push_back(
                {{"feature", "squares"}, {"a", 0}, {"b", 0}, {"shift", 0}, {"scale", 1}});
        }
    });
    CHECK(hostile.error(file.bytes()) == "is damaged: the names of its inputs are impossibly long");
}

TEST_CASE("hostile model: metadata that is deep, twice the same or too much is refused") {
    const Hostile hostile;
    for (const std::string key : {"network", "loss", "preprocessing", "preprocessing_test",
                                  "targets", "self_test", "input_shape", "training"}) {
        CAPTURE(key);
        TensorFile file = hostile.parts();
        file.metadata[key] = std::string(1'000'000, '[');
        CHECK(hostile.error(file.bytes()) == "is damaged: it is nested too deeply");
        file.metadata[key] = R"({"a": 1, "a": 1})";
        CHECK(hostile.error(file.bytes()) == "is damaged: 'a' stands twice");
        std::string members = R"("k": 0)";
        for (int i = 0; i < 1000; ++i) members += ", \"" + std::to_string(i) + "\": 0";
        file.metadata[key] = "{" + members + "}";
        CHECK(hostile.error(file.bytes()) == "is damaged: an object has too many keys");
        for (const std::string wrong :
             {"", "7", "null", "[]", "{}", "\"a\"", "[7]", "[null]", "[{}]", R"({"type": 7})",
              R"({"columns": 7})", R"({"input": 7, "output": 7})", "{\"\\ud800\": 1}"}) {
            CAPTURE(wrong);
            file.metadata[key] = wrong;
            CHECK(hostile.error(file.bytes()).find("is damaged: ") == 0);
        }
    }
    std::string residual = R"({"type": "dense", "units": 2})";
    for (int i = 0; i < 1000; ++i) {
        residual = R"({"type": "residual", "layers": [)" + residual + "]}";
    }
    CHECK(hostile.error_with_layers("[" + residual + "]") == "is damaged: it is nested too deeply");
}

TEST_CASE("hostile model: wrong numbers and tensors are refused by name") {
    const Hostile hostile;
    const TensorFile good = hostile.parts();
    const std::string weight = "layers.0.weight";
    TensorFile file = good;
    file.tensors[weight].shape = {2, 3};
    CHECK(hostile.error(file.bytes()) ==
          "tensor 'layers.0.weight' has shape [2, 3] where [3, 2] is needed");
    file = good;
    file.tensors[weight].dtype = "I32";
    CHECK(hostile.error(file.bytes()).starts_with("tensor 'layers.0.weight' has dtype I32; "));
    file = good;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    file.tensors[weight].numbers.replace(0, sizeof nan, reinterpret_cast<const char*>(&nan),
                                         sizeof nan);
    CHECK(hostile.error(file.bytes()) == "tensor 'layers.0.weight' holds NaN or infinity");
    file = good;
    file.tensors["layers.2.bias"] = {"F32", {1}, std::string(4, '\0')};
    CHECK(hostile.error(file.bytes()) ==
          "tensor 'layers.2.bias' belongs to no layer of the network");
    file = good;
    file.tensors.erase("layers.1.bias");
    CHECK(hostile.error(file.bytes()).starts_with("has no tensor 'layers.1.bias'"));
    file = good;
    file.edit("self_test", [](ordered_json& json) { json["output"][0] = 0.123; });
    CHECK(hostile.error(file.bytes()).starts_with("is damaged: the self-test failed: output 0"));
    file.edit("self_test", [](ordered_json& json) { json["output"][0] = nullptr; });
    CHECK(hostile.error(file.bytes()).starts_with("is damaged: the self-test failed: output 0"));
    file.edit("self_test", [](ordered_json& json) { json["input"] = {1}; });
    CHECK(hostile.error(file.bytes()) == "is damaged: the self-test does not fit the network");
}

TEST_CASE("hostile model: any byte before the numbers may be another, and harms nothing") {
    const Hostile hostile;
    const std::string bytes = test::content(hostile.path);
    const std::size_t numbers = Safetensors::read(hostile.path).numbers().size();
    const auto file = hostile.directory.path() / "changed.safetensors";
    bench::restart_heap_peak();
    const auto before = bench::heap_use();
    std::size_t refused = 0;
    for (std::size_t i = 0; i + numbers < bytes.size(); ++i) {
        for (const char flip : {'\x01', '\x04', '\x80'}) {
            std::string changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ flip);
            hostile.directory.write("changed.safetensors", changed);
            try {
                load_model(file);
            } catch (const InputError& error) {
                ++refused;
                const std::string text = error.what();
                REQUIRE_MESSAGE(text.starts_with(file.string() + ": "), text);
            }
        }
    }
    // All but changes in names, in what stands for itself, and in the last digits of the self-test.
    CHECK(refused > (bytes.size() - numbers) * 3 / 2);
    if (before) CHECK(bench::heap_use()->peak_bytes - before->live_bytes < 10'000'000);
}

TEST_CASE("hostile checkpoint: one without a self-test is no model, and is refused when read") {
    const Hostile hostile;
    TensorFile file = hostile.parts();
    file.metadata["training_config"] = "{}";
    file.metadata["training_data"] = "[]";
    file.metadata.erase("self_test");
    CHECK(hostile.error(file.bytes()) == "is damaged: its metadata lacks 'self_test'");
    file.metadata["checksum"] = "00000000";
    const auto path = hostile.directory.write("c.safetensors", file.bytes());
    CHECK(message_of([&] { Checkpoint::read(path); }) ==
          path.string() + ": is damaged: its metadata lacks 'self_test'");
}
