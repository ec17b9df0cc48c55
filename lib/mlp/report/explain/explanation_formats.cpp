#include "mlp/report/explain/explanation_formats.h"

namespace mlp {

/// The table: one line a format.
const std::vector<ExplanationFormat>& explanation_formats() {
    static const std::vector<ExplanationFormat> formats{{"text", explanation_text},
                                                        {"markdown", explanation_markdown},
                                                        {"json", explanation_json},
                                                        {"latex", explanation_latex}};
    return formats;
}

}  // namespace mlp
