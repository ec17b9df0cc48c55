#pragma once

#include "mlp/data/csv.h"
#include "mlp/data/preprocessing.h"

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace mlp::app {

/// The arguments of commands that use a model on a table.
struct TableArguments {
    std::string model;
    std::string data;
    std::optional<std::string> delimiter;
    bool no_header = false;
};

void add_table_arguments(CLI::App& app, TableArguments& arguments);

/// How to read the data: with the target columns, or without.
CsvOptions csv_options(const TableArguments& arguments, const std::vector<std::string>& targets);

/// Says on standard error which cells hold categories that training did not have.
void print_unknown(const UnknownTexts& unknown, const std::string& origin);

}  // namespace mlp::app
