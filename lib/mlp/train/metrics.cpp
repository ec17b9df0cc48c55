#include "mlp/core/text.h"
#include "mlp/train/metric.h"
#include "mlp/train/metric_of.h"
#include "mlp/train/metrics/class_averages.h"
#include "mlp/train/metrics/classification.h"
#include "mlp/train/metrics/probability.h"
#include "mlp/train/metrics/ranking.h"
#include "mlp/train/metrics/regression.h"

#include <fmt/format.h>

namespace mlp {
namespace {

template <class... S>
Catalogue<Metric> table() {
    return {"metric", "", {catalogue_entry<Metric, S, MetricOf<S>>()...}};
}

/// "precision_macro, precision_micro, precision_weighted"
std::string averages_of(const std::string& metric) {
    std::vector<std::string> averages;
    for (const auto& name : metric_names().names()) {
        if (name.starts_with(metric + "_")) averages.push_back(name);
    }
    return join(averages);
}

}  // namespace

/// The table: one struct in metrics/, one name here.
const Catalogue<Metric>& metrics() {
    using namespace metric;
    static const auto catalogue =
        table<Accuracy, BalancedAccuracy, TopKAccuracy, Precision, PrecisionMacro, PrecisionMicro,
              PrecisionWeighted, Recall, RecallMacro, RecallMicro, RecallWeighted, F1, F1Macro,
              F1Micro, F1Weighted, RocAuc, AveragePrecision, LogLoss, Brier, MatthewsCorrelation,
              CohenKappa, MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError,
              MedianAbsoluteError, MeanAbsolutePercentageError, RSquared, ExplainedVariance,
              MaxError>();
    return catalogue;
}

const CatalogueInfo& metric_names() { return metrics(); }

std::string metric::TopKAccuracy::misfit(const Judging& judging) const {
    if (k < judging.classes) return {};
    return fmt::format(
        "'{}' with k = {} of {} classes is always 1\n"
        "  help: set 'k' below the number of classes, or take 'accuracy'",
        name, k, judging.classes);
}

std::string problem_with_metric(const Choice& metric, const Judging& judging) {
    const auto made = metrics().make(metric);
    const MetricTraits& traits = metrics().traits(metric);
    const bool classification = judging.classes > 0;
    if (traits.classification != classification) {
        std::vector<std::string> fitting;
        for (const auto& name : metric_names().names()) {
            if (metrics().traits(name).classification == classification) fitting.push_back(name);
        }
        return fmt::format("'{}' does not fit: the target is {}\n  help: take one of {}",
                           metric.type, classification ? "a class" : "a number", join(fitting));
    }
    if (traits.probabilities && !judging.probabilities) {
        return fmt::format(
            "'{}' needs probabilities of the classes, and the outputs of this network are none\n"
            "  help: end the network with softmax (and the loss cross_entropy) or, for two "
            "classes, "
            "with one unit and sigmoid (and binary_cross_entropy)",
            metric.type);
    }
    if (traits.binary && judging.classes > 2) {
        return fmt::format("'{}' is for two classes, and there are {}\n  help: take one of {}",
                           metric.type, judging.classes, averages_of(metric.type));
    }
    return made->problem(judging);
}

std::vector<Choice> default_metrics(bool classification) {
    if (classification) return {"accuracy"};
    return {"rmse", "r2"};
}

std::vector<std::string> measured_names(const std::vector<Choice>& chosen, bool has_validation) {
    std::vector<std::string> names;
    for (const std::string part : {"train_", "validation_"}) {
        if (part == "validation_" && !has_validation) continue;
        names.push_back(part + "loss");
        for (const auto& metric : chosen) names.push_back(part + metric.type);
    }
    return names;
}

bool larger_is_better(std::string_view measured_name) {
    for (const std::string_view part : {"train_", "validation_"}) {
        if (!measured_name.starts_with(part)) continue;
        const std::string name(measured_name.substr(part.size()));
        return metric_names().find(name) != nullptr && metrics().traits(name).larger_is_better;
    }
    return false;
}

}  // namespace mlp
