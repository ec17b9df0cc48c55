#include "mlp/report/html/confusion_table.h"

#include "mlp/report/html/html_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr Index most_classes = 30;      ///< of a matrix
constexpr std::size_t most_pairs = 30;  ///< that are listed

const std::string& name_of(const Outcome& outcome, Index k) {
    return outcome.classes[static_cast<std::size_t>(k)];
}

double share(std::int64_t part, std::int64_t all) {
    return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0;
}

std::string cell(const Outcome& outcome, const ConfusionMatrix& confusion, Index i, Index j) {
    const auto count = confusion.count(i, j);
    const double part = share(count, confusion.actual(i));
    return fmt::format(
        "<td class=\"{}{}{}\" style=\"--share:{:.3f}\" data-tip=\"{} of {} samples of {} "
        "({:.1f} %) are taken for {}\">{}</td>",
        i == j ? "right" : "wrong", part > 0.5 ? " full" : "", count == 0 ? " none" : "", part,
        count, confusion.actual(i), escaped(name_of(outcome, i)), 100 * part,
        escaped(name_of(outcome, j)), count);
}

std::string matrix(const Outcome& outcome, const ConfusionMatrix& confusion) {
    const Index n = confusion.classes();
    std::string html = fmt::format(
        "<p class=\"small\">Rows are the actual classes, columns what the network says; the shade "
        "is the share of the row.</p>\n<div class=\"wide\"><table class=\"confusion\">"
        "<caption>Confusion matrix</caption><thead><tr><td></td>");
    for (Index j = 0; j < n; ++j) {
        html += fmt::format("<th scope=\"col\">{}</th>", escaped(name_of(outcome, j)));
    }
    html += "<th scope=\"col\" class=\"score\">recall</th></tr></thead><tbody>\n";
    for (Index i = 0; i < n; ++i) {
        html += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(name_of(outcome, i)));
        for (Index j = 0; j < n; ++j) html += cell(outcome, confusion, i, j);
        html += fmt::format("<td class=\"score\">{:.3f}</td></tr>\n", confusion.of_class(i).recall);
    }
    html += "<tr><th scope=\"row\" class=\"score\">precision</th>";
    for (Index j = 0; j < n; ++j) {
        html += fmt::format("<td class=\"score\">{:.3f}</td>", confusion.of_class(j).precision);
    }
    return html + "<td></td></tr></tbody></table></div>\n";
}

/// Samples of one class that are taken for another.
struct Pair {
    Index actual;
    Index predicted;
    std::int64_t count;
};

std::string frequent_mistakes(const Outcome& outcome, const ConfusionMatrix& confusion) {
    std::vector<Pair> pairs;
    for (Index i = 0; i < confusion.classes(); ++i) {
        for (Index j = 0; j < confusion.classes(); ++j) {
            if (i != j && confusion.count(i, j) > 0) pairs.push_back({i, j, confusion.count(i, j)});
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.count > b.count; });
    if (pairs.size() > most_pairs) pairs.resize(most_pairs);
    std::string html = fmt::format(
        "<div class=\"wide\"><table class=\"numbers\"><caption>The most frequent mistakes among {} "
        "classes</caption><thead><tr><th scope=\"col\">actual</th><th scope=\"col\">predicted</th>"
        "<th scope=\"col\">samples</th><th scope=\"col\">share</th></tr></thead><tbody>\n",
        confusion.classes());
    for (const auto& pair : pairs) {
        html += fmt::format(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{:.1f} %</td></tr>\n",
            escaped(name_of(outcome, pair.actual)), escaped(name_of(outcome, pair.predicted)),
            pair.count, 100 * share(pair.count, confusion.actual(pair.actual)));
    }
    return html + "</tbody></table></div>\n";
}

}  // namespace

std::string confusion_table(const Outcome& outcome) {
    const ConfusionMatrix confusion = outcome.confusion();
    std::string html =
        fmt::format("<p>{} of {} are right.</p>\n", confusion.right(), confusion.samples());
    return html + (confusion.classes() > most_classes ? frequent_mistakes(outcome, confusion)
                                                      : matrix(outcome, confusion));
}

}  // namespace mlp::html
