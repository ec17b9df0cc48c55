#include "mlp/report/html/confusion_table.h"
#include "mlp/report/html/html_text.h"
#include "mlp/report/html/ranking_figures.h"
#include "mlp/report/html/scatter.h"
#include "mlp/report/html/sections.h"

#include <fmt/format.h>

namespace mlp::html {

std::string outcome_section(const ReportPage& page) {
    if (!page.outcome) return {};
    const Outcome& outcome = *page.outcome;
    const std::string html = fmt::format("<p class=\"small\">Of the {} {} samples.</p>\n",
                                         outcome.samples(), escaped(outcome.part));
    if (!outcome.classification()) return html + predicted_against_actual(outcome);
    return html + confusion_table(outcome) + ranking_figures(outcome);
}

}  // namespace mlp::html
