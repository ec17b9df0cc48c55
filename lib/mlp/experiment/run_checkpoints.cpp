#include "mlp/experiment/run_checkpoints.h"

#include "mlp/core/error.h"
#include "mlp/report/data_record.h"
#include "mlp/report/differences.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <string_view>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// Unless the config says when.
constexpr double usual_seconds = 60;

constexpr std::string_view name_start = "epoch_";

/// What may change between two parts of a training: keys, and all that is inside them.
constexpr std::array<std::string_view, 11> free_keys = {"name",
                                                        "threads",
                                                        "description",
                                                        "training.epochs",
                                                        "training.time_limit_seconds",
                                                        "early_stopping.patience",
                                                        "early_stopping.min_delta",
                                                        "early_stopping.target",
                                                        "optimizer.learning_rate",
                                                        "checkpoint",
                                                        "logging"};

bool is_free(const std::string& key) {
    return std::ranges::any_of(free_keys, [&](std::string_view free) {
        return key == free || key.starts_with(std::string(free) + '.');
    });
}

/// By its name; 0 if that is none of ours.
Index epoch_of(const fs::path& path) {
    const std::string name = path.stem().string();
    Index epoch = 0;
    if (!name.starts_with(name_start)) return 0;
    std::from_chars(name.data() + name_start.size(), name.data() + name.size(), epoch);
    return epoch;
}

/// The paths of all checkpoints, newest first.
std::vector<fs::path> checkpoints_in(const fs::path& directory) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        const bool ours = entry.path().extension() == ".safetensors" && epoch_of(entry.path()) > 0;
        if (ours) paths.push_back(entry.path());
    }
    std::ranges::sort(paths, std::greater{}, epoch_of);
    return paths;
}

}  // namespace

RunCheckpoints::RunCheckpoints(const fs::path& run_directory, const CheckpointConfig& config,
                               Checkpoint::Origin origin, double seconds)
    : directory_(run_directory / "checkpoints"),
      config_(config),
      origin_(std::move(origin)),
      last_seconds_(seconds) {
    if (!config_.every_epochs && !config_.every_seconds) config_.every_seconds = usual_seconds;
}

bool RunCheckpoints::due(const EpochReport& report) const {
    if (config_.keep_last == 0) return false;
    if (config_.every_epochs) return report.epoch % *config_.every_epochs == 0;
    return report.seconds - last_seconds_ >= *config_.every_seconds;
}

template <class T>
void RunCheckpoints::save(const Model<T>& model, const EpochReport& report,
                          const std::function<void(StateVisitor&)>& visit) {
    last_seconds_ = report.seconds;
    if (!model.network.parameters().values().allFinite()) return;
    std::error_code error;
    fs::create_directory(directory_, error);
    if (error) {
        throw RunError(fmt::format("{}: cannot be made: {}", directory_.string(), error.message()));
    }
    const fs::path path = directory_ / fmt::format("{}{:06}.safetensors", name_start, report.epoch);
    Checkpoint::save(path, model, origin_, visit);
    const auto paths = checkpoints_in(directory_);
    const auto kept = static_cast<std::size_t>(std::max<Index>(config_.keep_last, 1));
    std::size_t good = 0;
    for (const auto& other : paths) {
        // Those of later epochs are damaged, or the training would have gone on from them.
        const bool later = epoch_of(other) > report.epoch;
        if (later || ++good > kept) fs::remove(other, error);
    }
}

std::optional<RunCheckpoints::Found> RunCheckpoints::newest(const fs::path& run_directory) {
    const fs::path directory = run_directory / "checkpoints";
    std::vector<std::string> damaged;
    for (const auto& path : checkpoints_in(directory)) {
        try {
            return Found{Checkpoint::read(path), path, epoch_of(path), std::move(damaged)};
        } catch (const InputError& error) {
            damaged.push_back(error.what());
        }
    }
    if (damaged.empty()) return std::nullopt;
    throw InputError(
        fmt::format("{}\n  help: there is no other checkpoint; take {} away to train from the "
                    "beginning",
                    damaged.front(), directory.string()));
}

std::vector<std::string> differences(const Checkpoint::Origin& began,
                                     const Checkpoint::Origin& now) {
    std::vector<std::string> result;
    const Json old_config = Json::parse(began.config);
    const Json new_config = Json::parse(now.config);
    for (const auto& [key, values, texts] : differences({&old_config, &new_config})) {
        if (is_free(key)) continue;
        result.push_back(fmt::format("{}: {} in the checkpoint, {} now", key, texts[0], texts[1]));
    }
    for (const auto& file : changed_files(began.data, now.data)) {
        result.push_back(fmt::format("{}: its content has changed since the checkpoint", file));
    }
    return result;
}

template void RunCheckpoints::save(const Model<float>&, const EpochReport&,
                                   const std::function<void(StateVisitor&)>&);
template void RunCheckpoints::save(const Model<double>&, const EpochReport&,
                                   const std::function<void(StateVisitor&)>&);

}  // namespace mlp
