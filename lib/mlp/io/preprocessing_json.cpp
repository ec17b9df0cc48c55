#include "mlp/io/preprocessing_json.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/io/self_test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::array<std::pair<Curve, std::string_view>, 3> curve_names{
    {{Curve::none, "none"}, {Curve::log1p, "log1p"}, {Curve::yeo_johnson, "yeo_johnson"}}};

Json write_transform(const NumberTransform& transform) {
    Json json = {{"shift", transform.shift}, {"scale", transform.scale}};
    if (transform.curve == Curve::none) return json;
    json["curve"] =
        std::ranges::find(curve_names, transform.curve, &std::pair<Curve, std::string_view>::first)
            ->second;
    if (transform.curve == Curve::yeo_johnson) json["lambda"] = transform.lambda;
    return json;
}

NumberTransform read_transform(const Json& json) {
    NumberTransform transform;
    transform.shift = json.at("shift").get<double>();
    transform.scale = json.at("scale").get<double>();
    transform.lambda = json.value("lambda", 1.0);
    const auto name = json.value("curve", std::string("none"));
    const auto found =
        std::ranges::find(curve_names, name, &std::pair<Curve, std::string_view>::second);
    if (found == curve_names.end()) throw InputError(fmt::format("unknown curve '{}'", name));
    transform.curve = found->first;
    if (!std::isfinite(transform.shift) || !std::isfinite(transform.scale) ||
        transform.scale == 0) {
        throw InputError("a scaling is impossible");
    }
    return transform;
}

struct ColumnWriter {
    Json operator()(const NumberInput& input) const {
        Json json = {{"column", input.column}};
        json.update(write_transform(input.transform));
        if (input.fill) json["fill"] = *input.fill;
        if (input.indicator) json["indicator"] = true;
        return json;
    }
    Json operator()(const TextInput& input) const {
        Json json = {{"column", input.column}, {"categories", input.code.categories}};
        if (!input.code.numbers.empty()) json["numbers"] = input.code.numbers;
        if (input.code.refuse_unknown) json["refuse_unknown"] = true;
        if (input.fill) json["fill"] = *input.fill;
        if (input.indicator) json["indicator"] = true;
        return json;
    }
};

ColumnInput read_column(const Json& json) {
    const auto column = json.at("column").get<std::string>();
    const bool indicator = json.value("indicator", false);
    if (!json.contains("categories")) {
        NumberInput input{column, read_transform(json), {}, indicator};
        if (json.contains("fill")) input.fill = json.at("fill").get<double>();
        return input;
    }
    TextInput input{column, {}, {}, indicator};
    input.code.categories = json.at("categories").get<std::vector<std::string>>();
    input.code.numbers = json.value("numbers", std::vector<double>{});
    input.code.refuse_unknown = json.value("refuse_unknown", false);
    if (json.contains("fill")) input.fill = json.at("fill").get<std::string>();
    return input;
}

/// The names of inputs are put together from those of columns and categories, so that few bytes of
/// a file could become very many.
void check_names(const std::vector<ColumnInput>& columns, const std::vector<ExtraInput>& extras) {
    constexpr std::size_t most = 100'000'000;
    std::size_t bytes = 0;
    std::vector<std::size_t> lengths;
    for (const auto& column : columns) {
        const auto* text = std::get_if<TextInput>(&column);
        lengths.push_back(
            std::visit([](const auto& input) { return input.column.size(); }, column));
        bytes += lengths.back() * (text != nullptr ? text->code.categories.size() : 1);
    }
    for (const auto& extra : extras) {
        if (extra.a < lengths.size()) bytes += lengths[extra.a];
        if (extra.b < lengths.size()) bytes += lengths[extra.b];
    }
    if (bytes > most) throw InputError("the names of its inputs are impossibly long");
}

}  // namespace

Json write_preprocessing(const Preprocessing& preprocessing) {
    Json columns = Json::array();
    for (const auto& column : preprocessing.columns()) {
        columns.push_back(std::visit(ColumnWriter{}, column));
    }
    Json extras = Json::array();
    for (const auto& extra : preprocessing.extras()) {
        Json json = {{"feature", extra.feature->name()}, {"a", extra.a}, {"b", extra.b}};
        json.update(write_transform(extra.transform));
        extras.push_back(std::move(json));
    }
    Json json = {{"columns", std::move(columns)}};
    if (!extras.empty()) json["extra_features"] = std::move(extras);
    return json;
}

Preprocessing read_preprocessing(const Json& json) {
    std::vector<ColumnInput> columns;
    for (const auto& column : json.at("columns")) columns.push_back(read_column(column));
    std::vector<ExtraInput> extras;
    for (const auto& extra : json.value("extra_features", Json::array())) {
        extras.push_back({extra_features().make(extra.at("feature").get<std::string>()),
                          extra.at("a").get<std::size_t>(), extra.at("b").get<std::size_t>(),
                          read_transform(extra)});
    }
    check_names(columns, extras);
    Preprocessing preprocessing(std::move(columns), std::move(extras));
    if (repeated(preprocessing.column_names(), {})) throw InputError("a column stands twice");
    return preprocessing;
}

namespace {

std::vector<double> inputs_of(const Preprocessing& preprocessing, const Json& sample) {
    RawData raw;
    raw.origin = "self-test";
    raw.inputs.names = preprocessing.column_names();
    if (sample.size() != raw.inputs.names.size())
        throw InputError("the self-test does not fit the columns");
    for (std::size_t i = 0; i < sample.size(); ++i) {
        Column& column = raw.inputs.cells.emplace_back(raw.inputs.names[i]);
        if (sample[i].is_string()) {
            column.add_text(sample[i].get<std::string>());
        } else {
            column.add_number(sample[i].get<double>());
        }
    }
    std::vector<double> inputs(static_cast<std::size_t>(preprocessing.inputs()));
    preprocessing.apply(raw, 0, inputs.data());
    return inputs;
}

}  // namespace

Json write_preprocessing_test(const Preprocessing& preprocessing) {
    Json sample = Json::array();
    for (const auto& column : preprocessing.columns()) {
        if (const auto* number = std::get_if<NumberInput>(&column)) {
            const double x = number->transform.invert(0.5);
            sample.push_back(std::isfinite(x) ? x : 0.0);
        } else {
            sample.push_back(std::get<TextInput>(column).code.categories.back());
        }
    }
    return {{"sample", sample}, {"inputs", inputs_of(preprocessing, sample)}};
}

void run_preprocessing_test(const Preprocessing& preprocessing, const Json& test) {
    const auto inputs = inputs_of(preprocessing, test.at("sample"));
    const auto expected = read_numbers(test.at("inputs"));
    if (inputs.size() != expected.size()) throw InputError("the self-test does not fit the inputs");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (is_expected(inputs[i], expected[i], 1e-6)) continue;
        throw InputError(fmt::format("the self-test failed: input '{}' is {} but should be {}",
                                     preprocessing.input_names()[i], inputs[i], expected[i]));
    }
}

Json write_targets(const Targets& targets) {
    Json json = {{"names", targets.names}, {"classes", targets.classes}};
    for (const auto& transform : targets.scaling)
        json["scaling"].push_back(write_transform(transform));
    return json;
}

Targets read_targets(const Json& json) {
    Targets targets{json.at("names").get<std::vector<std::string>>(),
                    json.at("classes").get<std::vector<std::string>>(),
                    {}};
    for (const auto& transform : json.value("scaling", Json::array()))
        targets.scaling.push_back(read_transform(transform));
    const bool one_target = targets.names.size() == 1;
    if (targets.names.empty() || (targets.classification() && !one_target) ||
        targets.classes.size() == 1) {
        throw InputError("targets and classes do not agree");
    }
    if (!targets.scaling.empty() &&
        (targets.classification() || targets.scaling.size() != targets.names.size())) {
        throw InputError("targets and their scaling do not agree");
    }
    if (repeated(targets.names, {}) || repeated(targets.classes, {})) {
        throw InputError("a name stands twice");
    }
    return targets;
}

}  // namespace mlp
