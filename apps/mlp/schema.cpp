#include "mlp/config/schema.h"

#include "commands.h"

#include <fmt/core.h>

namespace mlp::app {

Command schema_command(CLI::App& program) {
    auto* app = program.add_subcommand("schema", "Print the JSON Schema of configs");
    return {app, [] {
                fmt::print("{}", experiment_schema());
                return static_cast<int>(done);
            }};
}

}  // namespace mlp::app
