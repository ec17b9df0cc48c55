#include "mlp/train/evaluate.h"

#include "mlp/core/error.h"
#include "mlp/data/prepare.h"
#include "mlp/io/model.h"
#include "mlp/nn/objective.h"
#include "mlp/report/evaluation_text.h"

#include "commands.h"
#include "table_input.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp::app {
namespace {

struct Arguments : TableArguments {
    std::optional<std::string> targets;
    std::vector<std::string> metrics;
    bool json = false;
};

/// The samples to judge by: a table, or a block of numbers with its targets in a file of their own.
template <class T>
RawData read_data(const Arguments& arguments, const Model<T>& model) {
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

std::vector<Choice> chosen_metrics(const Arguments& arguments, bool classification) {
    if (arguments.metrics.empty()) return default_metrics(classification);
    return {arguments.metrics.begin(), arguments.metrics.end()};
}

template <class T>
int evaluate(const Arguments& arguments, const Model<T>& model) {
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
    auto workspace = model.network.make_workspace(std::min<Index>(data.samples(), 256));
    const Evaluation evaluation =
        evaluate_in_detail(model.network, objective, Subset<T>::all(data), board, workspace);
    if (arguments.json) {
        fmt::print("{}\n", evaluation_json(evaluation, model.targets.classes).dump(2));
    } else {
        fmt::print("{}", evaluation_text(evaluation, model.targets.classes));
    }
    return done;
}

}  // namespace

Command evaluate_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("evaluate", "Judge a trained model on data with known targets");
    add_table_arguments(*app, *arguments);
    app->add_option("--targets", arguments->targets,
                    "the file of the targets, where DATA is an idx or npy file")
        ->type_name("FILE");
    app->add_option("--metrics", arguments->metrics,
                    "what to compute besides the loss: accuracy,f1_macro,... (default: accuracy, "
                    "or rmse and r2)")
        ->type_name("LIST")
        ->delimiter(',');
    app->add_flag("--json", arguments->json, "print JSON");
    return {app, [arguments, &context] {
                const AnyModel model = load_model(arguments->model, context.extensions);
                return std::visit([&](const auto& m) { return evaluate(*arguments, m); }, model);
            }};
}

}  // namespace mlp::app
