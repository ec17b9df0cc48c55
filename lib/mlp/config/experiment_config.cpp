#include "mlp/config/experiment_config.h"

#include "mlp/config/document.h"
#include "mlp/config/reader.h"
#include "mlp/config/writer.h"
#include "mlp/data/scaling.h"
#include "mlp/data/source.h"
#include "mlp/nn/layer.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/metric.h"

#include <fmt/format.h>

namespace mlp {
namespace {

/// Every source with the options of DataConfig added to its own.
class DataCatalogue final : public CatalogueInfo {
  public:
    DataCatalogue() : CatalogueInfo(source_names().part(), "") {
        for (const auto* source : source_names().entries()) {
            entries_.push_back(*source);
            auto& options = entries_.back().options;
            for (auto& option : option_infos<DataConfig>()) options.push_back(std::move(option));
        }
    }
    std::vector<const EntryInfo*> entries() const override {
        std::vector<const EntryInfo*> result;
        for (const auto& entry : entries_) result.push_back(&entry);
        return result;
    }

  private:
    std::vector<EntryInfo> entries_;
};

const CatalogueInfo& data_names() {
    static const DataCatalogue catalogue;
    return catalogue;
}

}  // namespace

Options<DataConfig> DataConfig::options() {
    return {{"preprocessing", &DataConfig::preprocessing, &scaler_names,
             "how features are scaled, learnt from the training samples"},
            {"validation", &DataConfig::validation, anything,
             "samples to watch the training with, but not to learn from"},
            {"test", &DataConfig::test, anything, "samples to judge the finished network with"}};
}

Options<NetworkConfig> NetworkConfig::options() {
    return {
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
         "steps from one row {\"step\", \"loss\"} of metrics.jsonl to the next; default: none"}};
}

Options<ExperimentConfig> ExperimentConfig::options() {
    using E = ExperimentConfig;
    return {{"name", &E::name, anything, "default: the name of the config file"},
            {"seed", &E::seed, between(0, 9007199254740991.0), "fixes everything that is random"},
            {"precision", &E::precision, std::vector<std::string>{"float32", "float64"},
             "the numbers that are computed with"},
            {"data", &E::data, &data_names, "samples to learn from", true},
            {"network", &E::network, anything, "the layers, from the inputs to the outputs", true},
            {"loss", &E::loss, &loss_names, "what is made small", true},
            {"optimizer", &E::optimizer, &optimizer_names, "how it is made small"},
            {"training", &E::training, anything, "how long and in which batches to train"},
            {"metrics", &E::metrics, &metric_names,
             "what to show besides the loss; default: accuracy, or rmse and r2"},
            {"logging", &E::logging, anything, "what is written down while training"}};
}

template <>
EntryInfo entry_info<ExperimentConfig>() {
    return {"", std::string(ExperimentConfig::help), option_infos<ExperimentConfig>(), nullptr};
}

Choice ExperimentConfig::source() const {
    Choice result(data.type);
    const EntryInfo& entry = source_names().get(data.type);
    for (const auto& [option, value] : data.options) {
        if (entry.find(option) != nullptr) result.options[option] = value;
    }
    return result;
}

DataConfig ExperimentConfig::data_config() const { return assign<DataConfig>(data); }

ConfigError ExperimentConfig::error(const std::string& pointer, const std::string& message,
                                    const std::string& remedy) const {
    return ConfigError(
        format_error(document ? document->place(pointer) : "config", pointer, message, remedy));
}

namespace {

/// What the tables cannot know: how parts of an experiment depend on each other.
void check_together(const ExperimentConfig& config, Reader& reader) {
    const auto& layers = config.network.layers;
    if (layers.empty()) {
        if (reader.ok()) reader.error("/network/layers", "there must be at least one layer");
        return;
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const bool last = i + 1 == layers.size();
        if (!last && layers[i].type == "dense" && !layers[i].options.contains("units")) {
            reader.error(fmt::format("/network/layers/{}", i), "the key 'units' is missing",
                         "only the last layer takes its units from the data");
        }
    }
    const auto given = layers.back().options.find("activation");
    const Choice activation = given == layers.back().options.end()
                                  ? Choice("linear")
                                  : std::get<std::vector<Choice>>(given->second).front();
    if (config.loss.type.empty() || activation.type.empty()) return;
    const auto wrong = mismatch(config.loss, activation);
    if (!wrong.problem.empty()) reader.error("/loss", wrong.problem, wrong.remedy);
}

ExperimentConfig interpret(Document&& parsed, const std::vector<std::string>& overrides,
                           const std::string& default_name) {
    for (const auto& assignment : overrides) parsed.set(assignment);
    const auto document = std::make_shared<const Document>(std::move(parsed));
    Reader reader(*document);
    const Choice choice = reader.object(document->root(), "", entry_info<ExperimentConfig>());
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
    return config;
}

}  // namespace

ExperimentConfig read_experiment(const std::filesystem::path& path,
                                 const std::vector<std::string>& overrides) {
    return interpret(Document::read(path), overrides, path.stem().string());
}

ExperimentConfig parse_experiment(const std::string& json,
                                  const std::vector<std::string>& overrides) {
    return interpret(Document::parse(json, "config"), overrides, "experiment");
}

std::string write_experiment(const ExperimentConfig& config) {
    Choice choice;
    for (const auto& option : ExperimentConfig::options()) {
        choice.options[option.info().name] = option.get(config);
    }
    return write_object(choice, entry_info<ExperimentConfig>()).dump(2) + "\n";
}

}  // namespace mlp
