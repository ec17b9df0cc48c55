#include "mlp/config/experiment_config.h"

#include "mlp/config/document.h"
#include "mlp/config/extended_catalogue.h"
#include "mlp/config/reader.h"
#include "mlp/config/writer.h"
#include "mlp/data/source.h"
#include "mlp/nn/backend.h"
#include "mlp/nn/layer.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/schedule.h"
#include "mlp/train/metric.h"

#include <fmt/format.h>

namespace mlp {
namespace {

const CatalogueInfo& weighted_loss_names() {
    static const ExtendedCatalogue<LossConfig> catalogue(loss_names());
    return catalogue;
}

}  // namespace

Options<LossConfig> LossConfig::options() {
    return {{"class_weights",
             &LossConfig::class_weights,
             {at_least(0), {"balanced"}},
             "how much samples of each class count: {\"name\": weight, ...}, or \"balanced\" for "
             "weights that make up for unequal numbers of samples"}};
}

Options<InitialWeights> InitialWeights::options() {
    return {{"path", &InitialWeights::path, anything,
             "with a tensor for each one of the network, of its shape", true},
            {"names", &InitialWeights::names, anything,
             "what tensors of the network are called in the file: {\"layers.0.weight\": "
             "\"0.weight\", ...}; default: the same, and the file must hold no others"}};
}

Options<NetworkConfig> NetworkConfig::options() {
    return {
        {"input_shape", &NetworkConfig::input_shape, between(1, 1e7),
         "what the features of a sample are: [channels, height, width] or [height, width] of an "
         "image, row by row; default: a flat list"},
        {"initial_weights", &NetworkConfig::initial_weights, anything,
         "a safetensors file to start from"},
        {"layers", &NetworkConfig::layers, &layer_names, "from the inputs to the outputs", true}};
}

Options<LoggingConfig> LoggingConfig::options() {
    return {
        {"directory", &LoggingConfig::directory, anything,
         "where runs are written, from the current directory"},
        {"every_epochs", &LoggingConfig::every_epochs, between(1, 1e9),
         "epochs from one row of the metrics files to the next"},
        {"every_steps", &LoggingConfig::every_steps, between(1, 1e9),
         "steps from one row {\"step\", \"loss\"} of metrics.jsonl to the next; default: none"},
        {"snapshots", &LoggingConfig::snapshots, anything,
         "whether the weights at some epochs are written down, for replaying how the decision "
         "boundary moved; default: for networks of two features and at most 10000 parameters"},
        {"diagnostics", &LoggingConfig::diagnostics, anything,
         "whether pre-activations, activations, gradients and updates of each layer are measured, "
         "and what looks wrong is told"},
        {"tensorboard", &LoggingConfig::tensorboard, anything,
         "whether a file for TensorBoard is written, into tensorboard/ of the run directory"},
        {"report", &LoggingConfig::report, anything,
         "whether report.html, a page about the run, is written at its end; not in a sweep"}};
}

Options<CheckpointConfig> CheckpointConfig::options() {
    using C = CheckpointConfig;
    return {{"every_epochs", &C::every_epochs, between(1, 1e9), "epochs from one to the next"},
            {"every_seconds", &C::every_seconds, at_least(0),
             "seconds from one to the next, which is written after an epoch; default: 60, unless "
             "'every_epochs' is given"},
            {"keep_last", &C::keep_last, between(0, 1e6),
             "how many are kept, the newest; 0: none is written but on an interruption"}};
}

Options<ExperimentConfig> ExperimentConfig::options() {
    using E = ExperimentConfig;
    return {{"name", &E::name, anything, "default: the name of the config file"},
            {"description", &E::description, anything,
             "what this experiment shows; printed before it runs"},
            {"seed", &E::seed, between(0, 9007199254740991.0), "fixes everything that is random"},
            {"precision", &E::precision, std::vector<std::string>{"float32", "float64", "bfloat16"},
             "the numbers that are computed with; bfloat16: products of numbers with 8 bits, the "
             "rest in float32 (backend onednn)"},
            {"backend", &E::backend, backend_names(), "what does the matrix products"},
            {"threads", &E::threads, Allowed(between(1, 1024), std::vector<std::string>{"auto"}),
             "that train together; auto: as many as pay. The numbers do not depend on it"},
            {"data", &E::data, &data_names, "samples to learn from", true},
            {"network", &E::network, anything, "the layers, from the inputs to the outputs", true},
            {"loss", &E::loss, &weighted_loss_names, "what is made small", true},
            {"optimizer", &E::optimizer, &optimizer_names, "how it is made small"},
            {"schedule", &E::schedule, &schedule_names,
             "how the learning rate changes; default: it stays"},
            {"training", &E::training, anything, "how long and in which batches to train"},
            {"metrics", &E::metrics, &metric_names,
             "what to show besides the loss; default: accuracy, or rmse and r2"},
            {"early_stopping", &E::early_stopping, anything,
             "when to stop before all epochs are done; default: never"},
            {"checkpoint", &E::checkpoint, anything,
             "when the state of the training is written down, for mlp resume"},
            {"logging", &E::logging, anything, "what is written down while training"}};
}

template <>
EntryInfo entry_info<ExperimentConfig>() {
    return {"", std::string(ExperimentConfig::help), option_infos<ExperimentConfig>(), nullptr, "",
            ""};
}

Choice ExperimentConfig::source() const { return ExtendedCatalogue<DataConfig>::base_of(data); }
DataConfig ExperimentConfig::data_config() const { return assign<DataConfig>(data); }
Choice ExperimentConfig::plain_loss() const { return ExtendedCatalogue<LossConfig>::base_of(loss); }
LossConfig ExperimentConfig::loss_config() const { return assign<LossConfig>(loss); }

std::optional<Choice> last_activation(const std::vector<Choice>& layers) {
    const Choice& last = layers.back();
    const EntryInfo entry = layer_names().meant_by(last);
    const OptionInfo* option = entry.find("activation");
    if (option == nullptr) return std::nullopt;
    const auto dropout = last.options.find("dropout");
    // What dropout leaves is no activation's output.
    if (dropout != last.options.end() && OptionCodec<double>::from_value(dropout->second) > 0) {
        return std::nullopt;
    }
    const auto given = last.options.find("activation");
    const OptionValue& value = given == last.options.end() ? option->default_value : given->second;
    return std::get<std::vector<Choice>>(value).front();
}

bool is_distribution(const std::optional<Choice>& activation) {
    if (!activation) return false;
    const auto made = activations<double>().make(*activation);
    return !made->traits().elementwise && made->pieces() == 1;
}

namespace {

bool has_units(const Choice& layer) {
    return layer_names().meant_by(layer).find("units") != nullptr;
}

}  // namespace

std::optional<std::size_t> last_layer_with_units(const std::vector<Choice>& layers) {
    for (std::size_t i = layers.size(); i-- > 0;) {
        if (has_units(layers[i])) return i;
    }
    return std::nullopt;
}

ConfigError ExperimentConfig::error(const std::string& pointer, const std::string& message,
                                    const std::string& remedy) const {
    return ConfigError(
        format_error(document ? document->place(pointer) : "config", pointer, message, remedy));
}

namespace {

/// Softmax and its kin make the units of a layer compete, which is rarely meant before the end. The
/// first `hidden` of these layers, which stand at `pointer`, are before it; all that are inside
/// another layer are.
void warn_of_hidden_softmax(const std::vector<Choice>& layers, const std::string& pointer,
                            std::size_t hidden, ExperimentConfig& config) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const std::string layer = fmt::format("{}/{}", pointer, i);
        if (const auto inner = layers[i].options.find("layers"); inner != layers[i].options.end()) {
            const auto& inside = std::get<std::vector<Choice>>(inner->second);
            warn_of_hidden_softmax(inside, layer + "/layers", inside.size(), config);
        }
        const auto activation = i < hidden ? last_activation({layers[i]}) : std::nullopt;
        if (!is_distribution(activation)) continue;
        const std::string place = layer + "/activation";
        config.warnings.push_back(format_error(
            config.document->place(place), place,
            fmt::format("{} in a hidden layer: its units compete for a sum of 1, which slows down "
                        "learning",
                        activation->type),
            "relu, tanh or gelu are the usual choices before the last layer", "warning"));
    }
}

/// A distribution over classes learns slowly from a loss that was made for numbers.
void warn_of_loss_for_numbers(ExperimentConfig& config) {
    const auto activation = last_activation(config.network.layers);
    const LossTraits& traits = losses<double>().traits(config.plain_loss());
    const bool for_numbers = !traits.classification && traits.fused_with.front().empty() &&
                             traits.only_with.front().empty();
    if (!for_numbers || !is_distribution(activation)) return;
    config.warnings.push_back(format_error(
        config.document->place("/loss"), "/loss",
        fmt::format("{} with {}: its gradient vanishes where the network is surely wrong",
                    activation->type, config.loss.type),
        "cross_entropy is the loss for classes", "warning"));
}

/// Correct, but much slower than float32 then.
void warn_of_emulation(ExperimentConfig& config) {
    if (config.precision != "bfloat16" || has_fast_bfloat16()) return;
    config.warnings.push_back(format_error(
        config.document->place("/precision"), "/precision",
        "this processor has no instructions for bfloat16, so its products are emulated, slowly",
        "float32 is faster here", "warning"));
}

/// What the tables cannot know: how parts of an experiment depend on each other.
void check_together(const ExperimentConfig& config, Reader& reader) {
    const auto& layers = config.network.layers;
    if (layers.empty()) {
        if (reader.ok()) reader.error("/network/layers", "there must be at least one layer");
        return;
    }
    if (const auto last = last_layer_with_units(layers)) {
        for (std::size_t i = 0; i < *last; ++i) {
            // What is broken has no type, and was told before.
            if (layers[i].type.empty() || !has_units(layers[i])) continue;
            if (layers[i].options.contains("units")) continue;
            reader.error(fmt::format("/network/layers/{}", i), "the key 'units' is missing",
                         "only the last layer takes its units from the data");
        }
    }
    if (const auto& shape = config.network.input_shape; shape && shape->size() > 3) {
        reader.error("/network/input_shape",
                     "must be [channels, height, width] or [height, width]");
    }
    if (config.loss.type.empty()) return;
    const auto activation = last_activation(layers);
    if (activation && activation->type.empty()) return;
    const auto loss = losses<double>().make(config.plain_loss());
    const auto last = activation ? activations<double>().make(*activation) : nullptr;
    const auto wrong = mismatch(*loss, last.get());
    if (!wrong.problem.empty()) reader.error("/loss", wrong.problem, wrong.remedy);
}

ExperimentConfig interpret(Document&& parsed, const Extensions& extensions,
                           const std::string& default_name) {
    const auto document = std::make_shared<const Document>(std::move(parsed));
    Reader reader(*document, extensions);
    const Json& root = document->root();
    if (root.is_object() && root.contains("base") && !root.contains("network")) {
        reader.error("", "this describes a sweep, not an experiment", "run it by: mlp sweep FILE");
        reader.finish();
    }
    const Choice choice = reader.object(root, "", entry_info<ExperimentConfig>());
    ExperimentConfig config;
    try {
        config = assign<ExperimentConfig>(choice);
        check_together(config, reader);
    } catch (const InputError&) {
        // What is broken by itself was noted before, and fits with nothing.
        if (reader.ok()) throw;
    }
    reader.finish();
    if (config.name.empty()) config.name = default_name;
    config.document = document;
    const auto& layers = config.network.layers;
    warn_of_hidden_softmax(layers, "/network/layers", layers.size() - 1, config);
    warn_of_loss_for_numbers(config);
    warn_of_emulation(config);
    return config;
}

}  // namespace

ExperimentConfig read_experiment(const std::filesystem::path& path,
                                 const std::vector<std::string>& overrides,
                                 const Extensions& extensions) {
    Document document = Document::read(path);
    for (const auto& assignment : overrides) document.set(assignment);
    return interpret(std::move(document), extensions, path.stem().string());
}

ExperimentConfig read_experiment(Document document, const std::vector<Setting>& settings,
                                 const std::string& default_name, const Extensions& extensions) {
    for (const auto& [assignment, origin] : settings) document.set(assignment, origin);
    return interpret(std::move(document), extensions, default_name);
}

ExperimentConfig parse_experiment(const std::string& json,
                                  const std::vector<std::string>& overrides,
                                  const Extensions& extensions) {
    Document document = Document::parse(json, "config");
    for (const auto& assignment : overrides) document.set(assignment);
    return interpret(std::move(document), extensions, "experiment");
}

std::string write_experiment(const ExperimentConfig& config) {
    Choice choice;
    for (const auto& option : ExperimentConfig::options()) {
        choice.options[option.info().name] = option.get(config);
    }
    return write_object(choice, entry_info<ExperimentConfig>()).dump(2) + "\n";
}

}  // namespace mlp
