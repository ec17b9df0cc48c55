#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/io/model.h"

#include "commands.h"
#include "prediction.h"
#include "table_input.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments : TableArguments {
    std::optional<std::string> output;
};

/// A cell of CSV, quoted where it must be.
std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

template <class T>
std::string class_rows(const Model<T>& model, const Matrix<T>& outputs) {
    const auto& columns = model.columns;
    const bool binary = outputs.rows() == 1;
    const bool probabilities = gives_probabilities(model);
    std::string text = cell("predicted_" + columns.targets.front());
    if (binary && !probabilities) {
        text += ",output";
    } else {
        for (const auto& name : columns.classes) {
            text += ',' + cell((probabilities ? "probability_" : "output_") + name);
        }
    }
    text += '\n';
    const T decision = decision_of(model);
    for (Index sample = 0; sample < outputs.cols(); ++sample) {
        const ConstView<T> output(outputs.col(sample).data(), outputs.rows(), 1);
        text += cell(columns.classes[static_cast<std::size_t>(class_of(output, decision))]);
        if (binary && probabilities) text += ',' + to_text(1 - output(0, 0));
        for (const T number : output.reshaped()) text += ',' + to_text(number);
        text += '\n';
    }
    return text;
}

template <class T>
std::string value_rows(const Model<T>& model, const Matrix<T>& outputs) {
    std::string text;
    for (const auto& name : model.columns.targets) {
        text += (text.empty() ? "" : ",") + cell("predicted_" + name);
    }
    text += '\n';
    for (Index sample = 0; sample < outputs.cols(); ++sample) {
        for (Index i = 0; i < outputs.rows(); ++i) {
            text += (i == 0 ? "" : ",") + to_text(outputs(i, sample));
        }
        text += '\n';
    }
    return text;
}

template <class T>
int predict(const Arguments& arguments, const Model<T>& model) {
    const RawData raw = read_csv(csv_options(arguments, {}), model.columns.features);
    const Matrix<T> outputs = model.predict(raw.inputs);
    const std::string text =
        model.columns.classification() ? class_rows(model, outputs) : value_rows(model, outputs);
    if (arguments.output && *arguments.output != "-") {
        write_file(*arguments.output, text);
    } else if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
               std::fflush(stdout) != 0) {
        throw RunError("standard output: cannot be written");
    }
    return done;
}

}  // namespace

Command predict_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("predict", "Predict a class or numbers for every row of a table");
    add_table_arguments(*app, *arguments);
    app->add_option("-o,--output", arguments->output,
                    "the CSV file to write (default: standard output)")
        ->type_name("FILE");
    return {app, [arguments, &context] {
                const AnyModel model = load_model(arguments->model, context.extensions);
                return std::visit([&](const auto& m) { return predict(*arguments, m); }, model);
            }};
}

}  // namespace mlp::app
