#pragma once

#include <cstdint>
#include <string_view>

namespace mlp::onnx {

/// The operators of machine learning that are no neural networks.
constexpr std::string_view ml_domain = "ai.onnx.ml";

/// An operator that is written into files.
struct Operator {
    std::string_view name;
    std::int64_t since;  ///< the version of its domain that first had it as it is used here
    std::string_view domain = "";
    int outputs = 1;  ///< of which the first is used
};

/// Throws InputError where there is none of this name.
const Operator& find_operator(std::string_view name);

/// The version of the file format (IR) that belongs to a version of the operators: the first that
/// was published with it. 4 at least: before, constants had to be inputs as well.
std::int64_t format_version(std::int64_t opset);

/// Before it, operators did not take a row for a matrix, as NumPy does, and runtimes promise
/// nothing.
constexpr std::int64_t oldest_opset = 7;

}  // namespace mlp::onnx
