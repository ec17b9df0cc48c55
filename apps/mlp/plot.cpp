#include "mlp/core/error.h"
#include "mlp/core/suggest.h"
#include "mlp/experiment/run_pictures.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/sweep_pictures.h"
#include "mlp/report/run_record.h"

#include "command_facts.h"
#include "commands.h"
#include "terminal.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    std::string directory;
    std::vector<std::string> only;
    std::vector<std::string> formats{"svg"};
    std::string output;
    bool quiet = false;
};

const std::vector<std::string> formats{"svg", "png"};

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// Throws InputError at names that are not among the known ones.
void check_names(const std::vector<std::string>& names, const std::vector<std::string>& known,
                 std::string_view what) {
    for (const auto& name : names) {
        if (holds(known, name)) continue;
        throw InputError(fmt::format("unknown {} '{}'\n  help: {}", what, name,
                                     suggest(name, known, fmt::format("known {}s", what))));
    }
}

/// Where the pictures go, in each of the formats. Their directory is made with the first one.
class Folder {
  public:
    explicit Folder(const Arguments& arguments)
        : path_(arguments.output.empty() ? fs::path(arguments.directory) / "plots"
                                         : fs::path(arguments.output)),
          formats_(arguments.formats) {}

    void add(const Picture& picture) {
        for (const auto& format : formats_) {
            const fs::path file = path_ / (picture.name + '.' + format);
            draw(picture, file);
            // At once: what is drawn is known, whatever becomes of the rest.
            fmt::print("{}\n", file.string());
            std::fflush(stdout);
        }
        ++count_;
    }
    int count() const { return count_; }

  private:
    fs::path path_;
    std::vector<std::string> formats_;
    int count_ = 0;
};

template <class Source>
using Pictures = std::span<const PictureOf<Source>>;

template <class Source>
std::vector<std::string> names_of(Pictures<Source> pictures) {
    std::vector<std::string> names;
    for (const auto& picture : pictures) names.emplace_back(picture.name);
    return names;
}

/// Draws what there is to draw. The exit code: bad_input if what was asked for lacks something,
/// failed if the drawing did.
template <class Source>
ExitCode plot(const Arguments& arguments, Pictures<Source> pictures, const Source& source,
              Folder& folder) {
    ExitCode code = done;
    for (const auto& picture : pictures) {
        const bool asked = holds(arguments.only, picture.name);
        if (!asked && (!arguments.only.empty() || picture.on_request)) continue;
        try {
            folder.add(picture.make(source));
        } catch (const GnuplotFailure& failure) {
            say("error: {}: {}\n", picture.name, failure.what());
            code = failed;
        } catch (const InputError& error) {
            const std::string reason = error.what();
            if (asked) {
                say("error: {}: {}\n", picture.name, reason);
                if (code == done) code = bad_input;
            } else if (!arguments.quiet) {
                say("{}: left out: {}\n", picture.name, reason.substr(0, reason.find('\n')));
            }
        }
    }
    return code;
}

ExitCode plot(const Arguments& arguments, const Extensions& extensions, Folder& folder) {
    if (is_sweep_directory(arguments.directory)) {
        check_names(arguments.only, names_of(sweep_pictures()), "picture");
        return plot(arguments, sweep_pictures(), read_sweep_figures(arguments.directory), folder);
    }
    check_names(arguments.only, names_of(run_pictures()), "picture");
    return plot(arguments, run_pictures(), FinishedRun(arguments.directory, extensions), folder);
}

int run(const Arguments& arguments, const Extensions& extensions) {
    check_names(arguments.formats, formats, "format");
    Folder folder(arguments);
    const ExitCode code = plot(arguments, extensions, folder);
    if (code == done && folder.count() == 0) {
        throw InputError(arguments.directory + ": there is nothing to draw");
    }
    return code;
}

template <class Source>
std::string list_of(std::string_view heading, Pictures<Source> pictures) {
    std::string text(heading);
    for (const auto& picture : pictures) {
        text += fmt::format("\n  {:<21}{}{}", picture.name, picture.help,
                            picture.on_request ? "; only with --only" : "");
    }
    return text;
}

}  // namespace

Command plot_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand("plot", "Draw pictures of a run or a sweep, by gnuplot");
    app->add_option("DIR", arguments->directory, "the directory of a run or of a sweep")
        ->required();
    auto* only = app->add_option("--only", arguments->only,
                                 "draw these and no others: --only curves,network")
                     ->delimiter(',');
    auto pictures = names_of(run_pictures());
    for (auto& name : names_of(sweep_pictures())) {
        if (!holds(pictures, name)) pictures.push_back(std::move(name));
    }
    offer(only, "NAMES", pictures);
    auto* format = app->add_option("--format", arguments->formats,
                                   "svg, png or both: --format svg,png (default: svg)")
                       ->delimiter(',');
    offer(format, "FORMATS", formats);
    app->add_option("--output", arguments->output, "write them there (default: DIR/plots)")
        ->type_name("DIR");
    app->add_flag("-q,--quiet", arguments->quiet, "do not say what is left out");
    app->footer(list_of("Pictures of a run:", run_pictures()) + "\n" +
                list_of("Pictures of a sweep:", sweep_pictures()));
    return {app, [arguments, &context] { return run(*arguments, context.extensions); }};
}

}  // namespace mlp::app
