#include "model_evaluation.h"

#include "mlp/core/error.h"
#include "mlp/data/prepare.h"
#include "mlp/nn/objective.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>

#include <fmt/format.h>

namespace mlp::app {
namespace {

/// The samples to judge by: a table, or a block of numbers with its targets in a file of their own.
template <class T>
RawData read_data(const EvaluationArguments& arguments, const Model<T>& model) {
    const auto columns = model.preprocessing.column_names();
    if (!arguments.targets) return read_csv(csv_options(arguments, model.targets.names), columns);
    const std::string type = arguments.data.find(".npy") != std::string::npos ? "npy" : "idx";
    RawData raw = sources()
                      .make({type, {{"path", arguments.data}, {"targets", *arguments.targets}}})
                      ->read(columns);
    if (raw.targets.size() != model.targets.names.size()) {
        throw InputError(fmt::format("{}: has {} target columns, but the model has {}",
                                     *arguments.targets, raw.targets.size(),
                                     model.targets.names.size()));
    }
    return raw;
}

std::vector<Choice> chosen_metrics(const EvaluationArguments& arguments, bool classification) {
    if (arguments.metrics.empty()) return default_metrics(classification);
    return {arguments.metrics.begin(), arguments.metrics.end()};
}

}  // namespace

template <class T>
Evaluation evaluate_model(const EvaluationArguments& arguments, const Model<T>& model) {
    const auto& loss = losses<T>().traits(model.loss);
    const TargetRules rules{loss.classification, loss.targets,
                            static_cast<double>(std::numeric_limits<T>::max())};
    const auto raw = std::make_shared<const RawData>(read_data(arguments, model));
    std::vector<Index> all(static_cast<std::size_t>(raw->samples()));
    std::iota(all.begin(), all.end(), Index{0});
    UnknownTexts unknown;
    Dataset<T> data =
        prepare<T>(raw, std::move(all), model.preprocessing, model.targets, rules, &unknown);
    data.no = T(loss.classes.no);
    data.yes = T(loss.classes.yes);
    print_unknown(unknown, raw->origin);

    const Objective<T> objective(model.loss, model.network);
    const Judging judging =
        make_judging(model.network, loss, static_cast<Index>(model.targets.classes.size()),
                     model.targets.scaling);
    ScoreBoard<T> board(chosen_metrics(arguments, model.targets.classification()), judging);
    auto workspace = model.network.make_workspace(
        affordable_batch(model.network, std::min<Index>(data.samples(), 256)));
    return evaluate_in_detail(model.network, objective, Subset<T>::all(data), board, workspace);
}

template Evaluation evaluate_model(const EvaluationArguments&, const Model<float>&);
template Evaluation evaluate_model(const EvaluationArguments&, const Model<double>&);

}  // namespace mlp::app
