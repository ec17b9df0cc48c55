#pragma once

#include "mlp/report/explain/explanation.h"

#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// For a terminal of 80 columns.
std::string explanation_text(const Explanation& explanation);
/// Headings, lists and tables, as GitHub shows them.
std::string explanation_markdown(const Explanation& explanation);
/// Every number with all its digits; null where it is not finite.
std::string explanation_json(const Explanation& explanation);
/// A document of its own, which needs amsmath.
std::string explanation_latex(const Explanation& explanation);

/// How an explanation can be written.
struct ExplanationFormat {
    std::string_view name;
    std::string (*write)(const Explanation&);
};
const std::vector<ExplanationFormat>& explanation_formats();

}  // namespace mlp
