#pragma once

#include "apps/program.h"
#include "report/event_reader.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

// Runs with event files for TensorBoard, read back by a reader that shares nothing with the writer.

namespace mlp::test {

inline constexpr const char* event_file_name = "tensorboard/events.out.tfevents.0000000000.mlp";

/// Iris with all that draws random numbers or measures batches.
inline nlohmann::json noisy_iris(int epochs, bool tensorboard = true) {
    auto json = iris();
    json["data"]["validation"] = {{"fraction", 0.2}};
    json["data"]["test"] = {{"fraction", 0.1}};
    json["network"]["layers"] = nlohmann::json::parse(
        R"([{"units": 8, "activation": "tanh", "dropout": 0.2}, "batch_norm",
            {"activation": "softmax"}])");
    json["training"] = {{"epochs", epochs}, {"batch_size", 8}, {"l2", 0.001}};
    json["schedule"] = "cosine";
    json["checkpoint"] = {{"every_epochs", 5}, {"keep_last", 10}};
    json["logging"]["tensorboard"] = tensorboard;
    return json;
}

inline EventFile events(const std::filesystem::path& run) {
    return EventFile(content(run / event_file_name));
}

inline std::vector<std::int64_t> steps_of(const std::vector<ReadValue>& values) {
    std::vector<std::int64_t> steps;
    for (const auto& value : values) steps.push_back(value.step);
    return steps;
}

/// Later values are later in steps and in time.
inline void check_order(const EventFile& file) {
    for (const auto& [name, values] : file.tags) {
        const std::string& tag = name;
        CAPTURE(tag);
        for (std::size_t i = 1; i < values.size(); ++i) {
            CHECK(values[i - 1].step < values[i].step);
            CHECK(values[i - 1].time <= values[i].time);
        }
    }
}

inline void check_same_histogram(const ReadHistogram& a, const ReadHistogram& b) {
    CHECK(a.min == b.min);
    CHECK(a.max == b.max);
    CHECK(a.num == b.num);
    CHECK(a.sum == b.sum);
    CHECK(a.sum_squares == b.sum_squares);
    CHECK(a.limits == b.limits);
    CHECK(a.counts == b.counts);
}

/// The same scalars and histograms at the same steps, every bit.
inline void check_same_curves(const EventFile& a, const EventFile& b) {
    int compared = 0;
    for (const auto& [name, values] : b.tags) {
        const std::string& tag = name;
        CAPTURE(tag);
        REQUIRE(a.tags.contains(tag));
        if (!values.front().plugin.empty()) continue;
        REQUIRE(steps_of(a.tags.at(tag)) == steps_of(values));
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto& other = a.tags.at(tag)[i];
            CHECK(other.scalar == values[i].scalar);
            REQUIRE(other.histogram.has_value() == values[i].histogram.has_value());
            if (values[i].histogram) check_same_histogram(*other.histogram, *values[i].histogram);
            ++compared;
        }
    }
    CHECK(a.tags.size() == b.tags.size());
    CHECK(compared > 50);
}

/// Whether each column of metrics.csv is there as a scalar.
inline void check_scalars(const EventFile& file, const std::filesystem::path& run) {
    const auto rows = table(content(run / "metrics.csv"));
    const auto& names = rows.at(0);
    for (std::size_t column = 1; column < names.size(); ++column) {
        std::string tag = names[column];
        if (tag != "learning_rate") tag[tag.find('_')] = '/';
        CAPTURE(tag);
        REQUIRE(file.tags.contains(tag));
        const auto& values = file.tags.at(tag);
        REQUIRE(values.size() == rows.size() - 1);
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK(values[i].step == std::stoll(rows[i + 1][0]));
            CHECK(values[i].scalar == std::stof(rows[i + 1][column]));
            CHECK(values[i].plugin.empty());
        }
    }
}

/// The rows of a plugin's map of hyperparameters, in words.
inline std::map<std::string, std::string> hyperparameters(const EventFile& file) {
    const auto& start = file.tags.at("_hparams_/session_start_info").at(0);
    CHECK(start.plugin == "hparams");
    std::map<std::string, std::string> found;
    for (const auto& bytes : Message(start.plugin_content).message(3).all(1)) {
        const Message entry(bytes);
        const Message value = entry.message(2);
        found[entry.text(1)] = value.has(2)   ? std::to_string(value.number(2))
                               : value.has(3) ? value.text(3)
                                              : (value.integer(4) == 1 ? "true" : "false");
    }
    return found;
}

/// How the run ended, by its last record; 0 if that is not said.
inline std::int64_t end_status(const EventFile& file) {
    const auto found = file.tags.find("_hparams_/session_end_info");
    if (found == file.tags.end()) return 0;
    CHECK(found->second.size() == 1);
    return Message(found->second.at(0).plugin_content).message(4).integer(1);
}

}  // namespace mlp::test
