#include "mlp/io/c_header/c_network.h"

#include "mlp/io/c_header/c_formula.h"
#include "mlp/io/quantization.h"

#include <map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace mlp::c {
namespace {

struct Array {
    std::string name;
    Index size = 0;
};

/// Writes operations one behind the other; `x_` is the array that the next one reads.
class Writer {
  public:
    Writer(const NetworkOptions& options, Functions& functions)
        : options_(options), functions_(functions), x_{options.input, options.inputs} {}

    void write_all(const Operations& operations) {
        for (const auto& operation : operations) {
            std::visit([&](const auto& step) { write(step, operation.outputs); }, operation.step);
        }
    }
    NetworkCode code() && {
        code_.output = x_.name;
        return std::move(code_);
    }

  private:
    void write(const operation::Affine& step, Index outputs) {
        const std::string w = add_weights(step.weight);
        const std::string b = add_array("bias", step.bias);
        call(function("affine", options_.weights),
             fmt::format("{}, {}, {}, {}", w, b, outputs, step.weight.cols()), outputs);
    }

    void write(const operation::Convolution& step, Index outputs) {
        const std::string w = add_weights(step.weight);
        const std::string b = add_array("bias", step.bias);
        const std::string shape = add_shape(step.input, step.output, step.windows);
        call(function("convolution", options_.weights), fmt::format("{}, {}, {}", w, b, shape),
             outputs);
    }

    void write(const operation::MaxPool& step, Index outputs) {
        call(function("max_pool"), add_shape(step.input, step.output, step.windows), outputs);
    }

    void write(const operation::Maxout& step, Index outputs) {
        const Array y = add_buffer(outputs);
        add_line("{}({}, {}, {}, {});", function("maxout"), x_.name, step.pieces, outputs, y.name);
        x_ = y;
    }

    /// A function of its own, shared by all layers that have the same.
    void write(const operation::Elementwise& step, Index outputs) {
        std::vector<std::string> names{"x"};
        std::vector<std::string> values{x_.name + "[i]"};
        for (const auto& numbers : step.parameters) {
            names.push_back(fmt::format("p{}", names.size()));
            values.push_back(add_array("parameter", numbers) + "[i]");
        }
        const std::vector<std::string> parameters(names.begin() + 1, names.end());
        const Computation f =
            compute(step.formula, {names.data(), 1}, parameters, options_.real, functions_);
        if (f.value == "x") return;
        const std::string type(type_name(options_.real));
        std::string arguments;
        for (const auto& name : names) {
            arguments += fmt::format("{}{} {}", arguments.empty() ? "" : ", ", type, name);
        }
        const std::string rest =
            fmt::format("({}) {{\n{}    return {};\n}}\n", arguments, f.statements, f.value);
        auto [known, is_new] = elementwise_.try_emplace(rest);
        if (is_new) {
            known->second = fmt::format("{}_f{}", options_.prefix, elementwise_.size());
            functions_.add(fmt::format(
                "{}static inline {} {}{}",
                step.activation ? "/* " + in_comment(step.activation->type) + " */\n" : "", type,
                known->second, rest));
        }
        add_line("for (int i = 0; i < {}; ++i) {}[i] = {}({});", outputs, x_.name, known->second,
                 fmt::join(values, ", "));
    }

    void write(const operation::Softmax& step, Index outputs) {
        add_line("{}({}, {});", function(step.logarithm ? "log_softmax" : "softmax"), x_.name,
                 outputs);
    }
    void write(const operation::Sparsemax&, Index outputs) {
        add_line("{}({}, {});", function("sparsemax"), x_.name, outputs);
    }

    void write(const operation::LayerNorm& step, Index outputs) {
        const std::string gain = add_array("gain", step.gain);
        const std::string bias = add_array("bias", step.bias);
        add_line("{}({}, {}, {}, {}, {});", function("layer_norm"), gain, bias,
                 number(step.epsilon, options_.real), x_.name, outputs);
    }

    /// Both branches work on copies, since they may overwrite what they read.
    void write(const operation::Residual& step, Index outputs) {
        const Array input = x_;
        x_ = copy(input);
        write_all(step.layers);
        const Array y = x_;
        x_ = input;
        write_all(step.projection);
        add_line("for (int i = 0; i < {0}; ++i) {1}[i] += {2}[i];", outputs, y.name, x_.name);
        x_ = y;
    }

    std::string function(std::string_view name, Weights weights = Weights::real) {
        return functions_.need(name, options_.real, weights);
    }

    /// function(arguments, x, y), and y is what comes next.
    void call(const std::string& function, const std::string& arguments, Index outputs) {
        const Array y = add_buffer(outputs);
        add_line("{}({}, {}, {});", function, arguments, x_.name, y.name);
        x_ = y;
    }

    Array copy(const Array& from) {
        const Array to = add_buffer(from.size);
        add_line("for (int i = 0; i < {}; ++i) {}[i] = {}[i];", from.size, to.name, from.name);
        return to;
    }

    Array add_buffer(Index size) {
        const Array buffer{fmt::format("x{}", ++buffers_), size};
        code_.declarations +=
            fmt::format("    {} {}[{}];\n", type_name(options_.real), buffer.name, size);
        code_.stack_bytes += size * size_of(options_.real);
        return buffer;
    }

    std::string array_name(std::string_view what) {
        return fmt::format("{}_{}_{}", options_.prefix, what, ++arrays_);
    }

    std::string add_array(std::string_view what, ConstView<double> numbers) {
        const std::string name = array_name(what);
        code_.arrays += array(name, numbers, options_.real);
        code_.constant_bytes += numbers.size() * size_of(options_.real);
        return name;
    }
    std::string add_array(std::string_view what, const Vector<double>& numbers) {
        return add_array(what, ConstView<double>(numbers.data(), numbers.size(), 1));
    }

    /// The arguments for a matrix of weights: its name, and that of its scales where it has some.
    std::string add_weights(const Matrix<double>& weights) {
        if (options_.weights == Weights::real) return add_array("weight", view(weights));
        std::vector<signed char> q(static_cast<std::size_t>(weights.size()));
        Vector<double> scale(weights.rows());
        for (Index row = 0; row < weights.rows(); ++row) {
            const Vector<double> numbers = weights.row(row);
            scale[row] =
                quantize_row({numbers.data(), numbers.size()}, q.data() + row * weights.cols());
        }
        const std::string name = array_name("weight");
        code_.arrays += array(name, q);
        code_.constant_bytes += weights.size();
        return name + ", " + add_array("scale", scale);
    }

    std::string add_shape(const Shape& in, const Shape& out, const Windows& windows) {
        const std::string name = array_name("shape");
        code_.arrays += fmt::format(
            "static const int {}[12] = {{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}};\n", name,
            in.channels, in.height, in.width, out.channels, out.height, out.width, windows.height,
            windows.width, windows.step_down, windows.step_right, windows.pad_down,
            windows.pad_right);
        return name;
    }

    template <class... Arguments>
    void add_line(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        code_.statements +=
            "    " + fmt::format(text, std::forward<Arguments>(arguments)...) + '\n';
    }

    const NetworkOptions& options_;
    Functions& functions_;
    NetworkCode code_;
    Array x_;
    int buffers_ = 0;
    int arrays_ = 0;
    std::map<std::string, std::string> elementwise_;  ///< names by text
};

}  // namespace

NetworkCode write_network(const Operations& operations, const NetworkOptions& options,
                          Functions& functions) {
    Writer writer(options, functions);
    writer.write_all(operations);
    return std::move(writer).code();
}

}  // namespace mlp::c
