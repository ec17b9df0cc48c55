#include "mlp/core/text.h"
#include "mlp/experiment/advice.h"

#include "commands.h"
#include "network_table.h"
#include "short_list.h"
#include "terminal.h"
#include "warnings.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string config;
    std::vector<std::string> overrides;
    bool json = false;
    bool gradients = false;
};

/// Backpropagation against central differences, on the first batch of the training samples.
int check_gradients(const Arguments& arguments, ExperimentConfig config) {
    config.precision = "float64";
    const auto batch_size = config.training.batch_size;
    Experiment<double> experiment(std::move(config));
    const auto& samples = experiment.train_samples();
    const Index n = std::min(batch_size, samples.samples());
    const auto checks = experiment.check_gradients(n);
    fmt::print(
        "{}: gradients of the first {} by backpropagation and by central differences, in "
        "float64\n\n",
        bold(stdout, arguments.config), counted(static_cast<std::size_t>(n), "sample"));
    fmt::print("{:<32}{:>9}{:>14}  {}\n", "tensor", "numbers", "difference", "");
    bool passed = true;
    for (const auto& check : checks) {
        passed &= check.passed();
        std::string verdict = check.passed() ? "pass" : "FAIL";
        if (check.skipped) verdict = "not compared: behind a surrogate gradient";
        if (check.at_kinks > 0) {
            verdict += fmt::format(" ({} at a kink of an activation or loss)", check.at_kinks);
        }
        fmt::print("{:<32}{:>9}{:>14.2g}  {}\n", check.name, check.checked, check.largest, verdict);
        if (check.passed()) continue;
        fmt::print(
            "    [{}, {}]: backpropagation gives {:.10g}, central differences give {:.10g}\n",
            check.row, check.col, check.gradient, check.difference);
    }
    if (checks.empty()) fmt::print("the network has nothing to learn\n");
    if (!passed) say("error: a gradient is wrong: see FAIL above\n");
    return passed ? done : failed;
}

template <class T>
int check(const Arguments& arguments, ExperimentConfig config) {
    const auto data = load_data(config);
    const Experiment<T> experiment(std::move(config), data);
    for (const auto& warning : experiment.warnings()) say("warning: {}\n", warning);
    for (const auto& warning : advice(experiment, *data)) say("{}\n", warning);
    if (arguments.json) {
        fmt::print("{}", write_experiment(experiment.config()));
        return done;
    }
    const auto& [network, preprocessing, targets, loss, training] = experiment.model();
    fmt::print("{}: valid\n\n", bold(stdout, arguments.config));
    fmt::print("samples     {} for training, {} for validation, {} for test\n",
               experiment.train_samples().samples(), experiment.validation_samples().samples(),
               experiment.test_samples().samples());
    fmt::print("features    {}: {}\n", preprocessing.columns().size(),
               shortened(preprocessing.column_names()));
    if (const Index inputs = preprocessing.inputs();
        inputs != static_cast<Index>(preprocessing.columns().size())) {
        fmt::print("inputs      {}: {}\n", inputs, shortened(preprocessing.input_names()));
    }
    fmt::print("target      {}{}\n", join(targets.names),
               targets.classification() ? fmt::format(": {} classes: {}", targets.classes.size(),
                                                      shortened(targets.classes))
                                        : "");
    const auto& resolved = experiment.config();
    fmt::print("loss        {}\noptimizer   {}{}\nprecision   {}\n\n", resolved.loss.type,
               resolved.optimizer.type,
               resolved.schedule ? ", its rate by schedule " + resolved.schedule->type : "",
               resolved.precision);
    fmt::print("{}", network_table(network));
    return done;
}

}  // namespace

Command check_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("check", "Say whether a config is valid, and show its network");
    app->add_option("CONFIG", arguments->config, "the JSON file of the experiment")->required();
    app->add_option("--set", arguments->overrides, "override a key: --set training.epochs=50")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app->add_flag("--json", arguments->json, "print the config with every default filled in");
    app->add_flag("--gradients", arguments->gradients,
                  "compare backpropagation with central differences on the first batch")
        ->excludes("--json");
    return {app, [arguments, &context] {
                auto config =
                    read_experiment(arguments->config, arguments->overrides, context.extensions);
                print_warnings(config);
                if (arguments->gradients) return check_gradients(*arguments, std::move(config));
                return with_precision(
                    config, [&](auto zero) { return check<decltype(zero)>(*arguments, config); });
            }};
}

}  // namespace mlp::app
