#include "table_input.h"

#include "mlp/core/error.h"

namespace mlp::app {

void add_table_arguments(CLI::App& app, TableArguments& arguments) {
    app.add_option("MODEL", arguments.model, "a model.safetensors of a run")->required();
    app.add_option("DATA", arguments.data, "a CSV file; - for standard input")->required();
    app.add_option("--delimiter", arguments.delimiter, "one character between cells; \\t is a tab")
        ->type_name("CHAR");
    app.add_flag("--no-header", arguments.no_header, "columns are called column_1, column_2, ...");
}

CsvOptions csv_options(const TableArguments& arguments, const std::vector<std::string>& targets) {
    CsvOptions csv;
    csv.path = arguments.data;
    csv.target = targets;
    csv.delimiter = arguments.delimiter == "\\t" ? "\t" : arguments.delimiter;
    csv.header = !arguments.no_header;
    if (const auto problem = csv.problem(); !problem.empty()) throw InputError(problem);
    return csv;
}

}  // namespace mlp::app
