#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// What the runs of a sweep came to: those that have a value of what the sweep is judged by.
struct SweepFigures {
    /// A key that is varied.
    struct Parameter {
        std::string key;                  ///< "optimizer.learning_rate"
        std::vector<std::string> values;  ///< one a run, as texts

        /// The values, if all of them are numbers; otherwise empty.
        std::vector<double> numbers() const;
    };
    /// The loss of a run, epoch by epoch.
    struct Curve {
        std::size_t run = 0;  ///< its place in `runs`
        std::vector<double> epochs;
        std::vector<double> loss;
    };

    std::string metric;  ///< "validation_accuracy"
    bool larger_is_better = false;
    std::vector<std::string> runs;  ///< names of their directories: "0001"
    std::vector<double> values;     ///< of the metric, one a run; finite
    std::size_t best = 0;      ///< the run with the best value; of those that ended, if any did
    std::size_t left_out = 0;  ///< runs that have no value
    std::vector<Parameter> parameters;
    std::string loss;           ///< what the curves show: "validation_loss", or else "train_loss"
    std::vector<Curve> curves;  ///< of the best run first, and of others
};

/// Reads sweep.csv, and metrics.csv of at most so many runs: of the best one and of others, evenly
/// spaced. A run whose metrics.csv is missing or damaged has no curve. Throws InputError, naming
/// the file, if it is no directory of a sweep, the sweep has not ended, no run has a value, or
/// sweep.csv is damaged.
SweepFigures read_sweep_figures(const std::filesystem::path& sweep_directory,
                                std::size_t max_curves = 200);

}  // namespace mlp
