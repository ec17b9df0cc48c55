#include "mlp/io/onnx/onnx_columns.h"

#include "mlp/io/onnx/formula_group.h"
#include "mlp/io/onnx/onnx_formula.h"

#include <numeric>
#include <utility>

namespace mlp::onnx {

std::string cast(Graph& graph, const std::string& value, Element element) {
    return graph.add("Cast", {value}, {{"to", static_cast<std::int64_t>(element)}});
}

std::string columns_of(Graph& graph, const std::string& value, const Places& places, Index count) {
    Places all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    if (places == all) return value;
    return graph.add("Gather", {value, graph.integers(places)}, {{"axis", std::int64_t{1}}});
}

std::string joined(Graph& graph, const Texts& values) {
    if (values.size() == 1) return values.front();
    return graph.add("Concat", values, {{"axis", std::int64_t{1}}});
}

void Pieces::add(std::string value, const Places& places) {
    values_.push_back(std::move(value));
    places_.insert(places_.end(), places.begin(), places.end());
}

std::string Pieces::write(Graph& graph) const {
    Places order(places_.size());
    for (std::size_t i = 0; i < places_.size(); ++i)
        order[static_cast<std::size_t>(places_[i])] = static_cast<std::int64_t>(i);
    return columns_of(graph, joined(graph, values_), order, static_cast<Index>(order.size()));
}

void FormulaColumns::add(const Formula& formula, std::int64_t a, std::int64_t b,
                         std::int64_t place) {
    Group& same = groups_[skeleton_of(formula)];
    same.formulas.push_back(formula);
    same.a.push_back(a);
    same.b.push_back(b);
    same.places.push_back(place);
}

void FormulaColumns::write(Graph& graph, const std::string& numbers, Index count,
                           Pieces& results) const {
    for (const auto& [skeleton, columns] : groups_) {
        const FormulaGroup same = group(columns.formulas);
        Texts variables{columns_of(graph, numbers, columns.a, count)};
        variables.push_back(columns.a == columns.b ? variables.front()
                                                   : columns_of(graph, numbers, columns.b, count));
        Texts parameters;
        for (const auto& numbers_of : same.parameters)
            parameters.push_back(
                graph.row(Element::float64, numbers_of, graph.scoped("parameter")));
        const std::string value =
            write_formula(graph, same.formula, Element::float64, variables, parameters);
        results.add(cast(graph, value, Element::float32), columns.places);
    }
}

}  // namespace mlp::onnx
