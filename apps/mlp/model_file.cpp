#include "model_file.h"

#include "mlp/core/error.h"

#include <fmt/format.h>

namespace mlp::app {

std::filesystem::path model_file(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return path;
    const auto file = path / "model.safetensors";
    if (std::filesystem::exists(file)) return file;
    throw InputError(
        fmt::format("{}: holds no model.safetensors\n  help: if it is a run that has not ended, "
                    "name one of its "
                    "checkpoints/epoch_*.safetensors, which are models too",
                    path.string()));
}

}  // namespace mlp::app
