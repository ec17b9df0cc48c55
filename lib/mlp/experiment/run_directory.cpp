#include "mlp/experiment/run_directory.h"

#include "mlp/core/error.h"
#include "mlp/report/run_record.h"

#include <ctime>

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

/// Files that a process was killed over while it wrote them.
void take_away_unfinished(const fs::path& directory) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        if (entry.path().extension() == ".tmp") fs::remove(entry.path(), error);
    }
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
    for (const char* name : {"config.json", "model.safetensors", "summary.json", "metrics.csv",
                             "metrics.jsonl", "environment.json", "checkpoints", "sweep.json",
                             "base.json", "sweep.csv", "leaderboard.csv", "best.json", "runs"}) {
        fs::remove_all(path / name, error);
    }
    take_away_unfinished(path);
    return directory;
}

RunDirectory RunDirectory::open(const fs::path& path) {
    if (!is_sweep_directory(path)) check_run_directory(path);
    RunDirectory directory(path);
    take_away_unfinished(path);
    take_away_unfinished(path / "checkpoints");
    return directory;
}

}  // namespace mlp
