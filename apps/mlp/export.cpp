#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/io/exports.h"
#include "mlp/io/quantization.h"

#include "command_facts.h"
#include "commands.h"
#include "model_evaluation.h"
#include "model_file.h"
#include "terminal.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string model;
    std::string file;
    std::optional<std::string> format;
    std::optional<std::string> name;
    std::optional<std::string> data;
    std::string quantize = "none";
    bool preprocessing = false;
};

std::vector<std::string> names_of(const std::vector<ExportFormat>& formats) {
    std::vector<std::string> names;
    for (const auto& format : formats) names.emplace_back(format.name);
    return names;
}

/// The format that was asked for, or that the file's name tells.
const ExportFormat& chosen_format(const Arguments& arguments) {
    const auto& formats = export_formats();
    for (const auto& format : formats) {
        if (arguments.format ? format.name == *arguments.format
                             : arguments.file.ends_with(format.suffix)) {
            return format;
        }
    }
    if (!arguments.format) {
        throw InputError(
            fmt::format("{}: its name does not tell the format\n  help: say it with "
                        "--format: {}",
                        arguments.file, fmt::join(names_of(formats), ", ")));
    }
    throw InputError(fmt::format("--format: unknown format '{}'\n  help: {}", *arguments.format,
                                 suggest(*arguments.format, names_of(formats), "formats")));
}

/// Says what eight bits cost: each metric before and after.
void print_cost(const Evaluation& before, const Evaluation& after, const std::string& data) {
    fmt::print("{}: {} samples\n", data, before.samples);
    for (std::size_t i = 0; i < before.scores.size(); ++i) {
        const double was = before.scores[i].second;
        const double is = after.scores[i].second;
        fmt::print("  {}: {:.6g} as trained, {:.6g} with int8 weights ({:+.3g})\n",
                   before.scores[i].first, was, is, is - was);
    }
}

/// Puts int8 weights into the model, and says what that costs if there is data to judge it by.
template <class T>
void quantize(const Arguments& arguments, Model<T>& model) {
    if (!arguments.data) {
        quantize_weights(model.network);
        say("help: to see what int8 weights cost, give a table with known targets: --data FILE\n");
        return;
    }
    EvaluationArguments evaluation;
    evaluation.data = *arguments.data;
    const Evaluation before = evaluate_model(evaluation, model);
    quantize_weights(model.network);
    print_cost(before, evaluate_model(evaluation, model), *arguments.data);
}

int export_model(const Arguments& arguments, const Context& context) {
    const ExportFormat& format = chosen_format(arguments);
    const bool int8 = arguments.quantize == "int8";
    if (int8 && !format.int8) {
        throw InputError(
            fmt::format("--quantize: the format {} has no weights in eight bits\n"
                        "  help: use --format c",
                        format.name));
    }
    if (arguments.data && !int8) {
        throw InputError(
            "--data: is for judging what --quantize int8 costs, which was not asked "
            "for");
    }
    AnyModel model = load_model(model_file(arguments.model), context.extensions);
    if (int8) std::visit([&](auto& m) { quantize(arguments, m); }, model);
    ExportOptions options;
    options.preprocessing = arguments.preprocessing;
    options.int8 = int8;
    const std::string stem = std::filesystem::path(arguments.file).stem().string();
    if (arguments.file != "-") options.name = stem;
    if (arguments.name) options.name = *arguments.name;
    FileWriter out(arguments.file);
    out.write(format.write(model, options));
    out.finish();
    if (arguments.file != "-") fmt::print("{}\n", arguments.file);
    return done;
}

}  // namespace

Command export_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand("export", "Write a trained model for other programs");
    app->add_option("MODEL", arguments->model, "a model.safetensors, or the directory of a run")
        ->required();
    std::string formats;
    for (const auto& format : export_formats()) {
        formats += fmt::format("{}{}: {}", formats.empty() ? "" : "; ", format.name, format.help);
    }
    offer(app->add_option("--format", arguments->format,
                          formats + " (default: by the name of the file)"),
          "NAME", names_of(export_formats()));
    app->add_option("-o,--to", arguments->file, "the file to write; - is standard output")
        ->type_name("FILE")
        ->required();
    app->add_option("--name", arguments->name,
                    "what the model is called in it (default: as the file)");
    app->add_flag("--with-preprocessing", arguments->preprocessing,
                  "onnx: take raw columns, and give classes by name and numbers in the units of "
                  "the targets, as a C header always does");
    app->add_option("--quantize", arguments->quantize,
                    "int8: c: weights in eight bits, a quarter of the memory (default: none)")
        ->check(CLI::IsMember({"none", "int8"}));
    app->add_option("--data", arguments->data,
                    "a table with known targets, to say what --quantize costs")
        ->type_name("FILE");
    return {app, [arguments, &context] { return export_model(*arguments, context); }};
}

}  // namespace mlp::app
