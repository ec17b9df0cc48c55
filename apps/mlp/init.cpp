#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/data/csv.h"
#include "mlp/experiment/starting_config.h"

#include "commands.h"
#include "terminal.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    std::string data;
    std::vector<std::string> targets;
    std::optional<std::string> output;
    std::optional<std::string> delimiter;
    std::optional<std::string> task;
    bool no_header = false;
    bool force = false;
};

/// "data/iris.csv.gz" -> "iris"
std::string plain_name(const fs::path& path) {
    const std::string name = path.filename().string();
    const auto dot = name.find('.', 1);
    return name.substr(0, dot);
}

int init(const Arguments& arguments) {
    const std::string name = plain_name(arguments.data);
    const fs::path output = arguments.output.value_or(name + ".json");
    std::error_code ignored;
    if (output != "-" && !arguments.force && fs::exists(output, ignored)) {
        throw InputError(
            fmt::format("{}: is there already\n  help: name another file with -o, or "
                        "write over it with --force",
                        output.string()));
    }
    CsvOptions csv;
    csv.path = arguments.data;
    csv.target = arguments.targets;
    csv.delimiter = arguments.delimiter == "\\t" ? "\t" : arguments.delimiter;
    csv.header = !arguments.no_header;
    if (const auto problem = csv.problem(); !problem.empty()) throw InputError(problem);
    const RawData table = read_csv(csv, {});
    if (arguments.targets.empty()) {
        throw InputError(
            fmt::format("which column is to be predicted? name it with --target\n  "
                        "help: columns of the file: {}",
                        join(table.inputs.names)));
    }
    const fs::path folder = output == "-" ? fs::path(".") : fs::path(output).parent_path();
    fs::path path = fs::absolute(arguments.data, ignored);
    const fs::path near = fs::proximate(path, folder.empty() ? "." : folder, ignored);
    // A path that climbs far out of the folder reads better from the root.
    if (!near.empty() && !near.string().starts_with("../..")) path = near;
    const std::string file = output == "-" ? name + ".json" : output.string();
    StartingPoint start{file, name, path.string(), arguments.targets};
    start.delimiter = csv.delimiter;
    start.header = csv.header;
    if (arguments.task) start.classification = *arguments.task == "classification";
    const std::string text = starting_config(table, start);
    if (output == "-") {
        fmt::print("{}", text);
        return done;
    }
    write_file(output, text);
    say("{} is written; next:\n  mlp train {}\n", output.string(), output.string());
    return done;
}

}  // namespace

Command init_command(CLI::App& program, const Context&) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand("init", "Look at a table and write a config to start with");
    app->add_option("DATA", arguments->data, "a table (.csv, .tsv, also .gz)")->required();
    app->add_option("--target", arguments->targets, "the column to predict; may be given again")
        ->type_name("NAME")
        ->expected(1)
        ->take_all();
    app->add_option("-o,--output", arguments->output,
                    "the config to write; - for standard output (default: by the table's name)")
        ->type_name("FILE");
    app->add_option("--task", arguments->task,
                    "classification or regression (default: the table decides)")
        ->type_name("TASK")
        ->check(CLI::IsMember({"classification", "regression"}));
    app->add_option("--delimiter", arguments->delimiter,
                    "one character between cells; \\t is a tab (default: by the file's name)")
        ->type_name("CHAR");
    app->add_flag("--no-header", arguments->no_header,
                  "columns are called column_1, column_2, ...");
    app->add_flag("--force", arguments->force, "write over a file that is there");
    return {app, [arguments] { return init(*arguments); }};
}

}  // namespace mlp::app
