#include "mlp/io/onnx/onnx_preprocessing.h"

#include "mlp/io/onnx/onnx_columns.h"
#include "mlp/io/onnx/onnx_text_column.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace mlp::onnx {
namespace {

/// The number columns, in their order, and the inputs made of them.
class NumberColumns {
  public:
    /// The next column; `place`: of its input.
    void add(const NumberInput& column, std::int64_t place) {
        const auto a = static_cast<std::int64_t>(fills_.size());
        fills_.push_back(column.fill.value_or(std::numeric_limits<double>::quiet_NaN()));
        columns_.add(transformed(column.transform, Formula::variable()), a, a, place);
        if (column.indicator) {
            gaps_.push_back(a);
            gap_places_.push_back(place + 1);
        }
    }

    /// `a`, `b`: among the number columns.
    void add(const ExtraInput& extra, std::int64_t a, std::int64_t b, std::int64_t place) {
        const Formula raw = extra.feature->symbolic(Formula::variable(0), Formula::variable(1));
        columns_.add(transformed(extra.transform, raw), a, b, place);
    }

    /// raw: [batch, number columns], float32. Computes in double, as training did.
    void write(Graph& graph, const std::string& raw, Pieces& inputs) const {
        const auto count = static_cast<Index>(fills_.size());
        std::string numbers = cast(graph, raw, Element::float64);
        const bool filled =
            std::ranges::any_of(fills_, [](double fill) { return !std::isnan(fill); });
        if (filled || !gaps_.empty()) {
            const std::string missing = graph.add("IsNaN", {raw});
            const std::string fills =
                graph.numbers(Element::float64, {count}, fills_, graph.scoped("fill"));
            numbers = graph.add("Where", {missing, fills, numbers});
            if (!gaps_.empty()) {
                const std::string flags = cast(graph, missing, Element::float32);
                inputs.add(columns_of(graph, flags, gaps_, count), gap_places_);
            }
        }
        columns_.write(graph, numbers, count, inputs);
    }

  private:
    static Formula transformed(const NumberTransform& transform, const Formula& x) {
        return transform.is_identity() ? x : transform.symbolic(x);
    }

    std::vector<double> fills_;  ///< of each column; NaN: none
    Places gaps_;                ///< columns with an indicator
    Places gap_places_;          ///< the inputs that these are
    FormulaColumns columns_;
};

}  // namespace

std::string write_preprocessing(Graph& graph, const Preprocessing& preprocessing) {
    const auto& columns = preprocessing.columns();
    const bool numbers_only = preprocessing.numbers_only();
    const auto all = static_cast<Index>(columns.size());
    Pieces inputs;
    NumberColumns numbers;
    Texts raw;
    std::vector<std::int64_t> number_of(columns.size());  // of each column, among those of numbers
    std::int64_t place = 0;
    std::int64_t number_columns = 0;
    graph.scope("");
    if (numbers_only) raw.push_back(graph.input("input", Element::float32, all));
    // All inputs have their names before anything else takes one.
    Texts own(columns.size());
    for (std::size_t i = 0; i < columns.size() && !numbers_only; ++i) {
        const bool text = std::holds_alternative<TextInput>(columns[i]);
        own[i] = graph.input(preprocessing.column_names()[i],
                             text ? Element::text : Element::float32, 1);
    }
    graph.scope("preprocessing");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (const auto* column = std::get_if<NumberInput>(&columns[i])) {
            numbers.add(*column, place);
            number_of[i] = number_columns++;
            if (!numbers_only) raw.push_back(own[i]);
            place += 1 + std::int64_t{column->indicator};
        } else {
            const auto& text = std::get<TextInput>(columns[i]);
            write_text_column(graph, text, own[i], place, inputs);
            place += text.code.inputs() + std::int64_t{text.indicator};
        }
    }
    for (const auto& extra : preprocessing.extras())
        numbers.add(extra, number_of[extra.a], number_of[extra.b], place++);
    if (!raw.empty()) numbers.write(graph, joined(graph, raw), inputs);
    return inputs.write(graph);
}

}  // namespace mlp::onnx
