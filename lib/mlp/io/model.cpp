#include "mlp/io/model.h"

#include "mlp/config/reader.h"
#include "mlp/config/writer.h"
#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/io/preprocessing_json.h"
#include "mlp/io/safetensors.h"
#include "mlp/nn/loss.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <type_traits>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::string_view format_name = "mlp model";
constexpr std::string_view format_version = "2";

/// A sample as the network sees it; no number of it is 0, so that every weight of the first layer
/// shows.
template <class T>
Vector<double> self_test_input(const Network<T>& network) {
    Vector<double> x(network.inputs());
    for (Index i = 0; i < x.size(); ++i) x[i] = (static_cast<double>(i % 7) - 3.5) / 3;
    return x;
}

template <class T>
Vector<double> self_test_output(const Network<T>& network, const Vector<double>& input) {
    const Matrix<T> x = input.cast<T>();
    return mlp::predict(network, x).col(0).template cast<double>();
}

Json write_vector(const Vector<double>& v) { return std::vector<double>(v.begin(), v.end()); }

Vector<double> read_vector(const Json& json) {
    const auto numbers = json.get<std::vector<double>>();
    return ConstVectorView<double>(numbers.data(), static_cast<Index>(numbers.size()));
}

/// Finds damage that the file format itself cannot see.
template <class T>
void run_self_test(const Model<T>& model, const Json& test) {
    const Vector<double> input = read_vector(test.at("input"));
    const Vector<double> expected = read_vector(test.at("output"));
    if (input.size() != model.network.inputs() || expected.size() != model.network.outputs()) {
        throw InputError("the self-test does not fit the network");
    }
    const Vector<double> output = self_test_output(model.network, input);
    // Other machines round differently, but not by more than this.
    const double tolerance = std::sqrt(static_cast<double>(std::numeric_limits<T>::epsilon()));
    for (Index i = 0; i < output.size(); ++i) {
        if (std::abs(output[i] - expected[i]) > tolerance * (1 + std::abs(expected[i]))) {
            throw InputError(fmt::format("the self-test failed: output {} is {} but should be {}",
                                         i, output[i], expected[i]));
        }
    }
}

/// A flat list of features, unless the file says what image they are.
Shape read_shape(const Json& metadata, Index features) {
    if (!metadata.contains("input_shape")) return features;
    const auto sizes = metadata.at("input_shape").get<std::vector<Index>>();
    if (sizes.size() != 3 || std::any_of(sizes.begin(), sizes.end(), [](Index n) { return n < 1; }))
        throw InputError("the input shape is impossible");
    const Shape shape(sizes[0], sizes[1], sizes[2]);
    if (shape.size() != features) throw InputError("input shape and features do not agree");
    return shape;
}

template <class T>
AnyModel read_model(const Safetensors& file, const Json& metadata, const Extensions& extensions) {
    Preprocessing preprocessing = read_preprocessing(metadata.at("preprocessing"));
    if (metadata.contains("preprocessing_test"))
        run_preprocessing_test(preprocessing, metadata.at("preprocessing_test"));
    Targets targets = read_targets(metadata.at("targets"));
    for (const auto& column : preprocessing.column_names()) {
        if (std::ranges::find(targets.names, column) != targets.names.end())
            throw InputError("a column is both input and target");
    }
    const Document document = Document::parse(metadata.at("network").dump(), "network");
    Reader reader(document, extensions);
    std::vector<Choice> layers;
    for (const auto& layer : document.root()) {
        layers.push_back(reader.choice(layer, "", layer_names()));
    }
    const Choice loss = reader.choice(metadata.at("loss"), "", loss_names());
    reader.finish();
    const Shape shape = read_shape(metadata, preprocessing.inputs());
    Model<T> model{Network<T>(shape, layers), std::move(preprocessing), std::move(targets), loss};
    const auto classes = static_cast<Index>(model.targets.classes.size());
    const bool binary = classes == 2 && model.network.outputs() == 1;
    if (model.targets.classification()
            ? !binary && classes != model.network.outputs()
            : model.targets.names.size() != static_cast<std::size_t>(model.network.outputs())) {
        throw InputError("targets and outputs do not agree");
    }
    load_weights(file, model.network);
    if (metadata.contains("self_test")) run_self_test(model, metadata.at("self_test"));
    return model;
}

}  // namespace

template <class T>
Matrix<T> Model<T>::inputs(const Matrix<double>& raw) const {
    RawData data;
    data.origin = "predict";
    data.inputs.names = preprocessing.column_names();
    if (raw.rows() != static_cast<Index>(data.inputs.names.size())) {
        throw InputError(fmt::format("predict: {} columns a sample where the model has {}",
                                     raw.rows(), data.inputs.names.size()));
    }
    data.inputs.numbers = std::make_shared<MatrixBlock>(raw);
    return inputs(data);
}

template <class T>
Matrix<T> Model<T>::inputs(const RawData& raw, UnknownTexts* unknown) const {
    Matrix<T> result(preprocessing.inputs(), raw.samples());
    for (Index sample = 0; sample < raw.samples(); ++sample) {
        preprocessing.apply(raw, sample, result.col(sample).data(), unknown);
    }
    return result;
}

template <class T>
Matrix<T> Model<T>::predict(const Matrix<double>& raw) const {
    Matrix<T> outputs = mlp::predict(network, inputs(raw));
    unscale(view(outputs));
    return outputs;
}

template <class T>
Matrix<T> Model<T>::predict(const RawData& raw, UnknownTexts* unknown) const {
    Matrix<T> outputs = mlp::predict(network, inputs(raw, unknown));
    unscale(view(outputs));
    return outputs;
}

template <class T>
void Model<T>::unscale(View<T> outputs) const {
    for (std::size_t k = 0; k < targets.scaling.size(); ++k) {
        for (Index i = 0; i < outputs.cols(); ++i) {
            T& output = outputs(static_cast<Index>(k), i);
            output = static_cast<T>(targets.scaling[k].invert(static_cast<double>(output)));
        }
    }
}

template <class T>
void write_model(SafetensorsWriter& writer, const Model<T>& model) {
    Json network = Json::array();
    for (const auto& layer : model.network.describe()) {
        network.push_back(write_choice(layer, layer_names()));
    }
    writer.set_metadata("format", std::string(format_name));
    writer.set_metadata("format_version", std::string(format_version));
    writer.set_metadata("precision", std::is_same_v<T, float> ? "float32" : "float64");
    writer.set_metadata("network", network.dump());
    if (const Shape& shape = model.network.input_shape(); shape.is_image) {
        writer.set_metadata("input_shape",
                            Json({shape.channels, shape.height, shape.width}).dump());
    }
    writer.set_metadata("loss", write_choice(model.loss, loss_names()).dump());
    writer.set_metadata("preprocessing", write_preprocessing(model.preprocessing).dump());
    writer.set_metadata("preprocessing_test", write_preprocessing_test(model.preprocessing).dump());
    writer.set_metadata("targets", write_targets(model.targets).dump());
    const Vector<double> input = self_test_input(model.network);
    const Vector<double> output = self_test_output(model.network, input);
    if (output.allFinite()) {
        const Json test = {{"input", write_vector(input)}, {"output", write_vector(output)}};
        writer.set_metadata("self_test", test.dump());
    }
    for (const auto& block : model.network.parameters().blocks()) {
        writer.add(block.name, block.shape, model.network.parameters().value(block));
    }
}

template <class T>
void save_model(const std::filesystem::path& path, const Model<T>& model, Durability durability) {
    SafetensorsWriter writer;
    write_model(writer, model);
    write_file(path, writer.bytes(), durability);
}

AnyModel load_model(const std::filesystem::path& path, const Extensions& extensions) {
    const Safetensors file = Safetensors::read(path);
    const auto& texts = file.metadata();
    const auto text = [&](const char* key) {
        const auto found = texts.find(key);
        return found == texts.end() ? std::string() : found->second;
    };
    if (text("format") != format_name) {
        throw InputError(fmt::format("{}: is a safetensors file, but not a model that mlp saved",
                                     path.string()));
    }
    if (text("format_version") != format_version) {
        throw InputError(
            fmt::format("{}: has model format version {}; this program reads version {}",
                        path.string(), text("format_version"), format_version));
    }
    try {
        Json metadata = Json::object();
        for (const char* key : {"network", "input_shape", "loss", "preprocessing",
                                "preprocessing_test", "targets", "self_test"}) {
            if (texts.contains(key)) metadata[key] = Json::parse(text(key));
        }
        if (text("precision") == "float64") return read_model<double>(file, metadata, extensions);
        if (text("precision") == "float32") return read_model<float>(file, metadata, extensions);
        throw InputError(fmt::format("unknown precision '{}'", text("precision")));
    } catch (const InputError& error) {
        const std::string message = error.what();
        if (message.starts_with(path.string() + ":")) throw;
        throw InputError(fmt::format("{}: is damaged: {}", path.string(), message));
    } catch (const std::bad_alloc&) {
        throw InputError(
            fmt::format("{}: is damaged: its layers are impossibly large", path.string()));
    } catch (const Json::exception&) {
        throw InputError(
            fmt::format("{}: is damaged: its metadata is not as it should be", path.string()));
    }
}

template <class T>
void load_weights(const std::filesystem::path& path, Network<T>& network) {
    load_weights(Safetensors::read(path), network);
}

template <class T>
void load_weights(const Safetensors& file, Network<T>& network) {
    auto& parameters = network.parameters();
    auto extra = file.tensors();
    std::erase_if(extra, [](const auto& entry) { return entry.first.starts_with("training."); });
    for (const auto& block : parameters.blocks()) {
        file.copy(block.name, block.shape, parameters.value(block));
        extra.erase(block.name);
    }
    if (!extra.empty()) {
        throw InputError(fmt::format("{}: tensor '{}' belongs to no layer of the network",
                                     file.file(), extra.begin()->first));
    }
}

#define MLP_INSTANTIATE(T)                                                               \
    template struct Model<T>;                                                            \
    template void save_model(const std::filesystem::path&, const Model<T>&, Durability); \
    template void write_model(SafetensorsWriter&, const Model<T>&);                      \
    template void load_weights(const std::filesystem::path&, Network<T>&);               \
    template void load_weights(const Safetensors&, Network<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
