#include "mlp/data/targets.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/categories.h"
#include "mlp/data/scaling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace mlp {
namespace {

void check_no_gaps(const RawData& data, std::span<const Index> samples) {
    for (const Index sample : samples) {
        for (const auto& target : data.targets) {
            if (!target.is_missing(sample)) continue;
            throw InputError(fmt::format(
                "{}: target '{}': the cell is empty or marks a missing value\n  help: take the "
                "row out, or set \"missing\": \"drop\"; what counts as missing is in "
                "\"missing_values\"",
                data.place(sample), target.name()));
        }
    }
}

bool has_number(const Column& target, std::span<const Index> samples) {
    return std::ranges::any_of(samples, [&](Index sample) { return !target.is_text(sample); });
}

}  // namespace

Targets learn_targets(const RawData& data, std::span<const Index> samples,
                      const TargetRules& rules) {
    Targets targets;
    for (const auto& target : data.targets) targets.names.push_back(target.name());
    check_no_gaps(data, samples);
    if (data.targets.size() > 1) return targets;
    const Column& target = data.targets.front();
    // Without a word from the loss, texts are classes; but a text among numbers is a mistake, which
    // target_values() will name.
    if (!rules.classification && has_number(target, samples)) return targets;
    std::set<std::string> spellings;
    for (const Index sample : samples) spellings.insert(target.spelling(sample));
    targets.classes = in_order({spellings.begin(), spellings.end()});
    if (targets.classes.size() == 1) {
        throw InputError(
            fmt::format("{}: target '{}' has one class only, '{}'; there is nothing to "
                        "tell apart",
                        data.origin, target.name(), targets.classes.front()));
    }
    return targets;
}

TargetValues target_values(const RawData& data, std::span<const Index> samples,
                           const Targets& targets, const TargetRules& rules) {
    TargetValues values;
    check_no_gaps(data, samples);
    if (targets.classification()) {
        std::map<std::string, std::uint32_t> numbers;
        for (const auto& name : targets.classes) {
            numbers.emplace(name, static_cast<std::uint32_t>(numbers.size()));
        }
        const Column& target = data.targets.front();
        values.labels.reserve(samples.size());
        for (const Index sample : samples) {
            const auto found = numbers.find(target.spelling(sample));
            if (found == numbers.end()) {
                throw InputError(fmt::format(
                    "{}: target '{}': unknown class '{}'; known classes: {}", data.place(sample),
                    target.name(), target.spelling(sample), join(targets.classes)));
            }
            values.labels.push_back(found->second);
        }
        return values;
    }
    values.numbers.resize(static_cast<Index>(data.targets.size()),
                          static_cast<Index>(samples.size()));
    for (std::size_t k = 0; k < data.targets.size(); ++k) {
        const Column& target = data.targets[k];
        const NumberTransform transform =
            targets.scaling.empty() ? NumberTransform{} : targets.scaling[k];
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const Index sample = samples[i];
            const double number = target.number(sample);
            const double scaled = transform.apply(number);
            const bool held =
                std::abs(number) <= rules.largest && std::abs(scaled) <= rules.largest;
            if (!held || !rules.range.contains(scaled)) {
                const std::string rule = rules.range.requirement() + " for this loss";
                throw InputError(
                    fmt::format("{}: target '{}': '{}' {}", data.place(sample), target.name(),
                                target.spelling(sample),
                                held ? transform.is_identity() ? rule : "scaled " + rule
                                : target.is_text(sample) ? "is not a number"
                                                         : "is too large for float32"));
            }
            values.numbers(static_cast<Index>(k), static_cast<Index>(i)) = scaled;
        }
    }
    return values;
}

std::vector<NumberTransform> fit_target_scaling(const RawData& data, std::span<const Index> samples,
                                                const Targets& targets, const Choice& choice) {
    const auto scaler = scalers().make(choice);
    if (targets.classification()) {
        throw InputError("the target is a class, which cannot be scaled");
    }
    const bool sorted = scalers().traits(choice).sorted;
    std::vector<NumberTransform> scaling;
    for (const auto& target : data.targets) {
        const auto facts = number_facts(
            samples, [&](Index sample, double* out) { *out = target.number(sample); }, {sorted});
        scaling.push_back(scaler->fit(facts.front()));
        const auto& transform = scaling.back();
        const bool outside = transform.curve == Curve::log1p && facts.front().min <= -1;
        if (outside || !std::isfinite(transform.shift) || !std::isfinite(transform.scale)) {
            throw InputError(
                fmt::format("target '{}': its numbers, from {} to {}, cannot be "
                            "scaled by {}",
                            target.name(), to_text(facts.front().min), to_text(facts.front().max),
                            choice.type));
        }
    }
    return scaling;
}

}  // namespace mlp
