#pragma once

#include <filesystem>

namespace mlp::app {

/// The file of a model: this one, or that of a run directory. Throws InputError if that has none.
std::filesystem::path model_file(const std::filesystem::path& path);

}  // namespace mlp::app
