#include "mlp/config/sweep_config.h"

#include "mlp/config/document.h"
#include "mlp/config/reader.h"
#include "mlp/config/sweep_check.h"
#include "mlp/config/writer.h"
#include "mlp/core/text.h"

#include <algorithm>

namespace mlp {

Options<SweepMetric> SweepMetric::options() {
    return {{"name", &SweepMetric::name, anything,
             "such as validation_accuracy; default: validation_loss, or train_loss without "
             "validation samples"},
            {"goal", &SweepMetric::goal, std::vector<std::string>{"auto", "minimize", "maximize"},
             "auto: as the metric is"}};
}

Options<Halving> Halving::options() {
    return {{"min_epochs", &Halving::min_epochs, between(1, 1e9), "that every run is trained for"},
            {"factor", &Halving::factor, between(2, 1e6),
             "one run of so many goes on, for so many times the epochs"}};
}

OptionValue OptionCodec<Groups>::to_value(const Groups& groups) {
    Rows rows;
    for (const auto& names : groups) rows.emplace_back(names.begin(), names.end());
    return rows;
}

Groups OptionCodec<Groups>::from_value(const OptionValue& value) {
    Groups groups;
    for (const auto& row : std::get<Rows>(value)) {
        groups.emplace_back();
        for (const auto& cell : row) {
            const auto* name = std::get_if<std::string>(&cell);
            groups.back().push_back(name ? *name : to_text(std::get<double>(cell)));
        }
    }
    // A flat list was read as a column.
    if (std::ranges::all_of(groups, [](const auto& names) { return names.size() == 1; })) {
        std::vector<std::string> single;
        for (const auto& names : groups) single.push_back(names.front());
        groups.clear();
        if (!single.empty()) groups.push_back(std::move(single));
    }
    return groups;
}

Options<SweepConfig> SweepConfig::options() {
    using S = SweepConfig;
    return {
        {"name", &S::name, anything, "default: the name of the file"},
        {"base", &S::base, anything, "the config of the experiment whose keys are varied", true},
        {"base_directory", &S::base_directory, anything,
         "where relative paths of the base start; default: the directory it is in"},
        {"method", &S::method, std::vector<std::string>{"grid", "random", "asha"},
         "grid: all combinations; random: some, drawn at random; asha: successive halving, "
         "where only the best of many runs are trained to the end"},
        {"runs", &S::runs, between(1, 1e6),
         "how many combinations are drawn at random; default with asha: all are tried"},
        {"seed", &S::seed, between(0, 9007199254740991.0), "fixes what is drawn"},
        {"metric", &S::metric, anything, "what runs are judged by"},
        {"parameters", &S::parameters, &OptionCodec<Variation>::catalogue,
         "the keys of the base that are varied, as in \"optimizer.learning_rate\" or "
         "\"network.layers.0.units\", each with its values"},
        {"zip", &S::zip, anything,
         "parameters whose values go together, first with first and so on, rather than in all "
         "combinations: a list of names, or several such lists"},
        {"seeds", &S::seeds, between(0, 9007199254740991.0),
         "each combination is run with each of these; default: the seed of the base"},
        {"halving", &S::halving, anything, "when runs are stopped, of asha"}};
}

template <>
EntryInfo entry_info<SweepConfig>() {
    return {"", std::string(SweepConfig::help), option_infos<SweepConfig>(), nullptr, "", ""};
}

std::string SweepConfig::place_of(const std::string& key) const {
    return document ? document->key_place(child("/parameters", key)) : "--grid " + key + "=...";
}

ConfigError SweepConfig::error(const std::string& pointer, const std::string& message,
                               const std::string& remedy) const {
    return ConfigError(
        format_error(document ? document->place(pointer) : "sweep", pointer, message, remedy));
}

namespace {

SweepConfig interpret(Document&& parsed, const std::string& default_name) {
    const auto document = std::make_shared<const Document>(std::move(parsed));
    const Json& json = document->root();
    const Extensions none;
    Reader reader(*document, none);
    const Choice choice = reader.object(json, "", entry_info<SweepConfig>());
    SweepConfig config;
    try {
        config = assign<SweepConfig>(choice);
        check_together(config, choice, json, reader);
    } catch (const InputError&) {
        // What is broken by itself was noted before.
        if (reader.ok()) throw;
    }
    reader.finish();
    if (config.name.empty()) config.name = default_name;
    if (config.method == "asha" && !config.halving) config.halving.emplace();
    config.document = document;
    return config;
}

Json written(const SweepConfig& config) {
    Choice choice;
    for (const auto& option : SweepConfig::options()) {
        choice.options[option.info().name] = option.get(config);
    }
    return write_object(choice, entry_info<SweepConfig>());
}

}  // namespace

bool is_sweep(const std::filesystem::path& path) {
    return Document::read(path).root().contains("base");
}

SweepConfig read_sweep(const std::filesystem::path& path) {
    return interpret(Document::read(path), path.stem().string());
}

SweepConfig parse_sweep(const std::string& json) {
    return interpret(Document::parse(json, "config"), "sweep");
}

std::string write_sweep(const SweepConfig& config) { return written(config).dump(2) + "\n"; }

std::string write_sweep(const SweepConfig& config, const std::filesystem::path& base,
                        const std::optional<std::filesystem::path>& base_directory) {
    SweepConfig moved = config;
    if (base_directory) {
        // The current directory, which has no absolute path by the name "".
        moved.base_directory = base_directory->empty() ? "." : *base_directory;
    }
    Json json = written(moved);
    json["base"] = base.string();
    return json.dump(2) + "\n";
}

}  // namespace mlp
