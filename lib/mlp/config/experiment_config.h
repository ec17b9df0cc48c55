#pragma once

#include "mlp/config/data_config.h"
#include "mlp/core/extension.h"
#include "mlp/core/options.h"
#include "mlp/train/early_stopping.h"
#include "mlp/train/trainer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mlp {

class Document;

/// The part of "loss" that is the same for every loss.
struct LossConfig {
    /// "balanced", or a weight for each class by its name.
    std::optional<std::variant<std::string, NumbersByName>> class_weights;

    static constexpr std::string_view name = "loss";
    static constexpr std::string_view help = "how much samples count";
    static Options<LossConfig> options();
};

/// A file to take the first weights from.
struct InitialWeights {
    std::filesystem::path path;
    /// What tensors of the network are called in the file, where not as in the network:
    /// {"layers.0.weight": "0.weight"}.
    TextsByName names;

    static constexpr std::string_view name = "initial_weights";
    static constexpr std::string_view help = "a safetensors file to start from";
    static constexpr std::string_view alone = "path";
    static Options<InitialWeights> options();
};

struct NetworkConfig {
    std::optional<Integers> input_shape;
    std::optional<InitialWeights> initial_weights;
    std::vector<Choice> layers;

    static constexpr std::string_view name = "network";
    static constexpr std::string_view help = "the layers, from the inputs to the outputs";
    static Options<NetworkConfig> options();
};

struct LoggingConfig {
    std::string directory = "runs";
    Index every_epochs = 1;
    std::optional<Index> every_steps;
    std::optional<bool> snapshots;
    bool diagnostics = false;
    bool tensorboard = false;
    bool report = false;

    static constexpr std::string_view name = "logging";
    static constexpr std::string_view help = "what is written down while training";
    static Options<LoggingConfig> options();
};

/// When the state of a training is written down, so that it can go on after a break.
struct CheckpointConfig {
    std::optional<Index> every_epochs;
    std::optional<double> every_seconds;
    Index keep_last = 1;

    static constexpr std::string_view name = "checkpoint";
    static constexpr std::string_view help =
        "when the state of the training is written down, for mlp resume";
    std::string_view problem() const {
        return every_epochs && every_seconds ? "only one of 'every_epochs' and 'every_seconds'"
                                             : "";
    }
    static Options<CheckpointConfig> options();
};

/// A whole experiment: what one config file says. A plain value; it can be built in code as well.
struct ExperimentConfig {
    std::string name;
    std::optional<std::string> description;
    Index seed = 42;
    std::string precision = "float32";
    std::string backend = "native";
    IntegerOrText threads = "auto";
    Choice data;  ///< the options of a source and of DataConfig together
    NetworkConfig network;
    Choice loss;  ///< the options of a loss and of LossConfig together
    Choice optimizer = "adam";
    std::optional<Choice> schedule;
    TrainingOptions training;
    std::optional<std::vector<Choice>> metrics;
    std::optional<EarlyStoppingOptions> early_stopping;
    CheckpointConfig checkpoint;
    LoggingConfig logging;

    static constexpr std::string_view help = "an experiment of mlp: mlp train FILE.json";
    static Options<ExperimentConfig> options();

    /// `data` in its two parts.
    Choice source() const;
    DataConfig data_config() const;
    /// `loss` in its two parts.
    Choice plain_loss() const;
    LossConfig loss_config() const;

    /// What is allowed but hardly meant: messages with their places.
    std::vector<std::string> warnings;

    /// The JSON that this config was read from; none if it was built in code.
    std::shared_ptr<const Document> document;
    /// A message about the value at a JSON pointer, with its place where it was read from a file.
    ConfigError error(const std::string& pointer, const std::string& message,
                      const std::string& remedy = "") const;
};

template <>
EntryInfo entry_info<ExperimentConfig>();

/// The activation that the last of these layers ends with; none if it ends with something else.
std::optional<Choice> last_activation(const std::vector<Choice>& layers);
/// Whether an activation gives a share of 1 to each unit, as softmax does.
bool is_distribution(const std::optional<Choice>& activation);
/// The last layer that has units, which may come from the data; none if none has.
std::optional<std::size_t> last_layer_with_units(const std::vector<Choice>& layers);

/// Reads an experiment from a file, with overrides such as "training.epochs=50". Names may mean the
/// extensions too. Throws InputError that lists everything that is wrong.
ExperimentConfig read_experiment(const std::filesystem::path& path,
                                 const std::vector<std::string>& overrides = {},
                                 const Extensions& extensions = {});
/// A key that is set from outside.
struct Setting {
    std::string assignment;  ///< "training.epochs=50"
    std::string origin;      ///< where that is said, for messages
};
/// The same from a document that was read before.
ExperimentConfig read_experiment(Document document, const std::vector<Setting>& settings,
                                 const std::string& default_name,
                                 const Extensions& extensions = {});
/// The same from a text; relative paths start from the current directory.
ExperimentConfig parse_experiment(const std::string& json,
                                  const std::vector<std::string>& overrides = {},
                                  const Extensions& extensions = {});

/// The JSON text of a config, every default written out. Reading it gives the same config.
std::string write_experiment(const ExperimentConfig& config);

}  // namespace mlp
