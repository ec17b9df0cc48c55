#include "mlp/report/evaluation_text.h"

#include "mlp/report/confusion_text.h"
#include "mlp/report/short_name.h"
#include "mlp/report/summary_json.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t longest_class_name = 36;

std::string scores_text(const Evaluation& evaluation) {
    std::size_t width = std::string_view("samples").size();
    for (const auto& [name, value] : evaluation.scores) width = std::max(width, name.size());
    std::string text = fmt::format("{:<{}}{:>14}\n", "samples", width, evaluation.samples);
    for (const auto& [name, value] : evaluation.scores) {
        text += fmt::format("{:<{}}{:>14.5g}\n", name, width, value);
    }
    return text;
}

/// One row a class, and two for their means.
std::string class_table(const ConfusionMatrix& confusion, const std::vector<std::string>& classes) {
    constexpr std::string_view macro = "macro mean";
    constexpr std::string_view weighted = "weighted mean";
    std::size_t width = weighted.size();
    for (const auto& name : classes) {
        width = std::max(width, std::min(display_width(name), longest_class_name));
    }
    std::string text = fmt::format("{:<{}}{:>11}{:>10}{:>10}{:>11}\n", "class", width, "precision",
                                   "recall", "f1", "support");
    const auto add = [&](std::string_view name, const ClassScores& scores) {
        text += padded(short_name(name, width), width) +
                fmt::format("{:>11.4f}{:>10.4f}{:>10.4f}{:>11.0f}\n", scores.precision,
                            scores.recall, scores.f1, scores.support);
    };
    for (Index k = 0; k < confusion.classes(); ++k) {
        add(classes[static_cast<std::size_t>(k)], confusion.of_class(k));
    }
    text += '\n';
    add(macro, confusion.macro());
    add(weighted, confusion.weighted());
    return text;
}

nlohmann::ordered_json json_of(const ClassScores& scores) {
    return {{"precision", scores.precision},
            {"recall", scores.recall},
            {"f1", scores.f1},
            {"support", static_cast<std::int64_t>(scores.support)}};
}

}  // namespace

std::string evaluation_text(const Evaluation& evaluation, const std::vector<std::string>& classes) {
    std::string text = scores_text(evaluation);
    const ConfusionMatrix& confusion = evaluation.confusion;
    if (confusion.classes() == 0) return text;
    return text + '\n' + class_table(confusion, classes) + '\n' +
           confusion_text(confusion, classes);
}

nlohmann::ordered_json evaluation_json(const Evaluation& evaluation,
                                       const std::vector<std::string>& classes) {
    auto json = scores_json(evaluation.scores);
    json["samples"] = evaluation.samples;
    const ConfusionMatrix& confusion = evaluation.confusion;
    if (confusion.classes() == 0) return json;
    auto by_class = nlohmann::ordered_json::array();
    auto matrix = nlohmann::ordered_json::array();
    for (Index k = 0; k < confusion.classes(); ++k) {
        nlohmann::ordered_json entry = {{"class", classes[static_cast<std::size_t>(k)]}};
        entry.update(json_of(confusion.of_class(k)));
        by_class.push_back(std::move(entry));
        auto row = nlohmann::ordered_json::array();
        for (Index j = 0; j < confusion.classes(); ++j) row.push_back(confusion.count(k, j));
        matrix.push_back(std::move(row));
    }
    json["classes"] = std::move(by_class);
    json["macro_mean"] = json_of(confusion.macro());
    json["weighted_mean"] = json_of(confusion.weighted());
    json["confusion_matrix"] = std::move(matrix);  // [actual][predicted]
    return json;
}

}  // namespace mlp
