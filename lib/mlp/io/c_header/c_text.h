#pragma once

#include "mlp/core/matrix.h"

#include <string>
#include <string_view>
#include <vector>

namespace mlp::c {

/// The type that a C program computes with.
enum class Real { float32, float64 };

/// "float" or "double"
std::string_view type_name(Real real);

/// In bytes.
constexpr Index size_of(Real real) { return real == Real::float32 ? 4 : 8; }

/// "0.25f", or "0.25" as a double; it reads back to the same bits. x must be finite.
std::string number(double x, Real real);

/// A text as a C string literal, in ASCII: other bytes and what C reads otherwise are escaped.
std::string text_literal(std::string_view text);

/// A text within a comment: on one line, without an end of comment in it.
std::string in_comment(std::string_view text);

/// A name for C made of any text: "Iris (3 classes)" is "iris_3_classes".
std::string identifier(std::string_view text);

/// "static const float NAME[3] = {...};"; a matrix row by row, no element is "{0}".
std::string array(const std::string& name, ConstView<double> numbers, Real real);
std::string array(const std::string& name, const std::vector<signed char>& numbers);
std::string array(const std::string& name, const std::vector<std::string>& texts);

}  // namespace mlp::c
