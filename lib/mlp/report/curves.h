#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlp {

/// What a run measured, epoch by epoch: the columns of its metrics.csv.
struct Curves {
    std::vector<double> epochs;  ///< from 1 on, growing; not every one, if so configured
    /// "train_loss", "validation_accuracy", "learning_rate", ... with a number for each of `epochs`
    /// (NaN where it is not defined), in the order of the file.
    std::vector<std::pair<std::string, std::vector<double>>> columns;

    /// The column of this name; null if there is none.
    const std::vector<double>* find(std::string_view name) const;
};

/// Reads metrics.csv of a run directory. Throws InputError, naming the file, if there is none, it
/// holds no epoch, or it is damaged. An unfinished last line, of a run that goes on, is left out.
Curves read_curves(const std::filesystem::path& run_directory);

}  // namespace mlp
