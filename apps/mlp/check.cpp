#include "mlp/core/text.h"
#include "mlp/experiment/experiment.h"

#include "commands.h"
#include "network_table.h"
#include "terminal.h"

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
};

template <class T>
int check(const Arguments& arguments, ExperimentConfig config) {
    const Experiment<T> experiment(std::move(config));
    if (arguments.json) {
        fmt::print("{}", write_experiment(experiment.config()));
        return done;
    }
    const auto& columns = experiment.model().columns;
    fmt::print("{}: valid\n\n", bold(stdout, arguments.config));
    fmt::print("samples     {} for training, {} for validation, {} for test\n",
               experiment.train_samples().samples(), experiment.validation_samples().samples(),
               experiment.test_samples().samples());
    fmt::print("features    {}: {}\n", columns.features.size(), join(columns.features));
    fmt::print("target      {}{}\n", join(columns.targets),
               columns.classification()
                   ? fmt::format(": {} classes: {}", columns.classes.size(), join(columns.classes))
                   : "");
    fmt::print("loss        {}\noptimizer   {}\nprecision   {}\n\n", experiment.config().loss.type,
               experiment.config().optimizer.type, experiment.config().precision);
    fmt::print("{}", network_table(experiment.model().network));
    return done;
}

}  // namespace

Command check_command(CLI::App& program) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("check", "Say whether a config is valid, and show its network");
    app->add_option("CONFIG", arguments->config, "the JSON file of the experiment")->required();
    app->add_option("--set", arguments->overrides, "override a key: --set training.epochs=50")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app->add_flag("--json", arguments->json, "print the config with every default filled in");
    return {app, [arguments] {
                const auto config = read_experiment(arguments->config, arguments->overrides);
                return with_precision(
                    config, [&](auto zero) { return check<decltype(zero)>(*arguments, config); });
            }};
}

}  // namespace mlp::app
