#pragma once

#include "mlp/io/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// How a model is written for other programs. What a format does not know is left out of it.
struct ExportOptions {
    /// What the network is called in it; in C, what the names of functions and arrays begin with.
    std::string name = "model";
    /// Raw columns in, instead of what the network sees of them.
    bool preprocessing = false;
    /// Weights in eight bits; see io/quantization.h.
    bool int8 = false;
};

/// A language that models can be written in.
struct ExportFormat {
    std::string_view name;
    std::string_view suffix;  ///< of its files, with the point
    std::string_view help;
    bool int8;  ///< whether it can hold weights in eight bits
    /// The content of the file. Throws InputError where the model has something that the format
    /// cannot say.
    std::string (*write)(const AnyModel& model, const ExportOptions& options);
};

/// All formats.
const std::vector<ExportFormat>& export_formats();

}  // namespace mlp
