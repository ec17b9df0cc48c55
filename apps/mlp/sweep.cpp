#include "mlp/experiment/sweep.h"

#include "mlp/config/sweep_config.h"

#include "commands.h"
#include "sweep_session.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlp::app {
namespace {

struct Arguments {
    std::string file;
    std::vector<std::string> grids;
    std::optional<Index> seeds;
    std::vector<std::string> overrides;
    std::optional<std::string> metric;
    std::optional<std::string> output;
    bool force = false;
    SweepSessionOptions session;
};

/// From the description of a sweep, or from an experiment and what --grid and --seeds say.
SweepConfig sweep_config(const Arguments& arguments) {
    const bool described = is_sweep(arguments.file);
    if (described && !arguments.grids.empty()) {
        throw InputError(arguments.file +
                         ": says itself what is varied; --grid is for the config of an experiment");
    }
    SweepConfig config = described ? read_sweep(arguments.file)
                                   : short_sweep(arguments.file, arguments.grids, arguments.seeds);
    if (described && arguments.seeds) config.seeds = first_seeds(*arguments.seeds);
    if (arguments.metric) config.metric.name = *arguments.metric;
    return config;
}

}  // namespace

Command sweep_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    arguments->session.command_line = context.command_line;
    auto* app = program.add_subcommand("sweep", "Train with many values of some keys, and compare");
    app->add_option("FILE", arguments->file,
                    "the JSON file of a sweep, or of an experiment with --grid or --seeds")
        ->required();
    app->add_option("--grid", arguments->grids,
                    "values to try: --grid optimizer.learning_rate=0.1,0.01")
        ->type_name("KEY=VALUES")
        ->expected(1)
        ->take_all();
    app->add_option("--seeds", arguments->seeds, "try each combination with the seeds 1 to N")
        ->type_name("N")
        ->check(CLI::Range(1, 1000000));
    app->add_option("--set", arguments->overrides,
                    "override a key of the experiment: --set training.epochs=50")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app->add_option("--metric", arguments->metric,
                    "what to judge by (default: validation_loss, or train_loss)");
    app->add_option("-o,--output", arguments->output,
                    "the directory of the sweep (default: a new one in runs/)")
        ->type_name("DIR");
    app->add_flag("--force", arguments->force, "write into --output even if it is not empty")
        ->needs("--output");
    add_sweep_options(*app, arguments->session);
    return {app, [arguments, &context] {
                Sweep sweep(sweep_config(*arguments), arguments->overrides, context.extensions);
                const auto directory =
                    arguments->output
                        ? RunDirectory::make(*arguments->output, arguments->force)
                        : RunDirectory::make(sweep.base_directory(), sweep.config().name);
                return run_sweep(sweep, directory, arguments->session);
            }};
}

}  // namespace mlp::app
