#include "mlp/train/evaluate.h"

#include "mlp/data/targets.h"
#include "mlp/io/model.h"
#include "mlp/nn/objective.h"
#include "mlp/report/summary.h"

#include "commands.h"
#include "table_input.h"

#include <memory>
#include <numeric>

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
    RawData<T> raw =
        read_csv<T>(csv_options(arguments, model.columns.targets), model.columns.features);
    Dataset<T> data = encode(std::move(raw), model.columns, {loss.classification, loss.targets});
    model.scaling.apply(view(data.inputs));
    Subset<T> samples{&data, std::vector<Index>(static_cast<std::size_t>(data.samples()))};
    std::iota(samples.rows.begin(), samples.rows.end(), Index{0});

    const Objective<T> objective(model.loss, model.network);
    ScoreBoard<T> board(default_metrics(model.columns.classification()));
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

Command evaluate_command(CLI::App& program) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("evaluate", "Judge a trained model on data with known targets");
    add_table_arguments(*app, *arguments);
    app->add_flag("--json", arguments->json, "print JSON");
    return {app, [arguments] {
                const AnyModel model = load_model(arguments->model);
                return std::visit([&](const auto& m) { return evaluate(*arguments, m); }, model);
            }};
}

}  // namespace mlp::app
