#include "mlp/io/onnx/onnx_chain.h"

#include "mlp/core/error.h"
#include "mlp/io/onnx/activation_recognition.h"
#include "mlp/io/onnx/elementwise_operators.h"
#include "mlp/io/onnx/file_constants.h"
#include "mlp/io/onnx/graph_values.h"
#include "mlp/io/onnx/import_problems.h"
#include "mlp/io/onnx/step_tree.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace mlp::onnx {
namespace {

/// Formulas of more nodes than this are no activations.
constexpr std::size_t largest_formula = 500;
/// How often a constant may be used for weights.
constexpr std::size_t most_uses = 32;

class ChainReader {
  public:
    explicit ChainReader(const File& file) : file_(file), values_(file) {}

    std::vector<ChainStep> read() {
        steps_.set_inputs(values_.columns());
        if (values_.inputs() != 1)
            problem(fmt::format("the graph has {} inputs; one is supported", values_.inputs()));
        for (const auto& node : file_.nodes) read(node);
        const auto chain = chain_to_output();
        if (problems_.count() > 0) refuse();
        return chain;
    }

  private:
    // --- what nodes do

    struct Handler {
        std::string_view op;
        void (ChainReader::*read)(const FileNode& node);
    };
    /// The table of operators that work on whole rows, or on none.
    static constexpr auto handlers() {
        return std::to_array<Handler>({{"Add", &ChainReader::read_add},
                                       {"Constant", &ChainReader::read_constant},
                                       {"Dropout", &ChainReader::read_same},
                                       {"Flatten", &ChainReader::read_flatten},
                                       {"Gemm", &ChainReader::read_gemm},
                                       {"Identity", &ChainReader::read_same},
                                       {"LogSoftmax", &ChainReader::read_softmax},
                                       {"MatMul", &ChainReader::read_matmul},
                                       {"PRelu", &ChainReader::read_prelu},
                                       {"Softmax", &ChainReader::read_softmax}});
    }

    void read(const FileNode& node) {
        const auto before = problems_.count();
        node_ = &node;
        result_ = {};
        for (const auto& input : node.inputs) {
            if (!input.empty() && values_.find(input) == nullptr) {
                throw InputError(fmt::format("is damaged: nothing before {} gives its input '{}'",
                                             title(node), shown(input)));
            }
        }
        static constexpr auto table = handlers();
        const auto* found = std::ranges::find(table, node.op, &Handler::op);
        if (!node.domain.empty()) {
            problem(fmt::format("operators of '{}' are not supported", shown(node.domain)));
        } else if (found != table.end()) {
            // What is wrong with what it is fed with was said before.
            if (all_known(node)) (this->*found->read)(node);
        } else {
            read_elementwise(node);
        }
        if (problems_.count() == before && node.outputs.empty()) problem("it has no output");
        bool first = true;
        for (const auto& output : node.outputs) {
            if (!output.empty()) values_.define(output, first ? result_ : Value{});
            first = false;
        }
        node_ = nullptr;
    }

    void read_constant(const FileNode& node) {
        if (const auto* attribute = node.find("value"); attribute && attribute->tensor) {
            result_ = values_.constant(*attribute->tensor);
        } else if (const auto* number = node.find("value_float")) {
            result_.constant =
                std::make_shared<FileTensor>(FileTensor{"", {}, {number->number}, ""});
        } else {
            problem("its value is no tensor of numbers");
        }
    }

    void read_same(const FileNode& node) {
        if (needs(node, 1)) result_ = input(0);
    }

    void read_flatten(const FileNode& node) {
        if (!needs(node, 1)) return;
        result_ = input(0);
        if (node.integer("axis", 1) != 1) return problem("only axis 1 is supported");
        if (result_.behind) result_.behind->flat = true;
    }

    void read_gemm(const FileNode& node) {
        if (!needs(node, 2)) return;
        if (node.integer("transA", 0) != 0) return problem("transA is not supported");
        const double beta = node.number("beta", 1);
        auto weight = weights(1, node.integer("transB", 0) == 0);
        if (weight == nullptr) return;
        Vector<double> bias = Vector<double>::Zero(weight->rows());
        if (node.inputs.size() > 2 && !node.inputs[2].empty()) {
            const auto given = row(2, weight->rows());
            if (!given) return problem("its C is not one constant for each output");
            bias = beta * *given;
        }
        add_step({std::move(weight), node.number("alpha", 1), std::move(bias)});
    }

    void read_matmul(const FileNode& node) {
        if (!needs(node, 2)) return;
        if (auto weight = weights(1, true)) {
            Vector<double> bias = Vector<double>::Zero(weight->rows());
            add_step({std::move(weight), 1, std::move(bias)});
        }
    }

    /// A bias where a row is added to what weights have given, else a number added to each.
    void read_add(const FileNode& node) {
        if (!needs(node, 2)) return;
        for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
            const auto& behind = input(i).behind;
            const auto& other = input(1 - i).constant;
            if (!behind || !other || !behind->plain() || !steps_[behind->step].weight) continue;
            // A single number can be a bias only where there is one unit, and has rank 1 there.
            const auto given = row(1 - i, steps_.units(behind->step));
            if (!given || other->dims.empty()) continue;
            if (other->numbers.size() == 1 && steps_.units(behind->step) > 1) continue;
            const auto step = steps_.with_bias(behind->step, steps_[behind->step].bias + *given);
            count(steps_[step]);
            result_.behind = behind_step(step);
            return;
        }
        read_elementwise(node);
    }

    void read_softmax(const FileNode& node) {
        if (!needs(node, 1)) return;
        // Before version 13 the axis was where a matrix is made of the tensor, 1 by default.
        const auto axis = node.integer("axis", file_.opset < 13 ? 1 : -1);
        if (axis != 1 && axis != -1) return problem("only the last axis is supported");
        add_activation(Choice(node.op == "Softmax" ? "softmax" : "log_softmax"), {});
    }

    void read_prelu(const FileNode& node) {
        if (!needs(node, 2)) return;
        const auto& slope = input(1).constant;
        const auto& behind = input(0).behind;
        if (!slope || !behind || !slope->problem.empty()) {
            return problem("its slopes are not constant numbers");
        }
        const auto count = slope->numbers.size();
        const bool single = count == 1;
        if (!single && !row(1, steps_.units(behind->step)))
            return problem("it has neither one slope nor one for each unit");
        add_activation(Choice("prelu", {{"per", single ? "layer" : "unit"}}), slope->numbers);
    }

    /// All numbers of one value by themselves, with constants.
    void read_elementwise(const FileNode& node) {
        std::vector<std::optional<Formula>> inputs;
        std::optional<Behind> behind;
        bool known = true;
        std::size_t size = 1;
        std::string wrong;
        for (std::size_t i = 0; i < node.inputs.size(); ++i) {
            inputs.emplace_back();
            if (node.inputs[i].empty()) continue;
            const Value& value = input(i);
            if (value.behind) {
                if (behind && behind->step != value.behind->step)
                    wrong = "it joins values of different layers";
                if (!behind) behind = value.behind;
                inputs.back() = value.behind->formula;
                size += value.behind->size;
            } else if (value.constant) {
                if (value.constant->problem.empty() && value.constant->numbers.size() == 1) {
                    inputs.back() = Formula(value.constant->numbers.front());
                    ++size;
                } else {
                    wrong = "its constant is not a single number";
                }
            } else {
                known = false;
            }
        }
        if (!is_elementwise(node.op)) return problem("the operator is not supported");
        if (!known) return;
        if (!wrong.empty()) return problem(wrong);
        if (!behind) return problem("it computes with constants only");
        const auto too_many = [&](std::size_t nodes) {
            if (nodes > largest_formula) problem("there are too many operators between weights");
            return nodes > largest_formula;
        };
        if (too_many(size)) return;
        const auto formula = elementwise(node, inputs);
        if (!formula) return problem("what it does with these inputs is not supported");
        const bool plain = behind->plain();
        behind->size = size_of(*formula);
        if (too_many(behind->size)) return;
        behind->formula = *formula;
        behind->activation = plain && node.inputs.size() == 1 ? activation_of(node) : std::nullopt;
        result_.behind = std::move(behind);
    }

    // --- steps

    void add_activation(Choice activation, std::vector<double> slopes) {
        ChainStep step;
        step.activation = std::move(activation);
        step.slopes = std::move(slopes);
        add_step(std::move(step));
    }

    /// Adds a step behind the first input of the node; what was done to its numbers before becomes
    /// an activation.
    void add_step(ChainStep step) {
        const Value& value = input(0);
        if (!value.behind) return problem("its input is a constant");
        if (!value.behind->flat)
            return problem("its input is not a row of numbers for each sample");
        const auto before = activated(*value.behind, title(*node_));
        if (!before) return;
        const Index units = steps_.units(before->step);
        if (step.weight && units > 0 && units != step.weight->cols()) {
            return problem(
                fmt::format("it takes {} inputs where there are {}", step.weight->cols(), units));
        }
        count(step);
        result_.behind = behind_step(steps_.add(before->step, std::move(step)));
    }

    /// A small file is to make no huge network.
    void count(const ChainStep& step) {
        if (step.weight) numbers_ += static_cast<std::size_t>(step.weight->size());
        numbers_ += static_cast<std::size_t>(step.bias.size()) + step.slopes.size();
        if (numbers_ / most_uses > values_.constants())
            throw InputError("has too many layers with the same weights");
    }

    static Behind behind_step(std::size_t step) {
        Behind behind;
        behind.step = step;
        return behind;
    }

    /// The value with its formula as a layer of its own; none, and a problem, where that is no
    /// activation. `where`: what it is given to.
    std::optional<Behind> activated(const Behind& value, const std::string& where) {
        if (value.plain()) return value;
        auto activation = value.activation ? value.activation : recognised(value.formula);
        if (!activation) {
            problem(
                fmt::format("what is computed between {} and {} is no activation of the "
                            "catalogue",
                            value.step == 0 ? "the input" : "the layer before", where));
            return std::nullopt;
        }
        ChainStep step;
        step.activation = std::move(*activation);
        return behind_step(steps_.add(value.step, std::move(step)));
    }

    /// Empty, and a problem, where there is none.
    std::vector<ChainStep> chain_to_output() {
        if (file_.outputs.size() != 1) {
            problem(
                fmt::format("the graph has {} outputs; one is supported", file_.outputs.size()));
            return {};
        }
        const std::string& name = file_.outputs.front().name;
        const Value* output = values_.find(name);
        if (output == nullptr) {
            throw InputError(fmt::format("is damaged: no node gives its output '{}'", shown(name)));
        }
        if (problems_.count() > 0) return {};
        if (!output->behind) problem("its output does not depend on its input");
        const auto end = output->behind ? activated(*output->behind, "the output") : std::nullopt;
        if (!end) return {};
        auto chain = steps_.chain_to(end->step);
        if (std::ranges::none_of(chain, [](const auto& step) { return bool(step.weight); }))
            problem("the graph has no weights");
        return chain;
    }

    // --- values

    const Value& input(std::size_t i) const { return *values_.find(node_->inputs[i]); }

    bool all_known(const FileNode& node) const {
        return std::ranges::all_of(node.inputs, [&](const std::string& name) {
            if (name.empty()) return true;
            const Value& value = *values_.find(name);
            return value.behind || value.constant;
        });
    }

    /// The first `count` inputs must be given.
    bool needs(const FileNode& node, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (i < node.inputs.size() && !node.inputs[i].empty()) continue;
            problem(fmt::format("it has less than {} inputs", count));
            return false;
        }
        return true;
    }

    /// The weights that are an input of the node; null, and a problem, where they are none.
    std::shared_ptr<const Matrix<double>> weights(std::size_t i, bool inputs_first) {
        const FileTensor* tensor = input(i).constant.get();
        if (const auto what = problem_with_matrix(tensor); !what.empty()) {
            problem(what);
            return nullptr;
        }
        return weights_.of(*tensor, inputs_first);
    }

    std::optional<Vector<double>> row(std::size_t i, Index count) const {
        return constant_row(input(i).constant.get(), count);
    }

    // --- problems

    void problem(const std::string& what) {
        if (node_ == nullptr) {
            problems_.add(what);
        } else {
            problems_.add(*node_, what);
        }
    }

    [[noreturn]] void refuse() const {
        std::vector<std::string> names;
        for (const auto& handler : handlers()) names.emplace_back(handler.op);
        problems_.refuse(std::move(names));
    }

    const File& file_;
    GraphValues values_;
    StepTree steps_;
    Weights weights_;
    std::size_t numbers_ = 0;  ///< in all steps
    ImportProblems problems_;
    const FileNode* node_ = nullptr;  ///< that is being read
    Value result_;                    ///< of that node
};

}  // namespace

std::vector<ChainStep> read_chain(const File& file) { return ChainReader(file).read(); }

}  // namespace mlp::onnx
