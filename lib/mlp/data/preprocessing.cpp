#include "mlp/data/preprocessing.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include <fmt/format.h>

namespace mlp {
namespace {

bool usable(const NumberTransform& t) {
    return std::isfinite(t.shift) && std::isfinite(t.scale) && t.scale != 0 &&
           std::isfinite(t.lambda);
}

bool is_number(const ColumnInput& column) { return std::holds_alternative<NumberInput>(column); }

const std::string& name_of(const ColumnInput& column) {
    return std::visit([](const auto& c) -> const std::string& { return c.column; }, column);
}

InputError bad_cell(const RawData& data, Index sample, const std::string& column,
                    const std::string& problem) {
    return InputError(fmt::format("{}: column '{}': {}", data.place(sample), column, problem));
}

/// What a number was to be, that cannot be computed with.
template <class T>
std::string problem_with_number(double x, const NumberTransform& transform) {
    if (!std::isfinite(x)) return fmt::format("{} is not a finite number", x);
    if (transform.curve == Curve::log1p && x <= -1) {
        return fmt::format("log1p needs numbers above -1, but this is {}", to_text(x));
    }
    return fmt::format("{} is too large for {}", to_text(x),
                       std::is_same_v<T, float> ? "float32" : "float64");
}

}  // namespace

Preprocessing::Preprocessing(std::vector<ColumnInput> columns, std::vector<ExtraInput> extras)
    : columns_(std::move(columns)), extras_(std::move(extras)), known_(columns_.size()) {
    const auto fail = [](const std::string& what) { throw InputError("preprocessing: " + what); };
    if (columns_.empty()) fail("there are no columns");
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string& name = name_of(columns_[i]);
        bool indicator = false;
        if (const auto* number = std::get_if<NumberInput>(&columns_[i])) {
            if (!usable(number->transform)) fail("column '" + name + "': impossible scaling");
            if (number->fill && !std::isfinite(*number->fill)) fail("impossible fill of " + name);
            input_names_.push_back(name);
            indicator = number->indicator;
        } else {
            const auto& text = std::get<TextInput>(columns_[i]);
            const auto& [categories, numbers, refuse] = text.code;
            if (categories.empty() || (!numbers.empty() && numbers.size() != categories.size()))
                fail("column '" + name + "': categories and their codes do not agree");
            for (const auto& category : categories) {
                if (!known_[i].emplace(category, known_[i].size()).second)
                    fail("column '" + name + "': a category stands twice");
                if (numbers.empty()) input_names_.push_back(name + "=" + category);
            }
            if (!numbers.empty()) input_names_.push_back(name);
            indicator = text.indicator;
        }
        if (indicator) input_names_.push_back(name + "_missing");
    }
    for (const auto& extra : extras_) {
        const bool numbers = extra.a < columns_.size() && extra.b < columns_.size() &&
                             is_number(columns_[extra.a]) && is_number(columns_[extra.b]);
        if (extra.feature == nullptr || !numbers || !usable(extra.transform))
            fail("an extra feature is impossible");
        input_names_.push_back(
            extra.feature->label(name_of(columns_[extra.a]), name_of(columns_[extra.b])));
    }
}

Preprocessing Preprocessing::none(const std::vector<std::string>& columns) {
    std::vector<ColumnInput> inputs;
    for (const auto& column : columns) inputs.emplace_back(NumberInput{column});
    return {std::move(inputs), {}};
}

std::vector<std::string> Preprocessing::column_names() const {
    std::vector<std::string> names;
    for (const auto& column : columns_) names.push_back(name_of(column));
    return names;
}

bool Preprocessing::numbers_only() const { return std::ranges::all_of(columns_, is_number); }

/// The numbers of all columns; NaN where they are missing or texts. Valid until the next call in
/// this thread.
double* Preprocessing::read_numbers(const RawData& data, Index sample) const {
    // Memory that every sample needs, kept so that none asks for it anew.
    thread_local std::vector<double> numbers;
    numbers.resize(columns_.size());
    if (data.inputs.numbers) {
        data.inputs.numbers->read(sample, numbers.data());
    } else {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            numbers[i] = data.inputs.cells[i].number(sample);
    }
    return numbers.data();
}

double Preprocessing::gap_filler(const RawData& data, Index sample, std::size_t column) const {
    const auto& input = std::get<NumberInput>(columns_[column]);
    if (!data.inputs.numbers && data.inputs.cells[column].is_text(sample)) {
        throw bad_cell(data, sample, input.column,
                       fmt::format("'{}' is not a finite number\n  help: mend the cell, or say "
                                   "that it marks a missing number with \"missing_values\"",
                                   data.inputs.cells[column].spelling(sample)));
    }
    if (input.fill) return *input.fill;
    throw bad_cell(data, sample, input.column,
                   "the cell is empty\n  help: fill it, or train with \"missing\" saying what "
                   "stands for it: mean, median, most_frequent, {\"constant\": 0}, drop");
}

std::optional<std::size_t> Preprocessing::category(const RawData& data, Index sample,
                                                   std::size_t column,
                                                   UnknownTexts* unknown) const {
    const auto& input = std::get<TextInput>(columns_[column]);
    std::string spelling;
    if (data.inputs.numbers) {
        throw bad_cell(data, sample, input.column, "a block of numbers has no texts");
    }
    const Column& cells = data.inputs.cells[column];
    if (cells.is_missing(sample)) {
        if (!input.fill) {
            throw bad_cell(data, sample, input.column,
                           "the cell is empty\n  help: fill it, or train with \"missing\" saying "
                           "what stands for it: most_frequent, {\"constant\": 0, \"text\": "
                           "\"none\"}, drop");
        }
        spelling = *input.fill;
    } else {
        spelling = cells.spelling(sample);
    }
    const auto found = known_[column].find(spelling);
    if (found != known_[column].end()) return found->second;
    if (input.code.refuse_unknown) {
        throw bad_cell(data, sample, input.column,
                       fmt::format("unknown category '{}'; known categories: {}", spelling,
                                   join(input.code.categories)));
    }
    if (unknown != nullptr) {
        auto& noted = unknown->columns[input.column];
        if (noted.cells++ == 0) noted.example = spelling;
    }
    return std::nullopt;
}

template <class T>
void Preprocessing::apply(const RawData& data, Index sample, T* out, UnknownTexts* unknown) const {
    double* numbers = read_numbers(data, sample);
    const auto put = [&](double x, const NumberTransform& transform, const std::string& column) {
        const double y = transform.apply(x);
        // Written so that NaN is refused as well.
        if (!(std::abs(y) <= static_cast<double>(std::numeric_limits<T>::max()))) {
            throw bad_cell(data, sample, column, problem_with_number<T>(x, transform));
        }
        *out++ = static_cast<T>(y);
    };
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (const auto* number = std::get_if<NumberInput>(&columns_[i])) {
            const bool gap = std::isnan(numbers[i]);
            if (gap) numbers[i] = gap_filler(data, sample, i);
            put(numbers[i], number->transform, number->column);
            if (number->indicator) *out++ = T(gap);
            continue;
        }
        const auto& text = std::get<TextInput>(columns_[i]);
        const auto found = category(data, sample, i, unknown);
        const auto& codes = text.code.numbers;
        if (codes.empty()) {
            for (std::size_t k = 0; k < text.code.categories.size(); ++k) *out++ = T(found == k);
        } else {
            *out++ = found ? static_cast<T>(codes[*found]) : T(0);
        }
        if (text.indicator) *out++ = T(data.inputs.cells[i].is_missing(sample));
    }
    for (const auto& extra : extras_) {
        put(extra.feature->value(numbers[extra.a], numbers[extra.b]), extra.transform,
            extra.feature->label(name_of(columns_[extra.a]), name_of(columns_[extra.b])));
    }
}

double Preprocessing::original(Index input, double value) const {
    Index place = 0;
    for (const auto& column : columns_) {
        if (const auto* number = std::get_if<NumberInput>(&column)) {
            if (place == input) return number->transform.invert(value);
            place += 1 + Index{number->indicator};
        } else {
            const auto& text = std::get<TextInput>(column);
            place += text.code.inputs() + Index{text.indicator};
        }
        if (place > input) break;
    }
    return value;
}

template void Preprocessing::apply(const RawData&, Index, float*, UnknownTexts*) const;
template void Preprocessing::apply(const RawData&, Index, double*, UnknownTexts*) const;

}  // namespace mlp
