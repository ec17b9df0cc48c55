#include "mlp/config/sweep_check.h"

#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Whether an option was given, but could not be read.
bool is_broken(const Choice& choice, std::string_view option) {
    const auto given = choice.options.find(option);
    return given != choice.options.end() && std::holds_alternative<std::monostate>(given->second);
}

/// None where something is wrong with it, which was told before.
std::optional<Variation> right_variation(const Choice& choice) {
    for (const auto& [name, value] : choice.options) {
        if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
    }
    const auto variation = assign<Variation>(choice);
    if (!variation.problem().empty()) return std::nullopt;
    return variation;
}

class Check {
  public:
    Check(const SweepConfig& config, const Choice& choice, const Json& json, Reader& reader)
        : config_(config), choice_(choice), json_(json), reader_(reader) {}

    void method() {
        if (is_broken(choice_, "method")) return;
        const std::string& method = config_.method;
        if (method == "grid" && config_.runs) {
            reader_.error("/runs", "a grid has no number of runs: it tries all combinations",
                          "\"method\": \"random\" tries so many");
        }
        if (method == "random" && !json_.contains("runs")) {
            reader_.error("/method", "the key 'runs' is missing",
                          "random tries so many combinations");
        }
        if (method != "asha" && config_.halving) {
            reader_.error("/halving", fmt::format("the method '{}' does not halve", method),
                          "\"method\": \"asha\" does");
        }
    }

    void parameters() {
        const bool grid =
            !is_broken(choice_, "method") && config_.method != "random" && !json_.contains("runs");
        for (const auto& [key, choice] : config_.parameters) {
            const std::string pointer = child("/parameters", key);
            if (key.empty() || key.find('=') != std::string::npos) {
                reader_.error(pointer, fmt::format("'{}' cannot be a key of an experiment", key));
            }
            if (key == "seed" && !config_.seeds.empty()) {
                reader_.error(pointer, "the seed is varied by 'seeds' already");
            }
            const auto variation = right_variation(choice);
            if (!variation) continue;
            if (!variation->is_list() && grid) {
                reader_.error(pointer, "the key 'count' is missing",
                              "a grid tries so many values of a range");
            }
            const auto twice = repeated(variation->values.texts, {});
            if (twice && !is_zipped(key)) {
                reader_.error(child(pointer, "values"),
                              fmt::format("the value {} stands twice", *twice));
            }
            values_[key] = *variation;
        }
    }

    void zip() {
        if (!json_.contains("zip") || is_broken(choice_, "zip")) return;
        const Json& zip = json_["zip"];
        const bool single = !zip.empty() && !zip.front().is_array();
        for (std::size_t g = 0; g < (single ? 1 : zip.size()); ++g) {
            const std::string pointer = single ? "/zip" : child("/zip", std::to_string(g));
            group(single ? zip : zip[g], pointer);
        }
    }

    void seeds() {
        const std::set<std::int64_t> different(config_.seeds.begin(), config_.seeds.end());
        if (different.size() < config_.seeds.size()) {
            reader_.error("/seeds", "a seed stands twice");
        }
        const bool parameters = json_.contains("parameters") && !json_["parameters"].empty();
        if (parameters || json_.contains("seeds")) return;
        reader_.error("", "nothing is varied",
                      "give \"parameters\", such as {\"optimizer.learning_rate\": {\"values\": "
                      "[0.1, 0.01]}}, or \"seeds\"");
    }

  private:
    bool is_zipped(const std::string& key) const {
        return std::ranges::any_of(config_.zip, [&](const auto& names) {
            return std::ranges::find(names, key) != names.end();
        });
    }

    void group(const Json& names, const std::string& pointer) {
        if (!names.is_array() || names.size() < 2) {
            reader_.error(pointer, "values go together of two parameters or more",
                          "expected a list of names, or a list of such lists");
            return;
        }
        std::vector<std::string> numbers;
        std::set<std::size_t> different;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto count = member(names[i], child(pointer, std::to_string(i)));
            if (!count) continue;
            different.insert(*count);
            numbers.push_back(fmt::format("{} has {}", names[i].get<std::string>(), *count));
        }
        if (different.size() < 2) return;
        reader_.error(pointer,
                      fmt::format("values go together only of equally many: {}", join(numbers)));
    }

    /// How many values the parameter has; none if it cannot be zipped.
    std::optional<std::size_t> member(const Json& json, const std::string& pointer) {
        const std::string name = json.is_string() ? json.get<std::string>() : json.dump();
        std::vector<std::string> known;
        for (const auto& parameter : config_.parameters) known.push_back(parameter.name);
        if (std::ranges::find(known, name) == known.end()) {
            reader_.error(pointer, fmt::format("'{}' is none of the parameters", name),
                          suggest(name, known, "parameters"));
            return std::nullopt;
        }
        if (!zipped_.insert(name).second) {
            reader_.error(pointer, fmt::format("'{}' stands twice", name));
            return std::nullopt;
        }
        const auto variation = values_.find(name);
        if (variation == values_.end()) return std::nullopt;
        if (!variation->second.is_list()) {
            reader_.error(pointer, fmt::format("'{}' has no list of values", name),
                          "give it 'values', or a 'count' with its range");
            return std::nullopt;
        }
        return variation->second.list().size();
    }

    const SweepConfig& config_;
    const Choice& choice_;
    const Json& json_;
    Reader& reader_;
    std::map<std::string, Variation> values_;  ///< of the parameters that are right
    std::set<std::string> zipped_;             ///< those met in groups so far
};

}  // namespace

void check_together(const SweepConfig& config, const Choice& choice, const Json& json,
                    Reader& reader) {
    if (!json.is_object()) return;
    Check check(config, choice, json, reader);
    check.method();
    check.parameters();
    check.zip();
    check.seeds();
}

}  // namespace mlp
