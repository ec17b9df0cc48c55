#include "mlp/report/evaluation_text.h"

#include "command_facts.h"
#include "commands.h"
#include "model_evaluation.h"

#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp::app {
namespace {

struct Arguments : EvaluationArguments {
    bool json = false;
};

template <class T>
int evaluate(const Arguments& arguments, const Model<T>& model) {
    const Evaluation evaluation = evaluate_model(arguments, model);
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
    auto* metrics = app->add_option("--metrics", arguments->metrics,
                                    "what to compute besides the loss: accuracy,f1_macro,... "
                                    "(default: accuracy, or rmse and r2)")
                        ->delimiter(',');
    offer(metrics, "LIST", metric_names().names());
    app->add_flag("--json", arguments->json, "print JSON");
    return {app, [arguments, &context] {
                const AnyModel model = load_model(arguments->model, context.extensions);
                return std::visit([&](const auto& m) { return evaluate(*arguments, m); }, model);
            }};
}

}  // namespace mlp::app
