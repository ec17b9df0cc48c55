#pragma once

#include "support.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace mlp::test {

/// What a run of the program left.
struct Outcome {
    int exit_code;
    std::string out;
    std::string err;

    /// The run directory that `train` names last.
    std::filesystem::path directory() const {
        const auto end = out.find_last_not_of('\n');
        const auto start = out.rfind('\n', end) + 1;
        return out.substr(start, end + 1 - start);
    }
};

/// The program, as a shell reads it.
inline const std::string program = "'" MLP_PROGRAM "'";
/// The config of the first example, as a shell reads it.
inline const std::string xor_config = "'" MLP_SOURCE_DIR "/configs/xor.json'";

/// Runs a shell command in a directory.
inline Outcome shell(const TemporaryDirectory& directory, const std::string& command) {
    const auto out = directory.path() / "out.txt";
    const auto err = directory.path() / "err.txt";
    const std::string all = "cd '" + directory.path().string() + "' && exec >'" + out.string() +
                            "' 2>'" + err.string() + "' && " + command;
    const int status = std::system(all.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(out), content(err)};
}

/// Runs the program with these arguments (as a shell reads them) in a directory.
inline Outcome mlp_program(const TemporaryDirectory& directory, const std::string& arguments) {
    return shell(directory, program + " " + arguments);
}

/// What lies in a directory, in order; without the files that the functions above write.
inline std::vector<std::string> entries(const std::filesystem::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        const auto name = entry.path().lexically_relative(directory).string();
        if (name != "out.txt" && name != "err.txt") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

inline std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

inline std::vector<std::string> lines(const std::string& text) { return split(text, '\n'); }

/// A simple CSV text (nothing quoted) as rows of cells.
inline std::vector<std::vector<std::string>> table(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& line : lines(text)) rows.push_back(split(line, ','));
    return rows;
}

/// A JSON file; // comments are allowed.
inline nlohmann::json json_file(const std::filesystem::path& path) {
    return nlohmann::json::parse(content(path), nullptr, true, true);
}

inline std::filesystem::path dataset(const std::string& name) {
    return source_directory() / "datasets" / name;
}

/// An experiment on one of the datasets: a small network that is trained in a moment.
inline nlohmann::json experiment(const std::string& file, const std::string& target,
                                 const std::string& loss) {
    auto json = nlohmann::json::parse(R"({
        "data": {"type": "csv", "preprocessing": "standardize"},
        "network": {"layers": [{"units": 8, "activation": "tanh"}, {}]},
        "optimizer": {"type": "adam", "learning_rate": 0.05},
        "training": {"epochs": 30, "batch_size": 16}
    })");
    json["data"]["path"] = dataset(file).string();
    json["data"]["target"] = target;
    json["loss"] = loss;
    const bool classes = loss == "cross_entropy";
    json["network"]["layers"][1]["activation"] = classes ? "softmax" : "linear";
    return json;
}

inline nlohmann::json iris() { return experiment("iris.csv", "species", "cross_entropy"); }
inline nlohmann::json diabetes() {
    return experiment("diabetes_progression.csv", "progression", "mse");
}

/// XOR with a network that learns it.
inline nlohmann::json xor_problem() {
    return nlohmann::json::parse(R"({
        "data": {"type": "csv", "path": ")" +
                                 dataset("xor.csv").string() + R"(", "target": "xor"},
        "network": {"layers": [{"units": 8, "activation": "tanh"}, {"activation": "sigmoid"}]},
        "loss": "binary_cross_entropy",
        "optimizer": {"type": "adam", "learning_rate": 0.1},
        "training": {"epochs": 500, "batch_size": 4}
    })");
}

/// Trains what a config says; the run directory is `name` in the directory.
inline std::filesystem::path train(const TemporaryDirectory& directory,
                                   const nlohmann::json& config, const std::string& name = "run") {
    directory.write(name + ".json", config.dump(2));
    const auto outcome = mlp_program(directory, "train " + name + ".json --quiet --output " + name);
    REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err);
    return directory.path() / name;
}

inline std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

/// The program ends with exit code 2 after one message that holds these parts, and writes nothing.
inline void check_refused(const TemporaryDirectory& directory, const std::string& arguments,
                          const std::vector<std::string>& parts) {
    CAPTURE(arguments);
    const auto before = entries(directory.path());
    const auto run = mlp_program(directory, arguments);
    CAPTURE(run.err);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    for (const auto& part : parts) {
        CAPTURE(part);
        CHECK(count(run.err, part) > 0);
    }
    // One message: a line, and perhaps one with help.
    CHECK(count(run.err, "error: ") == 1);
    const auto all = lines(run.err);
    CHECK(all.size() <= 2);
    if (all.size() == 2) CHECK(all[1].starts_with("  help: "));
    CHECK(entries(directory.path()) == before);
}

}  // namespace mlp::test
