#include "mlp/data/fit_preprocessing.h"

#include "mlp/core/error.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"
#include "mlp/data/categories.h"
#include "mlp/data/missing.h"
#include "mlp/data/scaling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace mlp {
namespace {

[[noreturn]] void fail(const std::string& column, const std::string& problem) {
    throw InputError(fmt::format("column '{}': {}", column, problem));
}

/// The rule of every column, and whether it is one of texts.
class Plan {
  public:
    Plan(const RawData& data, const PreprocessingRules& rules) : data_(data), rules_(rules) {
        const auto& names = data.inputs.names;
        for (const auto& [name, rule] : rules.columns) {
            if (std::ranges::find(names, name) == names.end()) {
                throw InputError(fmt::format("there is no input column '{}'; {}", name,
                                             suggest(name, names, "input columns")));
            }
        }
    }

    const std::string& name(std::size_t i) const { return data_.inputs.names[i]; }
    std::size_t columns() const { return data_.inputs.names.size(); }

    bool is_text(std::size_t i) const {
        const ColumnRule* own = own_rule(i);
        if (own != nullptr && text_encoder_names().find(own->encoding.type) != nullptr) {
            if (data_.inputs.numbers) fail(name(i), "a block of numbers has no texts");
            return true;
        }
        if (data_.inputs.numbers || data_.inputs.cells[i].texts().empty()) return false;
        const Column& cells = data_.inputs.cells[i];
        Index first_text = -1;
        Index numbers = 0;
        for (Index sample = 0; sample < cells.size(); ++sample) {
            if (!cells.is_text(sample)) {
                numbers += !cells.is_missing(sample);
            } else if (first_text < 0) {
                first_text = sample;
            }
        }
        if (own == nullptr && numbers == 0) return true;
        throw InputError(fmt::format(
            "{}: column '{}': '{}' is not a finite number, but {} {}\n  help: mend the cell, "
            "name it in \"missing_values\" if it marks a missing number, or say that the column "
            "holds texts: \"preprocessing\": {{\"columns\": {{\"{}\": \"one_hot\"}}}}",
            data_.place(first_text), name(i), cells.spelling(first_text),
            own != nullptr ? own->encoding.type : "other cells of the column",
            own != nullptr ? "needs numbers" : "are numbers", name(i)));
    }

    const Choice& encoding(std::size_t i, bool is_text) const {
        const ColumnRule* own = own_rule(i);
        if (own != nullptr) return own->encoding;
        return is_text ? rules_.texts : rules_.numbers;
    }
    std::unique_ptr<MissingRule> missing(std::size_t i) const {
        const ColumnRule* own = own_rule(i);
        return missing_rules().make(own != nullptr ? own->missing.value_or(rules_.missing)
                                                   : rules_.missing);
    }
    bool indicator(std::size_t i, bool has_gaps) const {
        const ColumnRule* own = own_rule(i);
        if (own != nullptr && own->indicator) return *own->indicator;
        return rules_.indicator && has_gaps;
    }

  private:
    const ColumnRule* own_rule(std::size_t i) const {
        const auto found = rules_.columns.find(name(i));
        return found == rules_.columns.end() ? nullptr : &found->second;
    }

    const RawData& data_;
    const PreprocessingRules& rules_;
};

/// The transform that a scaler learns for a column.
NumberTransform fit_transform(const Scaler& scaler, const NumberFacts& facts,
                              const std::string& column) {
    if (facts.count == 0) {
        fail(column, "has no number in the training samples; leave it out (\"ignore\")");
    }
    const NumberTransform transform = scaler.fit(facts);
    if (transform.curve == Curve::log1p && facts.min <= -1) {
        fail(column, fmt::format("log1p needs numbers above -1, but the smallest is {}",
                                 to_text(facts.min)));
    }
    if (!std::isfinite(transform.shift) || !std::isfinite(transform.scale) ||
        transform.scale == 0) {
        fail(column, fmt::format("its numbers, from {} to {}, are too large to be scaled",
                                 to_text(facts.min), to_text(facts.max)));
    }
    return transform;
}

TextInput fit_text(const RawData& data, std::span<const Index> samples, const Plan& plan,
                   std::size_t i) {
    const Column& cells = data.inputs.cells[i];
    TextCounts counts;
    Index missing = 0;
    for (const Index sample : samples) {
        if (cells.is_missing(sample)) {
            ++missing;
        } else {
            ++counts[cells.spelling(sample)];
        }
    }
    if (counts.empty()) {
        fail(plan.name(i), "has no text in the training samples; leave it out (\"ignore\")");
    }
    TextInput input{plan.name(i)};
    input.fill = plan.missing(i)->text(counts);
    input.indicator = plan.indicator(i, missing > 0);
    if (missing > 0 && input.fill) counts[*input.fill] += missing;
    std::vector<std::string> categories;
    for (const auto& [category, count] : counts) categories.push_back(category);
    try {
        input.code = text_encoders()
                         .make(plan.encoding(i, true))
                         ->fit(in_order(std::move(categories)), counts);
    } catch (const InputError& error) {
        fail(plan.name(i), error.what());
    }
    return input;
}

/// Reads these columns of a sample.
ReadRow reader(const RawData& data, const std::vector<std::size_t>& columns) {
    if (data.inputs.numbers) {
        // A block holds numbers only, so these are all its columns.
        return [&data](Index sample, double* out) { data.inputs.numbers->read(sample, out); };
    }
    return [&data, &columns](Index sample, double* out) {
        for (const std::size_t i : columns) *out++ = data.inputs.cells[i].number(sample);
    };
}

/// The extra features, not yet scaled.
std::vector<ExtraInput> list_extras(const std::vector<Choice>& choices,
                                    const std::vector<std::size_t>& number_columns) {
    std::vector<ExtraInput> extras;
    for (const auto& choice : choices) {
        const std::shared_ptr<const ExtraFeature> feature = extra_features().make(choice);
        for (std::size_t a = 0; a < number_columns.size(); ++a) {
            if (!feature->traits().of_pairs) {
                extras.push_back({feature, number_columns[a], number_columns[a]});
                continue;
            }
            for (std::size_t b = a + 1; b < number_columns.size(); ++b) {
                extras.push_back({feature, number_columns[a], number_columns[b]});
            }
        }
    }
    return extras;
}

}  // namespace

std::vector<Index> complete_samples(const RawData& data, const PreprocessingRules& rules) {
    const Plan plan(data, rules);
    std::vector<std::size_t> dropping;
    for (std::size_t i = 0; i < plan.columns(); ++i) {
        if (plan.missing(i)->traits().drop) dropping.push_back(i);
    }
    const bool drop_targets = !missing_rules().traits(rules.missing).refuse;
    std::vector<double> numbers(plan.columns());
    const auto has_gap = [&](Index sample) {
        if (data.inputs.numbers && !dropping.empty()) {
            data.inputs.numbers->read(sample, numbers.data());
        }
        const auto is_gap = [&](std::size_t i) {
            return data.inputs.numbers ? std::isnan(numbers[i])
                                       : data.inputs.cells[i].is_missing(sample);
        };
        return std::ranges::any_of(dropping, is_gap) ||
               (drop_targets && std::ranges::any_of(data.targets, [&](const Column& target) {
                    return target.is_missing(sample);
                }));
    };
    std::vector<Index> samples;
    for (Index sample = 0; sample < data.samples(); ++sample) {
        if (!has_gap(sample)) samples.push_back(sample);
    }
    if (samples.empty()) {
        throw InputError(
            fmt::format("{}: every sample has a missing cell, so none is left after \"drop\"\n"
                        "  help: fill the cells with \"missing\": \"median\", say",
                        data.origin));
    }
    return samples;
}

Preprocessing fit_preprocessing(const RawData& data, std::span<const Index> samples,
                                const PreprocessingRules& rules) {
    const Plan plan(data, rules);
    std::vector<std::size_t> number_columns;
    std::vector<bool> wants_sorted;
    std::vector<ColumnInput> columns(plan.columns());
    for (std::size_t i = 0; i < plan.columns(); ++i) {
        if (plan.is_text(i)) {
            columns[i] = fit_text(data, samples, plan, i);
        } else {
            number_columns.push_back(i);
            wants_sorted.push_back(scalers().traits(plan.encoding(i, false)).sorted ||
                                   plan.missing(i)->traits().sorted);
        }
    }
    const ReadRow read = reader(data, number_columns);
    auto facts = number_facts(samples, read, wants_sorted);
    for (std::size_t k = 0; k < number_columns.size(); ++k) {
        const std::size_t i = number_columns[k];
        NumberInput input{plan.name(i)};
        const auto scaler = scalers().make(plan.encoding(i, false));
        input.transform = fit_transform(*scaler, facts[k], input.column);
        input.fill = plan.missing(i)->number(facts[k]);
        input.indicator = plan.indicator(i, facts[k].missing > 0);
        columns[i] = input;
        facts[k].sorted = {};
    }

    auto extras = list_extras(rules.extra_features, number_columns);
    if (!extras.empty()) {
        const auto scaler = scalers().make(rules.numbers);
        std::vector<double> numbers(plan.columns());
        std::vector<double> compact(number_columns.size());
        const ReadRow read_extras = [&](Index sample, double* out) {
            read(sample, compact.data());
            for (std::size_t k = 0; k < compact.size(); ++k) {
                const auto& input = std::get<NumberInput>(columns[number_columns[k]]);
                const double x = compact[k];
                numbers[number_columns[k]] = std::isnan(x) ? input.fill.value_or(x) : x;
            }
            for (const auto& extra : extras)
                *out++ = extra.feature->value(numbers[extra.a], numbers[extra.b]);
        };
        const bool sorted = scalers().traits(rules.numbers).sorted;
        const auto extra_facts =
            number_facts(samples, read_extras, std::vector<bool>(extras.size(), sorted));
        for (std::size_t k = 0; k < extras.size(); ++k) {
            auto& extra = extras[k];
            extra.transform =
                fit_transform(*scaler, extra_facts[k],
                              extra.feature->label(plan.name(extra.a), plan.name(extra.b)));
        }
    }
    return {std::move(columns), std::move(extras)};
}

}  // namespace mlp
