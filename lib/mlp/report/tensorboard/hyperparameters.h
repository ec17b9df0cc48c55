#pragma once

#include <string>
#include <variant>
#include <vector>

namespace mlp {

/// One value of a config, for TensorBoard's table of hyperparameters.
struct Hyperparameter {
    std::string name;  ///< "optimizer", "optimizer.learning_rate", "network.layers.0.units"
    std::variant<bool, double, std::string> value;
};

/// What a resolved config (JSON) chooses, in its order. A choice is called by its type, and its
/// options stand behind it. Left out is what cannot change how well a training does: names, files
/// and what is written down; also lists in "data", which may be the data itself.
std::vector<Hyperparameter> hyperparameters(const std::string& config);

// The messages of TensorBoard's plugin for hyperparameters (its plugin_data.proto and api.proto),
// encoded; times in seconds since 1970.

/// The columns of the table: the hyperparameters, and scalars by their tags.
std::string hparams_experiment(const std::vector<Hyperparameter>& parameters,
                               const std::vector<std::string>& metric_tags);
/// The row of a training that begins.
std::string hparams_session_start(const std::vector<Hyperparameter>& parameters, double time);
/// And how it ended.
std::string hparams_session_end(bool success, double time);

}  // namespace mlp
