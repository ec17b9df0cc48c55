#include "mlp/core/error.h"
#include "mlp/io/model.h"
#include "mlp/io/safetensors.h"
#include "mlp/io/weights.h"
#include "mlp/train/evaluate.h"

#include "support.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::content;
using mlp::test::message_of;

namespace {

Choice dense(Index units, const char* activation) {
    return {"dense", {{"units", units}, {"activation", std::vector<Choice>{activation}}}};
}

/// A model that tells three classes by four features, with weights drawn at random.
template <class T>
Model<T> three_classes() {
    Model<T> model{
        Network<T>(4, {dense(5, "tanh"), dense(3, "softmax")}),
        {{NumberInput{"a", {Curve::none, 1, 1, 0.5}}, NumberInput{"b", {Curve::none, 1, -2, 3}},
          NumberInput{"c"}, NumberInput{"höhe", {Curve::none, 1, 10, 0.1}}},
         {}},
        {{"kind"}, {"x", "y", "z"}},
        "cross_entropy"};
    Random random(3, RandomStream::weights);
    model.network.initialize(random);
    return model;
}

Matrix<double> some_inputs() {
    return (Matrix<double>(4, 3) << 1, 2, -3, 0.1, 0.2, 0.3, 5, -5, 0, 12, 8, 10).finished();
}

template <class T>
Model<T> loaded(const std::filesystem::path& path) {
    return std::get<Model<T>>(load_model(path));
}

std::string load_error(const std::filesystem::path& path) {
    CHECK_THROWS_AS(load_model(path), InputError);
    const auto text = message_of([&] { load_model(path); });
    CHECK(text.starts_with(path.string() + ": "));
    return text.substr(std::min(text.size(), path.string().size() + 2));
}

/// A saved model in a directory of its own.
struct Saved {
    test::TemporaryDirectory directory;
    std::filesystem::path path = directory.path() / "m.safetensors";
    std::string bytes;

    template <class T>
    explicit Saved(const Model<T>& model) {
        save_model(path, model);
        bytes = content(path);
    }
    std::filesystem::path with(const std::string& other) const {
        return directory.write("other", other);
    }
    /// The file with a part of its text exchanged for one of the same length.
    std::filesystem::path replaced(const std::string& part, const std::string& by) const {
        REQUIRE(part.size() == by.size());
        const auto at = bytes.find(part);
        REQUIRE(at != std::string::npos);
        return with(std::string(bytes).replace(at, part.size(), by));
    }
};

}  // namespace

TEST_CASE_TEMPLATE("model: saved and loaded, it predicts the same to the last bit", T, float,
                   double) {
    const auto model = three_classes<T>();
    const Saved saved(model);
    const auto again = loaded<T>(saved.path);
    const Matrix<double> inputs = some_inputs();
    CHECK(again.predict(inputs) == model.predict(inputs));
    CHECK(again.network.parameters().values() == model.network.parameters().values());
}

TEST_CASE("model: all that belongs to it is saved, and saving again gives the same bytes") {
    const auto model = three_classes<float>();
    const Saved saved(model);
    const auto again = loaded<float>(saved.path);
    CHECK(again.preprocessing.column_names() == model.preprocessing.column_names());
    CHECK(again.targets.names == model.targets.names);
    CHECK(again.targets.classes == model.targets.classes);
    CHECK(again.loss.type == "cross_entropy");
    CHECK(std::get<NumberInput>(again.preprocessing.columns().at(1)).transform.shift == -2);
    CHECK(std::get<NumberInput>(again.preprocessing.columns().at(3)).transform.scale == 0.1);
    CHECK(again.network.output_activation()->name() == "softmax");
    CHECK(Saved(again).bytes == saved.bytes);
}

TEST_CASE("model: predicts from raw inputs, scaled as it has learnt to") {
    Model<double> model{Network<double>(1, {dense(1, "linear")}),
                        {{NumberInput{"x", {Curve::none, 1, 3, 2}}}, {}},
                        {{"y"}},
                        "mse"};
    model.network.parameters().values() << 10, 1;  // y = 10 · (x − 3) · 2 + 1
    CHECK(model.predict((Matrix<double>(1, 2) << 3, 4).finished()) ==
          (Matrix<double>(1, 2) << 1, 21).finished());
}

TEST_CASE("model: the tensors have the names and shapes that PyTorch's Linear has") {
    const auto model = three_classes<float>();
    const Saved saved(model);
    const auto file = Safetensors::read(saved.path);
    std::map<std::string, std::vector<Index>> shapes;
    for (const auto& [name, tensor] : file.tensors()) shapes[name] = tensor.shape;
    CHECK(shapes == std::map<std::string, std::vector<Index>>{{"layers.0.weight", {5, 4}},
                                                              {"layers.0.bias", {5}},
                                                              {"layers.1.weight", {3, 5}},
                                                              {"layers.1.bias", {3}}});
    CHECK(file.metadata().at("format_version") == "2");
    CHECK(file.metadata().contains("self_test"));
}

TEST_CASE("model: a file cut off anywhere is refused") {
    const Saved saved(three_classes<float>());
    for (std::size_t length = 0; length < saved.bytes.size(); ++length) {
        CAPTURE(length);
        REQUIRE_THROWS_AS(load_model(saved.with(saved.bytes.substr(0, length))), InputError);
    }
    CHECK_NOTHROW(load_model(saved.with(saved.bytes)));
}

TEST_CASE("model: a safetensors file of somebody else is refused, and told from a damaged one") {
    SafetensorsWriter writer;
    const Matrix<float> m = Matrix<float>::Ones(2, 2);
    writer.add<float>("layers.0.weight", {m.rows(), m.cols()}, view(m));
    const test::TemporaryDirectory directory;
    CHECK(load_error(directory.write("f", writer.bytes())) ==
          "is a safetensors file, but not a model that mlp saved");
    CHECK(load_error(directory.write("g", "PK\x03\x04 something else"))
              .find("is not a safetensors file") != std::string::npos);
}

TEST_CASE("model: a newer format is refused with its version") {
    const Saved saved(three_classes<float>());
    CHECK(load_error(saved.replaced(R"("format_version":"2")", R"("format_version":"7")")) ==
          "has model format version 7; this program reads version 2");
}

TEST_CASE("model: metadata that does not fit is refused as damage") {
    const Saved saved(three_classes<float>());
    CHECK(load_error(saved.replaced("softmax", "softmix")).starts_with("is damaged: "));
    CHECK(load_error(saved.replaced("cross_entropy", "cross_entrepy")).starts_with("is damaged: "));
    CHECK(load_error(saved.replaced("\\\"units\\\":5", "\\\"units\\\":6")).find("shape") !=
          std::string::npos);
    CHECK(load_error(saved.replaced("\\\"scale\\\"", "\\\"scalx\\\"")) ==
          "is damaged: its metadata is not as it should be");
    CHECK(load_error(
              saved.replaced("[\\\"x\\\",\\\"y\\\",\\\"z\\\"]", "[\\\"x\\\",\\\"y\\\"]      ")) ==
          "is damaged: targets and outputs do not agree");
    CHECK(load_error(saved.replaced("\"targets\"", "\"targits\"")) ==
          "is damaged: its metadata lacks 'targets'");
}

TEST_CASE("model: a weight that was changed is caught by the self-test, whichever it is") {
    const Saved saved(three_classes<float>());
    const std::size_t weights = saved.bytes.size() - (5 * 4 + 5 + 3 * 5 + 3) * sizeof(float);
    for (std::size_t last = weights + 3; last < saved.bytes.size(); last += sizeof(float)) {
        CAPTURE((last - weights) / sizeof(float));
        std::string changed = saved.bytes;
        // Sign and exponent stand in the last byte; zero biases become ±2 by this.
        changed[last] = static_cast<char>(changed[last] ^ '\xC0');
        CHECK_THROWS_AS(load_model(saved.with(changed)), InputError);
    }
}

TEST_CASE("model: a self-test that does not fit the network is refused") {
    const Saved saved(three_classes<float>());
    const auto at = saved.bytes.find("\\\"output\\\":[");
    REQUIRE(at != std::string::npos);
    const auto from = at + std::string("\\\"output\\\":[").size();
    std::string changed = saved.bytes;
    changed.replace(from, changed.find(']', from) - from, changed.find(']', from) - from, ' ');
    CHECK(load_error(saved.with(changed)) == "is damaged: the self-test does not fit the network");
}

TEST_CASE("model: one without a self-test is refused") {
    const Saved saved(three_classes<float>());
    CHECK(load_error(saved.replaced("\"self_test\"", "\"self_tost\"")) ==
          "is damaged: its metadata lacks 'self_test'");
    CHECK(load_error(saved.replaced("\"preprocessing_test\"", "\"preprocessing_tost\"")) ==
          "is damaged: its metadata lacks 'preprocessing_test'");
}

TEST_CASE("model: outputs that are not finite are part of the self-test, too") {
    Model<float> model{
        Network<float>(1, {dense(2, "linear")}), {{NumberInput{"x"}}, {}}, {{"y", "z"}}, "mse"};
    model.network.parameters().values() << 3e38F, 1, 0, 0;  // times −3.5/3 it is infinite
    const Saved saved(model);
    const auto test =
        nlohmann::json::parse(Safetensors::read(saved.path).metadata().at("self_test"));
    CHECK(test.at("output").at(0).is_null());
    CHECK(test.at("output").at(1).is_number());
    CHECK(loaded<float>(saved.path).network.parameters().values() ==
          model.network.parameters().values());
    // A weight of 2e-38 or so: now it is finite.
    std::string changed = saved.bytes;
    changed[saved.bytes.size() - 4 * sizeof(float) + 3] = '\0';
    CHECK(load_error(saved.with(changed)).find("the self-test failed: output 0") !=
          std::string::npos);
}

TEST_CASE("model: how it was trained is saved with it, and may be missing") {
    auto model = three_classes<float>();
    CHECK_FALSE(loaded<float>(Saved(model).path).training.has_value());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    model.training = TrainingRecord{.program = "mlp 1.2.3",
                                    .name = "three",
                                    .seed = 7,
                                    .status = "completed",
                                    .stop_reason = "all 5 epochs done",
                                    .epochs = 5,
                                    .best_epoch = 4,
                                    .train = {{"loss", 0.25}, {"accuracy", 1}},
                                    .validation = {{"loss", nan}},
                                    .test = {}};
    const Saved saved(model);
    const auto again = loaded<float>(saved.path);
    REQUIRE(again.training.has_value());
    CHECK(again.training->program == "mlp 1.2.3");
    CHECK(again.training->name == "three");
    CHECK(again.training->seed == 7);
    CHECK(again.training->status == "completed");
    CHECK(again.training->stop_reason == "all 5 epochs done");
    CHECK(again.training->epochs == 5);
    CHECK(again.training->best_epoch == 4);
    CHECK(again.training->train == model.training->train);
    REQUIRE(again.training->validation.size() == 1);
    CHECK(std::isnan(again.training->validation.front().second));
    CHECK(again.training->test.empty());
    CHECK(Saved(again).bytes == saved.bytes);
    CHECK(load_error(saved.replaced("\\\"epochs\\\":5", "\\\"epochz\\\":5")) ==
          "is damaged: its metadata is not as it should be");
}

TEST_CASE("model: one that cannot be written leaves what stood there") {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "missing" / "m.safetensors";
    CHECK_THROWS_AS(save_model(path, three_classes<float>()), RunError);
    CHECK_FALSE(std::filesystem::exists(directory.path() / "missing"));
}

TEST_CASE("load_weights: takes float64 into float32 and back, rounded once") {
    const auto from = three_classes<double>();
    const Saved saved(from);
    Network<float> to(4, {dense(5, "relu"), dense(3, "linear")});
    load_weights(saved.path, to);
    CHECK(to.parameters().values() == from.network.parameters().values().cast<float>());
    const Saved saved_as_float(three_classes<float>());
    Network<double> back(4, {dense(5, "relu"), dense(3, "linear")});
    load_weights(saved_as_float.path, back);
    CHECK(back.parameters().values() == to.parameters().values().cast<double>());
}

TEST_CASE("load_weights: needs every tensor of the network, in its shape, and no others") {
    const Saved saved(three_classes<float>());
    const auto error = [&](Index inputs, const std::vector<Choice>& layers) {
        Network<float> network(inputs, layers);
        CHECK_THROWS_AS(load_weights(saved.path, network), InputError);
        return message_of([&] { load_weights(saved.path, network); })
            .substr(saved.path.string().size());
    };
    CHECK(error(4, {dense(5, "tanh"), dense(3, "tanh"), dense(2, "tanh")})
              .starts_with(": has no tensor 'layers.2.weight'"));
    CHECK(error(4, {dense(5, "tanh"), dense(2, "tanh")}) ==
          ": tensor 'layers.1.weight' has shape [3, 5] where [2, 5] is needed");
    CHECK(error(4, {dense(5, "tanh")}).find("belongs to no layer of the network") !=
          std::string::npos);
}

TEST_CASE("model: metadata that no network could have is refused") {
    const Saved saved(three_classes<float>());
    const auto error = [&](const std::string& part, const std::string& by) {
        return message_of([&] { load_model(saved.replaced(part, by)); });
    };
    CHECK(error(R"(\"names\":[\"kind\"])", R"(\"names\":[        ])").find("is damaged: targets") !=
          std::string::npos);
}

TEST_CASE("model: predicts in the units of the target, whatever it was scaled to") {
    Model<double> model{Network<double>(1, {dense(1, "linear")}),
                        {{NumberInput{"x"}}, {}},
                        {{"y"}, {}, {{Curve::none, 1, 100, 0.5}}},
                        "mse"};
    model.network.parameters().values() << 3, 1;  // 3x + 1, which is (y − 100)/2
    CHECK(model.predict((Matrix<double>(1, 2) << 0, 1).finished()) ==
          (Matrix<double>(1, 2) << 102, 108).finished());
    const Saved saved(model);
    CHECK(loaded<double>(saved.path).predict((Matrix<double>(1, 1) << 1).finished())(0, 0) == 108);
}

TEST_CASE("model: predicts from raw data with texts and gaps, the same after reload") {
    Model<float> model{
        Network<float>(4, {dense(5, "tanh"), dense(1, "linear")}),
        {{NumberInput{"x", {Curve::none, 1, 1, 2}, 7.0, true}, TextInput{"t", {{"a", "b"}}}}, {}},
        {{"y"}},
        "mse"};
    Random random(3, RandomStream::weights);
    model.network.initialize(random);
    RawData raw;
    raw.origin = "r";
    raw.inputs.names = {"x", "t"};
    raw.inputs.cells = {Column("x"), Column("t")};
    raw.inputs.cells[0].add_number(1);
    raw.inputs.cells[0].add_missing();
    raw.inputs.cells[1].add_text("b");
    raw.inputs.cells[1].add_text("unheard of");
    UnknownTexts unknown;
    const Matrix<float> outputs = model.predict(raw, &unknown);
    const Matrix<float> inputs = (Matrix<float>(4, 2) << 0, 12, 0, 1, 0, 0, 1, 0).finished();
    CHECK(outputs == predict(model.network, inputs));
    CHECK(unknown.columns.at("t").cells == 1);
    const Saved saved(model);
    CHECK(loaded<float>(saved.path).predict(raw) == outputs);
    CHECK(message_of([&] { model.predict(Matrix<double>::Zero(2, 1)); }) ==
          "predict: sample 0: column 't': a block of numbers has no texts");
}
