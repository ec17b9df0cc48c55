#include "mlp/io/onnx/onnx_operators.h"

#include "mlp/core/error.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace mlp::onnx {
namespace {

/// The table, from the published list of operators
/// (https://github.com/onnx/onnx/blob/main/docs/Operators.md and Changelog.md): one line an
/// operator. No form here changed before version 13.
constexpr Operator operators[] = {
    {"Abs", 6},          {"Add", 7},      {"ArgMax", 1},    {"Atan", 7},
    {"Cast", 6},         {"Concat", 4},   {"Conv", 1},      {"CumSum", 11},
    {"Div", 7},          {"Elu", 6},      {"Equal", 7},     {"Erf", 9},
    {"Exp", 6},          {"Gather", 1},   {"Gemm", 7},      {"Greater", 7},
    {"HardSigmoid", 6},  {"Identity", 1}, {"IsNaN", 9},     {"LabelEncoder", 1, ml_domain},
    {"LeakyRelu", 6},    {"Less", 7},     {"Log", 6},       {"LogSoftmax", 1},
    {"Max", 8},          {"MaxPool", 1},  {"Min", 8},       {"Mul", 7},
    {"Neg", 6},          {"PRelu", 7},    {"ReduceMax", 1}, {"ReduceMean", 1},
    {"Relu", 6},         {"Reshape", 5},  {"Selu", 6},      {"Sigmoid", 6},
    {"Sign", 9},         {"Sin", 7},      {"Softmax", 1},   {"Softplus", 1},
    {"Softsign", 1},     {"Sqrt", 6},     {"Sub", 7},       {"Tanh", 6},
    {"TopK", 10, "", 2}, {"Where", 9},
};

/// From https://github.com/onnx/onnx/blob/main/docs/Versioning.md, as far as operators need it.
struct Release {
    std::int64_t opset;
    std::int64_t format;
};
constexpr Release releases[] = {{9, 4}, {10, 5}, {11, 6}, {12, 7}};

}  // namespace

const Operator& find_operator(std::string_view name) {
    const auto* found = std::ranges::find(operators, name, &Operator::name);
    if (found == std::end(operators)) {
        throw InputError("onnx: there is no operator '" + std::string(name) + "'");
    }
    return *found;
}

std::int64_t format_version(std::int64_t opset) {
    const auto* found = std::ranges::lower_bound(releases, opset, {}, &Release::opset);
    if (found == std::end(releases)) throw InputError("onnx: such new operators are not written");
    return found->format;
}

}  // namespace mlp::onnx
