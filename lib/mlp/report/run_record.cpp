#include "mlp/report/run_record.h"

#include "mlp/core/error.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

Json read_object(const fs::path& path) {
    const Document document = Document::read(path);
    if (!document.root().is_object()) {
        throw ConfigError(fmt::format("{}: error: this must be an object", document.place("")));
    }
    return document.root();
}

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

Json read_if_there(const fs::path& path) { return is_there(path) ? read_object(path) : Json(); }

/// The file of the run itself, or of the sweep that it belongs to.
fs::path environment_of(const fs::path& run) {
    const fs::path own = run / "environment.json";
    const fs::path sweep = run / ".." / "..";
    return !is_there(own) && is_sweep_directory(sweep) ? sweep / "environment.json" : own;
}

/// A text at a pointer; empty if there is none.
std::string text_at(const Json& json, const char* pointer) {
    const Json::json_pointer place(pointer);
    return json.contains(place) && json[place].is_string() ? json[place].get<std::string>() : "";
}

}  // namespace

void check_run_directory(const fs::path& path) {
    std::error_code ignored;
    if (is_there(path / "config.json")) return;
    const char* problem = !is_there(path)                   ? "it does not exist"
                          : fs::is_directory(path, ignored) ? "it has no config.json"
                                                            : "it is a file";
    throw InputError(
        fmt::format("{}: is not a run directory: {}\n"
                    "  help: a run directory is what mlp train prints last, such as "
                    "runs/iris/2026-01-31_12-00-00",
                    path.string(), problem));
}

RunRecord read_run(const fs::path& path) {
    check_run_directory(path);
    return {path, read_object(path / "config.json"), read_if_there(path / "summary.json"),
            read_if_there(environment_of(path))};
}

bool is_sweep_directory(const fs::path& path) { return is_there(path / "sweep.json"); }

std::vector<fs::path> runs_of_sweep(const fs::path& path) {
    std::vector<fs::path> runs;
    if (!is_sweep_directory(path)) return runs;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path / "runs", error)) {
        // A run that is about to start has no config yet.
        if (is_there(entry.path() / "config.json")) runs.push_back(entry.path());
    }
    std::sort(runs.begin(), runs.end());
    return runs;
}

SweepGoal goal_of_sweep(const fs::path& path) {
    const Json sweep = read_object(path / "sweep.json");
    const std::string goal = text_at(sweep, "/metric/goal");
    return {text_at(sweep, "/metric/name"), goal.empty() ? "auto" : goal};
}

}  // namespace mlp
