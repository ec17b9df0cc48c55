#include "table_input.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include "terminal.h"

namespace mlp::app {

void add_table_arguments(CLI::App& app, TableArguments& arguments) {
    app.add_option("MODEL", arguments.model, "a model.safetensors of a run")->required();
    app.add_option("DATA", arguments.data, "a table (.csv, .tsv, also .gz); - for standard input")
        ->required();
    app.add_option("--delimiter", arguments.delimiter,
                   "one character between cells; \\t is a tab (default: by the file's name)")
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

void print_unknown(const UnknownTexts& unknown, const std::string& origin) {
    for (const auto& [column, noted] : unknown.columns) {
        say("{}: warning: column '{}': {} with a category that training did not have, such as "
            "'{}': all its inputs are 0\n",
            origin, column, counted(static_cast<std::size_t>(noted.cells), "cell"), noted.example);
    }
}

}  // namespace mlp::app
