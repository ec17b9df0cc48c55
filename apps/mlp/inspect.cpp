#include "mlp/core/text.h"
#include "mlp/io/checkpoint.h"
#include "mlp/io/model.h"
#include "mlp/io/tensor_facts.h"
#include "mlp/report/preprocessing_table.h"
#include "mlp/report/short_name.h"
#include "mlp/report/text_table.h"

#include "commands.h"
#include "inspect_json.h"
#include "model_file.h"
#include "network_table.h"
#include "short_list.h"
#include "terminal.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string file;
    bool tensors = false;
    bool json = false;
};

/// A file, as far as it could be understood.
struct Inspected {
    std::shared_ptr<const Safetensors> file;
    std::optional<AnyModel> model;         ///< none: it is not from mlp
    std::optional<Checkpoint> checkpoint;  ///< none: it is no checkpoint
};

Inspected read(const std::filesystem::path& path, const Extensions& extensions) {
    // Read once, as it may be a pipe.
    const auto file = std::make_shared<const Safetensors>(Safetensors::read(path));
    Inspected result{file, {}, {}};
    if (!is_model(*file)) return result;
    result.model = load_model(*file, extensions);
    if (file->metadata().contains("training_config")) result.checkpoint = Checkpoint::read(file);
    return result;
}

/// Names come from the file, and must not steer the terminal.
void print_line(std::string_view label, const std::string& text) {
    fmt::print("{:<12}{}\n", label, short_name(text, text.size()));
}

void print_tensors(const Safetensors& file) {
    const auto number = [](double x) { return fmt::format("{:.4g}", x); };
    std::vector<std::vector<std::string>> rows;
    bool any_broken = false;
    for (const auto& [name, tensor] : file.tensors()) {
        const TensorFacts facts = tensor_facts(file, name);
        auto& row = rows.emplace_back(std::vector<std::string>{
            name, tensor.dtype, fmt::format("[{}]", fmt::join(tensor.shape, ", "))});
        const bool known = facts.finite > 0;
        for (const double fact : {facts.min, facts.mean, facts.max}) {
            row.push_back(known ? number(fact) : "-");
        }
        row.push_back(std::to_string(facts.not_finite));
        any_broken |= facts.not_finite > 0;
    }
    std::vector<std::string> headings{"tensor", "dtype", "shape", "min", "mean", "max"};
    if (any_broken) headings.emplace_back("not finite");
    for (auto& row : rows) row.resize(headings.size());
    fmt::print("{}", text_table(headings, rows));
}

void print_scores(const TrainingRecord& record) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, train] : record.train) {
        auto& row = rows.emplace_back(std::vector<std::string>{name});
        for (const auto* part : {&record.train, &record.validation, &record.test}) {
            const auto found = std::ranges::find(*part, name, &Scores::value_type::first);
            row.push_back(found == part->end() ? "-" : fmt::format("{:.5g}", found->second));
        }
    }
    if (!rows.empty()) {
        fmt::print("\n{}", text_table({"score", "train", "validation", "test"}, rows));
    }
}

void print_training(const TrainingRecord& record) {
    print_line("experiment",
               fmt::format("{} (seed {}, {})", record.name, record.seed, record.program));
    print_line("training", fmt::format("{}: {}", record.status, record.stop_reason));
    print_line("epochs", record.best_epoch > 0
                             ? fmt::format("{}, best: {}", record.epochs, record.best_epoch)
                             : fmt::format("{}", record.epochs));
}

template <class T>
void print_model(const Model<T>& model) {
    const auto& targets = model.targets;
    const auto& preprocessing = model.preprocessing;
    print_line("self-test", "passed");
    print_line("precision", std::is_same_v<T, float> ? "float32" : "float64");
    print_line("loss", model.loss.type);
    print_line("inputs", fmt::format("{}: {}", preprocessing.inputs(),
                                     shortened(preprocessing.input_names())));
    if (targets.classification()) {
        print_line("target", fmt::format("{}: {} classes: {}", targets.names.front(),
                                         targets.classes.size(), shortened(targets.classes)));
    } else {
        print_line("targets", shortened(targets.names));
    }
    if (model.training) print_training(*model.training);
    fmt::print("\n{}\n{}", network_table(model.network), preprocessing_table(preprocessing, 24));
    if (!targets.scaling.empty()) {
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < targets.scaling.size() && i < 24; ++i) {
            rows.push_back({short_name(targets.names[i], 24), transform_text(targets.scaling[i])});
        }
        fmt::print("\n{}", text_table({"target", "was learnt as"}, rows));
    }
    if (model.training) print_scores(*model.training);
}

int print_text(const Inspected& it, bool tensors) {
    const auto& metadata = it.file->metadata();
    const std::string name = short_name(it.file->file(), it.file->file().size());
    const char* kind = it.checkpoint ? "checkpoint" : "model";
    if (it.model) {
        fmt::print("{}: {} of mlp, format version {}, {} bytes\n\n", bold(stdout, name), kind,
                   metadata.at("format_version"), it.file->size());
        if (it.checkpoint)
            print_line("state", fmt::format("after epoch {}", it.checkpoint->epoch()));
        std::visit([](const auto& model) { print_model(model); }, *it.model);
        if (tensors) fmt::print("\n");
    } else {
        fmt::print("{}: safetensors file, but no model of mlp, {} bytes\n\n", bold(stdout, name),
                   it.file->size());
        std::vector<std::string> keys;
        for (const auto& [key, text] : metadata) keys.push_back(key);
        print_line("metadata", keys.empty() ? "none" : shortened(keys));
        print_line("tensors", std::to_string(it.file->tensors().size()));
        fmt::print("\n");
    }
    if (tensors || !it.model) print_tensors(*it.file);
    return done;
}

int print_json(const Inspected& it, bool tensors) {
    const auto& metadata = it.file->metadata();
    nlohmann::ordered_json json = {{"file", utf8_of(it.file->file())}, {"bytes", it.file->size()}};
    if (it.model) {
        json["format"] = metadata.at("format");
        json["format_version"] = metadata.at("format_version");
        if (it.checkpoint) json["checkpoint"]["epoch"] = it.checkpoint->epoch();
        json.update(std::visit([](const auto& model) { return model_json(model); }, *it.model));
    } else {
        json["metadata"] = metadata;
    }
    if (tensors || !it.model) json["tensors"] = tensors_json(*it.file);
    fmt::print("{}\n", json.dump(2));
    return done;
}

}  // namespace

Command inspect_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand(
        "inspect", "Show what is in a model file: network, inputs, classes, how it was trained");
    app->add_option("FILE", arguments->file,
                    "a model.safetensors, a checkpoint, any other safetensors file, or a run "
                    "directory")
        ->required();
    app->add_flag("--tensors", arguments->tensors,
                  "list the tensors, with their least, mean and "
                  "greatest number");
    app->add_flag("--json", arguments->json, "print JSON");
    return {app, [arguments, &context] {
                const auto it = read(model_file(arguments->file), context.extensions);
                return (arguments->json ? print_json : print_text)(it, arguments->tensors);
            }};
}

}  // namespace mlp::app
