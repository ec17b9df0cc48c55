#include "mlp/experiment/run_directory.h"

#include "mlp/core/error.h"
#include "mlp/experiment/run_pictures.h"
#include "mlp/experiment/tensorboard_log.h"
#include "mlp/report/plots/sweep_pictures.h"
#include "mlp/report/run_record.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// A name that is safe as that of a directory.
std::string directory_name(const std::string& name) {
    std::string result;
    for (const char c : name) {
        const bool unsafe = c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ';
        result += unsafe ? '_' : c;
    }
    if (result.empty() || result == "." || result == "..") return "experiment";
    return result;
}

bool create(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path.parent_path().empty() ? "." : path.parent_path(), error);
    const bool is_new = !error && fs::create_directory(path, error);
    if (error) {
        throw RunError(fmt::format("{}: cannot be made: {}", path.string(), error.message()));
    }
    return is_new;
}

/// The files of a run and of a sweep.
constexpr std::array<std::string_view, 10> run_files = {
    "config.json",      "model.safetensors", "summary.json",    "metrics.csv",    "metrics.jsonl",
    "environment.json", "snapshots.jsonl",   "diagnostics.csv", tensorboard_file, "report.html"};
constexpr std::array<std::string_view, 5> sweep_files = {"sweep.json", "base.json", "sweep.csv",
                                                         "leaderboard.csv", "best.json"};

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "config.json.123.tmp": a file of ours that a process was killed over while it wrote it.
bool is_unfinished(const fs::path& path) {
    const std::string process = path.stem().extension().string();  // ".123"
    if (path.extension() != ".tmp" || process.empty() || !is_number(process.substr(1))) {
        return false;
    }
    const std::string name = path.stem().stem().string();
    const auto is_name = [&](std::string_view known) { return name == known; };
    return std::ranges::any_of(run_files, is_name) || std::ranges::any_of(sweep_files, is_name) ||
           name.starts_with("epoch_");
}

/// "curves.svg": what mlp plot drew.
bool is_picture(const fs::path& path) {
    const auto name = path.stem().string();
    const auto is_it = [&](const auto& picture) { return picture.name == name; };
    return (path.extension() == ".svg" || path.extension() == ".png") &&
           (std::ranges::any_of(run_pictures(), is_it) ||
            std::ranges::any_of(sweep_pictures(), is_it));
}

template <class Choose>
void take_away(const fs::path& directory, Choose choose) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        if (choose(entry.path())) fs::remove_all(entry.path(), error);
    }
}

/// What an earlier run or sweep left, and nothing that somebody else put there.
void take_away_results(const fs::path& directory) {
    std::error_code error;
    const auto is_checkpoint = [](const fs::path& path) {
        return path.filename().string().starts_with("epoch_");
    };
    take_away(directory / "checkpoints", is_checkpoint);
    const fs::path plots = directory / "plots";
    take_away(plots, is_picture);
    // It stays where something is left in it.
    if (fs::is_directory(fs::symlink_status(plots, error))) fs::remove(plots, error);
    if (is_sweep_directory(directory)) {
        take_away(directory / "runs",
                  [](const fs::path& path) { return is_number(path.filename().string()); });
        for (const auto name : sweep_files) fs::remove(directory / name, error);
    }
    for (const auto name : run_files) fs::remove(directory / name, error);
    take_away(directory, is_unfinished);
}

}  // namespace

RunDirectory RunDirectory::make(const fs::path& base, const std::string& name) {
    const std::time_t now = std::time(nullptr);
    const fs::path first =
        base / directory_name(name) / fmt::format("{:%Y-%m-%d_%H-%M-%S}", fmt::localtime(now));
    fs::path path = first;
    for (int i = 2; !create(path); ++i) path = fmt::format("{}-{}", first.string(), i);
    return RunDirectory(path);
}

RunDirectory RunDirectory::make(const fs::path& path, bool force) {
    std::error_code error;
    if (fs::exists(path, error) && !fs::is_directory(path, error)) {
        throw InputError(fmt::format("{}: is not a directory", path.string()));
    }
    if (!create(path) && !force && !fs::is_empty(path, error)) {
        throw InputError(
            fmt::format("{}: is not empty; name another directory, or write into it with "
                        "--force",
                        path.string()));
    }
    RunDirectory directory(path);
    // Nothing of an earlier run may be taken for a part of the new one.
    take_away_results(path);
    return directory;
}

RunDirectory RunDirectory::open(const fs::path& path) {
    if (!is_sweep_directory(path)) check_run_directory(path);
    RunDirectory directory(path);
    take_away(path, is_unfinished);
    take_away(path / "checkpoints", is_unfinished);
    return directory;
}

}  // namespace mlp
