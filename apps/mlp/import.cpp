#include "mlp/io/onnx/onnx_import.h"

#include "commands.h"
#include "terminal.h"

#include <memory>
#include <string>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string file;
    std::string model;
};

int import_model(const Arguments& arguments) {
    const Model<float> model = import_onnx(arguments.file);
    save_model(arguments.model, model);
    say("{}: {} inputs, {} outputs, {} parameters\n", arguments.file, model.network.inputs(),
        model.network.outputs(), model.network.parameters().values().size());
    fmt::print("{}\n", arguments.model);
    return done;
}

}  // namespace

Command import_command(CLI::App& program, const Context&) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand("import", "Make a model of an ONNX file");
    app->add_option("FILE", arguments->file, "an ONNX file: a chain of weights and activations")
        ->required();
    app->add_option("-o,--to", arguments->model, "the model to write, a safetensors file")
        ->type_name("FILE")
        ->required();
    return {app, [arguments] { return import_model(*arguments); }};
}

}  // namespace mlp::app
