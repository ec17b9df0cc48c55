#include "mlp/core/error.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"
#include "mlp/io/model.h"
#include "mlp/report/explain/explanation_formats.h"

#include "command_facts.h"
#include "commands.h"
#include "model_file.h"
#include "sample_input.h"

#include <cmath>
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
    std::string input;
    std::optional<std::string> target;
    double learning_rate = 0.1;
    std::string format = "text";
    std::string terms = "8";
};

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const auto& format : explanation_formats()) names.emplace_back(format.name);
    return names;
}

const ExplanationFormat& format_of(const std::string& name) {
    for (const auto& format : explanation_formats()) {
        if (format.name == name) return format;
    }
    throw InputError(fmt::format("--format: unknown format '{}'; {}", name,
                                 suggest(name, format_names(), "formats")));
}

ExplanationLimits limits_of(const std::string& terms) {
    if (terms == "all") return ExplanationLimits::none();
    const auto number = to_number(terms);
    if (!number || *number < 0 || *number > 1e9 || std::floor(*number) != *number) {
        throw InputError(
            fmt::format("--terms: '{}' is no whole number of at least 0, nor 'all'", terms));
    }
    if (*number == 0) return ExplanationLimits::none();
    ExplanationLimits limits;
    limits.terms = static_cast<Index>(*number);
    return limits;
}

/// What a message calls the only sample.
constexpr std::string_view place = "--input: sample 0";

template <class T>
Explanation explain_model(const Arguments& arguments, const Model<T>& model) {
    const ExplanationLimits limits = limits_of(arguments.terms);
    const RawData raw = sample_from(arguments.input, model.preprocessing);
    std::optional<TargetOfExplanation> target;
    if (arguments.target) {
        target = {*arguments.target,
                  target_from(*arguments.target, model.targets, losses<T>().traits(model.loss),
                              model.network.outputs()),
                  arguments.learning_rate};
    }
    try {
        return explain<T>({model.network, model.preprocessing, model.targets, model.loss}, raw,
                          target, limits);
    } catch (const InputError& error) {
        std::string message = error.what();
        if (message.starts_with(place)) message.replace(0, place.size(), "--input");
        throw InputError(message);
    }
}

int run(const Arguments& arguments, const Extensions& extensions) {
    const ExplanationFormat& format = format_of(arguments.format);
    if (!std::isfinite(arguments.learning_rate) || arguments.learning_rate <= 0) {
        throw InputError(
            fmt::format("--learning-rate: {} is not above 0", arguments.learning_rate));
    }
    const auto file = model_file(arguments.model);
    const AnyModel model = load_model(file, extensions);
    Explanation explanation =
        std::visit([&](const auto& m) { return explain_model(arguments, m); }, model);
    explanation.model = utf8_of(file.string());
    fmt::print("{}", format.write(explanation));
    return done;
}

}  // namespace

Command explain_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand(
        "explain", "Write out by hand what a model computes, and how it would learn");
    app->add_option("MODEL", arguments->model,
                    "a model.safetensors, a checkpoint, or a run directory")
        ->required();
    app->add_option(
           "--input", arguments->input,
           "one sample: the columns of the data in their order, not scaled: --input=5.1,red")
        ->type_name("CELLS")
        ->required();
    auto* target =
        app->add_option("--target", arguments->target,
                        "what the output should be: writes out the loss, the gradients and one "
                        "step of gradient descent")
            ->type_name("CLASS|NUMBERS");
    app->add_option("--learning-rate", arguments->learning_rate, "of that step (default: 0.1)")
        ->type_name("NUMBER")
        ->needs(target);
    auto* format = app->add_option("--format", arguments->format,
                                   "text, markdown, json or latex (default: text)");
    offer(format, "NAME", format_names());
    app->add_option(
           "--terms", arguments->terms,
           "the largest terms of each sum that are written out; all: everything (default: 8, and "
           "8 neurons a layer)")
        ->type_name("N");
    return {app, [arguments, &context] { return run(*arguments, context.extensions); }};
}

}  // namespace mlp::app
