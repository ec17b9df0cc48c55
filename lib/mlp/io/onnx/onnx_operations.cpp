#include "mlp/io/onnx/onnx_operations.h"

#include "mlp/io/onnx/onnx_activations.h"
#include "mlp/io/onnx/onnx_formula.h"

#include <vector>

namespace mlp::onnx {
namespace {

constexpr Element number = Element::float32;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The operator that an activation is, with its attributes; null if it is none.
const ActivationOperator* operator_of(const Choice& activation) {
    for (const auto& known : activation_operators()) {
        if (known.written && known.activation == activation.type) return &known;
    }
    return nullptr;
}

double option(const Choice& choice, std::string_view name) {
    return OptionCodec<double>::from_value(choice.options.find(name)->second);
}

/// Writes one step that is fed with `x`; one function a kind.
struct Writer {
    Graph& graph;
    const std::string& x;
    Index outputs;

    std::string matrix(const Matrix<double>& weight, const Integers& dims) const {
        const RowMajor rows = weight;
        return graph.numbers(number, dims, {rows.data(), static_cast<std::size_t>(rows.size())},
                             graph.scoped("weight"));
    }

    std::string row(const Vector<double>& numbers, std::string_view name) const {
        return graph.row(number, numbers, graph.scoped(name));
    }

    /// A 0 keeps the number of samples.
    std::string reshaped(const std::string& value, const Integers& dims) const {
        return graph.add("Reshape", {value, graph.integers(dims)});
    }

    std::string image(const Shape& shape) const {
        return reshaped(x, {0, shape.channels, shape.height, shape.width});
    }

    std::string operator()(const operation::Affine& step) const {
        const std::string weight = matrix(step.weight, {step.weight.rows(), step.weight.cols()});
        return graph.add("Gemm", {x, weight, row(step.bias, "bias")},
                         {{"transB", std::int64_t{1}}});
    }

    std::string operator()(const operation::Convolution& step) const {
        const Windows& w = step.windows;
        const std::string weight =
            matrix(step.weight, {step.output.channels, step.input.channels, w.height, w.width});
        const std::string y =
            graph.add("Conv", {image(step.input), weight, row(step.bias, "bias")},
                      {{"kernel_shape", Integers{w.height, w.width}},
                       {"pads", Integers{w.pad_down, w.pad_right, w.pad_down, w.pad_right}},
                       {"strides", Integers{w.step_down, w.step_right}}});
        return reshaped(y, {0, outputs});
    }

    std::string operator()(const operation::MaxPool& step) const {
        const Windows& w = step.windows;
        const std::string y = graph.add("MaxPool", {image(step.input)},
                                        {{"kernel_shape", Integers{w.height, w.width}},
                                         {"strides", Integers{w.step_down, w.step_right}}});
        return reshaped(y, {0, outputs});
    }

    std::string operator()(const operation::Elementwise& step) const {
        Texts parameters;
        const bool slopes = step.activation && step.activation->type == "prelu";
        for (const auto& numbers : step.parameters)
            parameters.push_back(row(numbers, slopes ? "slope" : "parameter"));
        if (slopes) return graph.add("PRelu", {x, parameters.at(0)});
        const auto* known = step.activation ? operator_of(*step.activation) : nullptr;
        if (known == nullptr)
            return write_formula(graph, step.formula, number, {&x, 1}, parameters);
        std::vector<Attribute> attributes;
        for (const auto& attribute : known->attributes) {
            const double value = attribute.option.empty()
                                     ? attribute.fixed
                                     : option(*step.activation, attribute.option);
            attributes.push_back({attribute.name, value});
        }
        return graph.add(known->op, {x}, std::move(attributes));
    }

    std::string operator()(const operation::Softmax& step) const {
        return graph.add(step.logarithm ? "LogSoftmax" : "Softmax", {x},
                         {{"axis", std::int64_t{1}}});
    }

    /// τ is the largest of (x_(1) + ... + x_(k) − 1)/k over all k, where x_(k) are the numbers in
    /// falling order: this rises with k as long as k x_(k) is above the sum less 1, which holds for
    /// just the numbers that τ is to leave (Martins and Astudillo 2016, eq. 4), and then falls.
    std::string operator()(const operation::Sparsemax&) const {
        // A number added to all x changes nothing; so large ones leave the sums their digits.
        const std::string below = graph.add("Sub", {x, largest(x, 1)});
        const std::string sorted =
            graph.add("TopK", {below, graph.integers({outputs})}, {{"axis", std::int64_t{1}}});
        const std::string sums = graph.add("CumSum", {sorted, graph.integer(1)});
        const std::string excess = graph.add("Sub", {sums, graph.number(number, 1)});
        const Vector<double> counts =
            Vector<double>::LinSpaced(outputs, 1, static_cast<double>(outputs));
        const std::string levels = graph.add("Div", {excess, graph.row(number, counts)});
        return graph.add("Relu", {graph.add("Sub", {below, largest(levels, 1)})});
    }

    /// The largest number of each sample, along the second axis.
    std::string largest(const std::string& value, std::int64_t keep) const {
        return graph.add("ReduceMax", {value}, {{"axes", Integers{1}}, {"keepdims", keep}});
    }

    std::string operator()(const operation::Maxout& step) const {
        return largest(reshaped(x, {0, step.pieces, outputs}), 0);
    }

    std::string operator()(const operation::LayerNorm& step) const {
        const auto mean = [&](const std::string& value) {
            return graph.add("ReduceMean", {value},
                             {{"axes", Integers{1}}, {"keepdims", std::int64_t{1}}});
        };
        const std::string centred = graph.add("Sub", {x, mean(x)});
        const std::string variance = mean(graph.add("Mul", {centred, centred}));
        const std::string deviation =
            graph.add("Sqrt", {graph.add("Add", {variance, graph.number(number, step.epsilon)})});
        const std::string normal = graph.add("Div", {centred, deviation});
        const std::string scaled = graph.add("Mul", {normal, row(step.gain, "weight")});
        return graph.add("Add", {scaled, row(step.bias, "bias")});
    }

    std::string operator()(const operation::Residual& step) const {
        const std::string through = write_operations(graph, step.layers, x);
        return graph.add("Add", {through, write_operations(graph, step.projection, x)});
    }
};

}  // namespace

std::string write_operations(Graph& graph, const Operations& operations, std::string value) {
    for (const auto& operation : operations) {
        value = std::visit(Writer{graph, value, operation.outputs}, operation.step);
    }
    return value;
}

}  // namespace mlp::onnx
