#pragma once

#include "mlp/data/csv.h"
#include "mlp/data/dataset.h"

#include <string>

#include <CLI/CLI.hpp>

namespace mlp::app {

/// The arguments of commands that use a model on a CSV file.
struct TableArguments {
    std::string model;
    std::string data;
    std::string delimiter = ",";
    bool no_header = false;
};

void add_table_arguments(CLI::App& app, TableArguments& arguments);

/// How to read the data: with the target columns, or without.
CsvOptions csv_options(const TableArguments& arguments, const std::vector<std::string>& targets);

}  // namespace mlp::app
