#include "mlp/config/schema.h"

#include "mlp/report/reference_page.h"

#include "commands.h"

#include <memory>

#include <fmt/core.h>

namespace mlp::app {

Command schema_command(CLI::App& program, const Context&) {
    struct Arguments {
        bool markdown = false;
        bool sweep = false;
    };
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand("schema", "Print the JSON Schema of configs");
    auto* markdown = app->add_flag("--markdown", arguments->markdown,
                                   "print the reference page of configs instead");
    app->add_flag("--sweep", arguments->sweep, "print the JSON Schema of sweeps instead")
        ->excludes(markdown);
    return {app, [arguments] {
                fmt::print("{}", arguments->markdown ? reference_page()
                                 : arguments->sweep  ? sweep_schema()
                                                     : experiment_schema());
                return static_cast<int>(done);
            }};
}

}  // namespace mlp::app
