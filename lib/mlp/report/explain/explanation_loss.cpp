#include "mlp/report/explain/explanation_loss.h"

#include "mlp/nn/loss.h"
#include "mlp/report/explain/explanation_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Where short formulas are known: the derivative of a loss over the outputs, of which there are K
/// (over the logits where it is fused).
struct Derivative {
    std::string_view loss;
    bool fused;
    std::string_view formula;
    std::string_view of_one;  ///< where K is 1
    double (*of)(double a, double t, double outputs);
};
constexpr std::array derivatives{
    Derivative{"cross_entropy", true, "a - t", "a - t",
               [](double a, double t, double) { return a - t; }},
    Derivative{"binary_cross_entropy", true, "(a - t) / K", "a - t",
               [](double a, double t, double k) { return (a - t) / k; }},
    Derivative{"mse", false, "2 (a - t) / K", "2 (a - t)",
               [](double a, double t, double k) { return 2 * (a - t) / k; }},
};

/// Losses whose formula is of one output, and which are the mean over all of them.
constexpr std::array<std::string_view, 9> means_over_outputs{
    "binary_cross_entropy", "hinge", "huber", "log_cosh", "mae", "mse", "poisson", "quantile",
    "squared_hinge"};

constexpr std::string_view smoothing = "label_smoothing";

const OptionValue& value_of(const Choice& choice, const OptionInfo& option) {
    const auto given = choice.options.find(option.name);
    return given == choice.options.end() ? option.default_value : given->second;
}

/// Numbers, yes and no; others have no text.
std::optional<std::string> text_of(const OptionValue& value) {
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{:g}", *number);
    if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "true" : "false";
    return {};
}

/// 0 where the loss does not smooth.
double smoothing_of(const Choice& loss) {
    const EntryInfo entry = loss_names().meant_by(loss);
    const OptionInfo* option = entry.find(smoothing);
    const auto* share = option == nullptr ? nullptr : std::get_if<double>(&value_of(loss, *option));
    return share == nullptr ? 0 : *share;
}

double smoothed(double target, double share, Index outputs) {
    return (1 - share) * target + share / static_cast<double>(outputs);
}

}  // namespace

std::string option_text(const Choice& choice, const EntryInfo& entry) {
    std::string text;
    for (const auto& option : entry.options) {
        const auto& value = value_of(choice, option);
        const auto shown = text_of(value);
        const bool in_formula = entry.formula.find(option.name) != std::string::npos;
        if (!shown || (!in_formula && shown == text_of(option.default_value))) continue;
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", option.name, *shown);
    }
    return text;
}

Vector<double> targets_in_formula(const Choice& loss, const Vector<double>& target) {
    const double share = smoothing_of(loss);
    Vector<double> result = target;
    if (share == 0) return result;  // to the last bit
    for (double& t : result) t = smoothed(t, share, target.size());
    return result;
}

ExplainedTarget explained_loss(const Choice& loss, Index outputs) {
    const EntryInfo entry = loss_names().meant_by(loss);
    ExplainedTarget explained;
    explained.loss = entry.name;
    explained.options = option_text(loss, entry);
    explained.formula = entry.formula;
    if (outputs > 1 &&
        std::ranges::find(means_over_outputs, entry.name) != means_over_outputs.end()) {
        explained.notes.push_back(
            fmt::format("L is the mean of this over the K = {} outputs", outputs));
    }
    if (const double share = smoothing_of(loss); share != 0) {
        explained.notes.push_back(fmt::format(
            "the target is smoothed: t = (1 - {0:g}) * target + {0:g} / {1}, which is {2} where "
            "the target is 1 and {3} where it is 0",
            share, outputs, four_digits(smoothed(1, share, outputs)),
            four_digits(smoothed(0, share, outputs))));
    }
    return explained;
}

std::string derivative_text(std::string_view loss, bool fused, const Vector<double>& gradient,
                            const Vector<double>& a, const Vector<double>& target) {
    const auto outputs = static_cast<double>(a.size());
    for (const auto& derivative : derivatives) {
        if (derivative.loss != loss || derivative.fused != fused) continue;
        for (Index k = 0; k < a.size(); ++k) {
            const double expected = derivative.of(a[k], target[k], outputs);
            if (!(std::abs(gradient[k] - expected) <= 1e-12 * (1 + std::abs(expected)))) return {};
        }
        return std::string(a.size() == 1 ? derivative.of_one : derivative.formula);
    }
    return {};
}

}  // namespace mlp
