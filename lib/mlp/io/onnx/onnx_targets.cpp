#include "mlp/io/onnx/onnx_targets.h"

#include "mlp/io/onnx/onnx_columns.h"

namespace mlp::onnx {
namespace {

/// Numbers in the units of the targets, computed in double.
std::string unscaled(Graph& graph, const std::vector<NumberTransform>& scaling,
                     const std::string& value) {
    FormulaColumns columns;
    std::int64_t place = 0;
    for (const auto& transform : scaling) {
        columns.add(transform.symbolic_inverse(Formula::variable()), place, place, place);
        ++place;
    }
    Pieces results;
    columns.write(graph, cast(graph, value, Element::float64), place, results);
    return results.write(graph);
}

/// The number of the class, [batch].
std::string class_number(Graph& graph, Index outputs, double decision, const std::string& value) {
    if (outputs > 1) {
        return graph.add("ArgMax", {value},
                         {{"axis", std::int64_t{1}}, {"keepdims", std::int64_t{0}}});
    }
    const std::string yes = graph.add("Greater", {value, graph.number(Element::float32, decision)});
    return graph.add("Reshape", {cast(graph, yes, Element::int64), graph.integers({-1})});
}

}  // namespace

void write_targets(Graph& graph, const Targets& targets, const Judging& judging, Index outputs,
                   const std::string& value) {
    graph.scope("targets");
    if (!targets.classification()) {
        const bool scaled = !targets.scaling.empty();
        graph.output(scaled ? unscaled(graph, targets.scaling, value) : value, "output",
                     Element::float32, outputs);
        return;
    }
    const std::string number = class_number(graph, outputs, judging.decision, value);
    const std::string label =
        graph.add("Gather", {graph.texts(targets.classes, graph.scoped("classes")), number});
    std::string shown = value;
    if (judging.probabilities && outputs == 1) {
        const std::string no = graph.add("Sub", {graph.number(Element::float32, 1), value});
        shown = graph.add("Concat", {no, value}, {{"axis", std::int64_t{1}}});
    }
    graph.output(shown, judging.probabilities ? "probabilities" : "output", Element::float32,
                 judging.probabilities ? static_cast<Index>(targets.classes.size()) : outputs);
    graph.output(label, "label", Element::text, 0);
}

}  // namespace mlp::onnx
