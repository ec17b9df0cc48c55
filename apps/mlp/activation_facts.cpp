#include "activation_facts.h"

#include "mlp/config/writer.h"
#include "mlp/report/describe.h"

#include "terminal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace mlp::app {
namespace {

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

Json end_json(double end) { return std::isfinite(end) ? Json(end) : Json(nullptr); }

Json range_json(const std::optional<Range>& range) {
    if (!range) return Json::array({nullptr, nullptr});
    return Json::array({end_json(range->min), end_json(range->max)});
}

/// "  alpha  number, at least 0 and at most 1000000 (default 0.01)", and below it the help.
std::string options_text(const std::vector<OptionInfo>& options) {
    std::size_t width = 0;
    for (const auto& option : options) width = std::max(width, option.name.size());
    std::string text = options.empty() ? "no parameters\n" : "parameters\n";
    for (const auto& option : options) {
        const std::string otherwise = default_text(option);
        text += fmt::format("  {:<{}}  {}", option.name, width, allowed_text(option));
        if (option.required) text += " (must be given)";
        if (!otherwise.empty()) text += fmt::format(" (default {})", otherwise);
        text += fmt::format("\n  {:<{}}  {}\n", "", width, option.help);
    }
    return text;
}

}  // namespace

ActivationFacts::ActivationFacts(Choice chosen)
    : choice(std::move(chosen)),
      entry(activation_names().meant_by(choice)),
      traits(activations<double>().traits(choice)) {
    const auto& options = entry.options;
    const bool complete = std::all_of(options.begin(), options.end(), [&](const auto& option) {
        return !option.required || choice.options.contains(option.name);
    });
    if (complete) range = activations<double>().make(choice)->range();
}

Json facts_json(const ActivationFacts& facts) {
    const auto& [choice, entry, traits, range] = facts;
    return {{"name", entry.name},
            {"formula", entry.formula},
            {"source", entry.source},
            {"help", entry.help},
            {"parameters", write_object(choice, entry)},
            {"range", range_json(range)},
            {"smoothness", smoothness_name(traits.smoothness)},
            {"monotonic", traits.monotonic},
            {"derivative_monotonic", traits.derivative_monotonic},
            {"identity_near_0", traits.identity_near_0},
            {"elementwise", traits.elementwise},
            {"initializer", traits.initializer},
            {"weakness", traits.weakness}};
}

std::string facts_text(const ActivationFacts& facts) {
    const auto& [choice, entry, traits, range] = facts;
    std::string text = fmt::format("{}: {}\n\n", bold(stdout, entry.name), entry.help);
    const auto add = [&](std::string_view what, std::string_view fact) {
        text += fmt::format("{:<14} {}\n", what, fact);
    };
    add("formula", entry.formula);
    add("source", entry.source);
    if (range) add("range", range_text(*range));
    add("smoothness", fmt::format("{}: {}", smoothness_name(traits.smoothness),
                                  smoothness_text(traits.smoothness)));
    add("monotonic", fmt::format("{}; its derivative: {}", yes_or_no(traits.monotonic),
                                 yes_or_no(traits.derivative_monotonic)));
    add("f(z) ~ z at 0", yes_or_no(traits.identity_near_0));
    add("computed", traits.elementwise ? "from each number by itself"
                                       : "from several numbers of a sample together");
    add("initializer", traits.initializer);
    add("weakness", traits.weakness);
    return text + '\n' + options_text(entry.options);
}

std::string facts_table(const std::vector<ActivationFacts>& list) {
    constexpr auto row = "{:<22} {:<14} {:<13} {:<10} {}\n";
    std::string text = fmt::format(row, "name", "range", "smoothness", "monotonic", "initializer");
    for (const auto& [choice, entry, traits, range] : list) {
        text += fmt::format(row, entry.name, range ? range_text(*range) : "?",
                            smoothness_name(traits.smoothness), yes_or_no(traits.monotonic),
                            traits.initializer);
    }
    return text;
}

}  // namespace mlp::app
