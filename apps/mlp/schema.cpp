#include "mlp/config/schema.h"

#include "mlp/report/reference_page.h"

#include "commands.h"

#include <memory>

#include <fmt/core.h>

namespace mlp::app {

Command schema_command(CLI::App& program, const Context&) {
    auto markdown = std::make_shared<bool>(false);
    auto* app = program.add_subcommand("schema", "Print the JSON Schema of configs");
    app->add_flag("--markdown", *markdown, "print the reference page of configs instead");
    return {app, [markdown] {
                fmt::print("{}", *markdown ? reference_page() : experiment_schema());
                return static_cast<int>(done);
            }};
}

}  // namespace mlp::app
