#include "mlp/config/reader.h"
#include "mlp/config/writer.h"
#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"
#include "mlp/nn/activation_curve.h"
#include "mlp/report/activation_plot.h"

#include "activation_facts.h"
#include "command_facts.h"
#include "commands.h"

#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string name;
    std::vector<std::string> settings;
    std::optional<std::string> at;
    std::optional<std::string> plot;
    bool all = false;
    bool json = false;
};

/// The library's activations, then the extensions.
std::vector<std::string> all_names(const Extensions& extensions) {
    auto names = activation_names().names();
    for (auto& name : extensions.names(activation_names().part())) {
        names.push_back(std::move(name));
    }
    return names;
}

Choice named(const std::string& name, const Extensions& extensions) {
    Choice choice(name);
    choice.extension = extensions.find(activation_names().part(), name);
    if (choice.extension || activation_names().find(name) != nullptr) return choice;
    throw InputError(fmt::format("unknown activation '{}'; {}", name,
                                 suggest(name, all_names(extensions), "known names")));
}

/// The activation with these options ("alpha=0.2"), which are read as those in a config are.
Choice configured(const Arguments& arguments, const Extensions& extensions) {
    Choice choice = named(arguments.name, extensions);
    if (arguments.settings.empty()) return choice;
    EntryInfo entry = activation_names().meant_by(choice);
    if (entry.options.empty()) {
        throw InputError(fmt::format("{} has no parameters that could be set", entry.name));
    }
    auto document = Document::parse("{}", entry.name);
    for (const auto& setting : arguments.settings) document.set(setting);
    entry.name.clear();  // without it, "type" is no key
    Reader reader(document, extensions);
    choice.options = reader.object(document.root(), "", entry).options;
    reader.finish();
    return choice;
}

/// "-2,0,1.5"
std::vector<double> numbers(std::string_view text) {
    std::vector<double> result;
    for (;;) {
        const auto comma = text.find(',');
        const auto part = text.substr(0, comma);
        const auto number = to_number(part);
        if (!number) {
            throw InputError(
                fmt::format("--at: '{}' is no finite number\n"
                            "  help: numbers with commas between: --at=-2,0,1.5",
                            part));
        }
        result.push_back(*number);
        if (comma == std::string_view::npos) return result;
        text.remove_prefix(comma + 1);
    }
}

/// All 17 digits of a number, and with a point or an exponent, so that it is read back as it was.
std::string json_number(double value) {
    if (!std::isfinite(value)) return "null";
    std::string text = fmt::format("{:.17g}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string json_list(const std::vector<double>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const double value : values) texts.push_back(json_number(value));
    return '[' + join(texts) + ']';
}

int print_values(const Arguments& arguments, const Choice& choice) {
    const auto curve = activation_curve(choice, numbers(*arguments.at));
    const auto parameters = write_object(choice, activation_names().meant_by(choice));
    if (arguments.json) {
        fmt::print("{{\"name\": {}, \"parameters\": {}, \"x\": {}, \"y\": {}, \"dy\": {}}}\n",
                   Json(choice.type).dump(), parameters.dump(), json_list(curve.x),
                   json_list(curve.y), json_list(curve.dy));
        return done;
    }
    const bool exact = activations<double>().make(choice)->exact_gradient();
    fmt::print("{:>25}{:>25}{:>25}\n", "z", "f(z)", exact ? "f'(z)" : "surrogate of f'(z)");
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
        // Where a value is made of several numbers, it stands beside each of them.
        fmt::print("{:>25}{:>25}{:>25}\n", to_text(curve.x[i]),
                   to_text(curve.y[i % curve.y.size()]), to_text(curve.dy[i]));
    }
    return done;
}

int print_facts(const Arguments& arguments, const ActivationFacts& facts) {
    fmt::print("{}", arguments.json ? facts_json(facts).dump(2) + '\n' : facts_text(facts));
    return done;
}

int print_list(const Arguments& arguments, const Extensions& extensions) {
    std::vector<ActivationFacts> list;
    for (const auto& name : all_names(extensions)) list.emplace_back(named(name, extensions));
    if (arguments.json) {
        auto array = Json::array();
        for (const auto& facts : list) array.push_back(facts_json(facts));
        fmt::print("{}\n", array.dump(2));
        return done;
    }
    fmt::print("{}\nmore of one:  mlp activations NAME\n", facts_table(list));
    return done;
}

/// All pictures are made before the first one is written.
int plot_all(const std::filesystem::path& directory, const Extensions& extensions) {
    std::vector<std::pair<std::filesystem::path, std::string>> pictures;
    for (const auto& name : all_names(extensions)) {
        const auto file = directory / (name + ".svg");
        pictures.emplace_back(file, activation_plot(named(name, extensions), file));
    }
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        throw RunError(fmt::format("{}: cannot be made: {}", directory.string(), error.message()));
    }
    for (const auto& [file, picture] : pictures) write_file(file, picture);
    return done;
}

int run(const Arguments& arguments, const Extensions& extensions) {
    if (arguments.all) return plot_all(*arguments.plot, extensions);
    if (arguments.name.empty()) {
        if (!arguments.plot) return print_list(arguments, extensions);
        throw InputError("--plot needs the name of an activation, or --all");
    }
    const Choice choice = configured(arguments, extensions);
    if (arguments.at) return print_values(arguments, choice);
    if (!arguments.plot) return print_facts(arguments, ActivationFacts(choice));
    write_file(*arguments.plot, activation_plot(choice, *arguments.plot));
    return done;
}

}  // namespace

Command activations_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand(
        "activations", "List the activation functions, or compute or draw one of them");
    auto* name = app->add_option("NAME", arguments->name, "the one to tell all about");
    offer(name, "NAME", all_names(context.extensions));
    app->add_option("--set", arguments->settings, "set a parameter: --set alpha=0.2")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all()
        ->needs(name);
    auto* at = app->add_option("--at", arguments->at,
                               "compute value and derivative, in float64: --at=-2,0,1.5")
                   ->type_name("NUMBERS")
                   ->needs(name);
    auto* json = app->add_flag("--json", arguments->json, "print JSON");
    auto* plot = app->add_option("--plot", arguments->plot,
                                 "draw it over [-5, 5] into a .svg or .png, by gnuplot")
                     ->type_name("FILE")
                     ->excludes(at)
                     ->excludes(json);
    app->add_flag("--all", arguments->all, "with --plot DIRECTORY: draw all, as DIRECTORY/NAME.svg")
        ->needs(plot)
        ->excludes(name);
    return {app, [arguments, &context] { return run(*arguments, context.extensions); }};
}

}  // namespace mlp::app
