#include "mlp/train/evaluate.h"

#include "mlp/data/targets.h"
#include "mlp/io/model.h"
#include "mlp/nn/objective.h"
#include "mlp/report/summary_json.h"

#include "commands.h"
#include "table_input.h"

#include <limits>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp::app {
namespace {

struct Arguments : TableArguments {
    bool json = false;
};

template <class T>
int evaluate(const Arguments& arguments, const Model<T>& model) {
    const auto& loss = losses<T>().traits(model.loss);
    const TargetRules rules{loss.classification, loss.targets,
                            static_cast<double>(std::numeric_limits<T>::max())};
    RawData raw = read_csv(csv_options(arguments, model.columns.targets), model.columns.features);
    Dataset<double> unscaled = encode(std::move(raw), model.columns, rules);
    const Dataset<T> data{model.scaling.template apply<T>(view(std::as_const(unscaled.inputs))),
                          unscaled.targets.template cast<T>(),
                          std::move(unscaled.labels),
                          {},
                          T(loss.classes.no),
                          T(loss.classes.yes)};
    const auto samples = Subset<T>::all(data);

    const Objective<T> objective(model.loss, model.network);
    ScoreBoard<T> board(default_metrics(model.columns.classification()), loss.classes.middle());
    auto workspace = model.network.make_workspace(std::min<Index>(data.samples(), 256));
    const Scores scores = mlp::evaluate(model.network, objective, samples, board, workspace);
    if (arguments.json) {
        auto json = scores_json(scores);
        json["samples"] = data.samples();
        fmt::print("{}\n", json.dump(2));
        return done;
    }
    fmt::print("{:<10}{:>12}\n", "samples", data.samples());
    for (const auto& [name, value] : scores) fmt::print("{:<10}{:>12.5g}\n", name, value);
    return done;
}

}  // namespace

Command evaluate_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("evaluate", "Judge a trained model on data with known targets");
    add_table_arguments(*app, *arguments);
    app->add_flag("--json", arguments->json, "print JSON");
    return {app, [arguments, &context] {
                const AnyModel model = load_model(arguments->model, context.extensions);
                return std::visit([&](const auto& m) { return evaluate(*arguments, m); }, model);
            }};
}

}  // namespace mlp::app
