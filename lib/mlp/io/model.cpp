#include "mlp/io/model.h"

#include "mlp/config/reader.h"
#include "mlp/config/writer.h"
#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/io/preprocessing_json.h"
#include "mlp/io/safetensors.h"
#include "mlp/io/self_test.h"
#include "mlp/io/training_record_json.h"
#include "mlp/io/untrusted_json.h"
#include "mlp/io/weights.h"
#include "mlp/nn/loss.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::string_view format_name = "mlp model";
constexpr std::string_view format_version = "2";

/// Beside the numbers of a sample that all networks may need, those that a file's own numbers are
/// enough for: see check_plan().
constexpr Index usual_buffers = Index{1} << 24;
constexpr Index buffers_per_number = 4;

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

/// Binds the layers without taking memory for their numbers, to see that the file holds as many
/// as it claims, and that a small file asks for no large buffers: for a sample 16 million numbers
/// at most or, if that is more, four times as many as the file holds.
template <class T>
void check_plan(const Safetensors& file, const Shape& shape, const std::vector<Choice>& layers) {
    Parameters<T> parameters;
    const Chain<T> chain(shape, layers, "", parameters);
    check_tensors(file, parameters.blocks());
    const Index numbers = numbers_per_sample(chain.make_buffers(0));
    if (numbers <= std::max(usual_buffers, buffers_per_number * parameters.size())) return;
    throw InputError(fmt::format("its layers would need {} numbers for a sample", numbers));
}

template <class T>
AnyModel read_model(const Safetensors& file, const Json& metadata, const Extensions& extensions) {
    Preprocessing preprocessing = read_preprocessing(metadata.at("preprocessing"));
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
    check_plan<T>(file, shape, layers);
    Model<T> model{Network<T>(shape, layers), std::move(preprocessing), std::move(targets), loss};
    const auto classes = static_cast<Index>(model.targets.classes.size());
    const bool binary = classes == 2 && model.network.outputs() == 1;
    if (model.targets.classification()
            ? !binary && classes != model.network.outputs()
            : model.targets.names.size() != static_cast<std::size_t>(model.network.outputs())) {
        throw InputError("targets and outputs do not agree");
    }
    load_weights(file, model.network);
    run_self_test(model.network, metadata.at("self_test"));
    if (metadata.contains("training")) {
        model.training = read_training_record(metadata.at("training"));
    }
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
    writer.set_metadata("self_test", write_self_test(model.network).dump());
    if (model.training) {
        writer.set_metadata("training", write_training_record(*model.training).dump());
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

namespace {

/// The JSON texts of the metadata, and whether there is no model without.
constexpr std::array<std::pair<const char*, bool>, 8> metadata_keys{{{"network", true},
                                                                     {"input_shape", false},
                                                                     {"loss", true},
                                                                     {"preprocessing", true},
                                                                     {"preprocessing_test", true},
                                                                     {"targets", true},
                                                                     {"self_test", true},
                                                                     {"training", false}}};

}  // namespace

bool is_model(const Safetensors& file) {
    const auto format = file.metadata().find("format");
    return format != file.metadata().end() && format->second == format_name;
}

AnyModel load_model(const std::filesystem::path& path, const Extensions& extensions) {
    return load_model(Safetensors::read(path), extensions);
}

AnyModel load_model(const Safetensors& file, const Extensions& extensions) {
    const auto& texts = file.metadata();
    const auto text = [&](const char* key) {
        const auto found = texts.find(key);
        return found == texts.end() ? std::string() : found->second;
    };
    if (!is_model(file)) {
        throw InputError(
            fmt::format("{}: is a safetensors file, but not a model that mlp saved", file.file()));
    }
    if (text("format_version") != format_version) {
        throw InputError(
            fmt::format("{}: has model format version {}; this program reads version {}",
                        file.file(), text("format_version"), format_version));
    }
    try {
        Json metadata = Json::object();
        for (const auto& [key, needed] : metadata_keys) {
            if (texts.contains(key)) {
                metadata[key] = parse_untrusted<Json>(text(key), metadata_limits);
            } else if (needed) {
                throw InputError(fmt::format("its metadata lacks '{}'", key));
            }
        }
        if (text("precision") == "float64") return read_model<double>(file, metadata, extensions);
        if (text("precision") == "float32") return read_model<float>(file, metadata, extensions);
        throw InputError(fmt::format("unknown precision '{}'", text("precision")));
    } catch (const InputError& error) {
        const std::string message = error.what();
        if (message.starts_with(file.file() + ":")) throw;
        throw InputError(fmt::format("{}: is damaged: {}", file.file(), message));
    } catch (const Json::exception&) {
        throw InputError(
            fmt::format("{}: is damaged: its metadata is not as it should be", file.file()));
    }
}

#define MLP_INSTANTIATE(T)                                                               \
    template struct Model<T>;                                                            \
    template void save_model(const std::filesystem::path&, const Model<T>&, Durability); \
    template void write_model(SafetensorsWriter&, const Model<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
