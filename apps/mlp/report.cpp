#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/experiment/run_report.h"
#include "mlp/report/html/missing_parts.h"
#include "mlp/report/run_record.h"

#include "commands.h"
#include "terminal.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string directory;
    std::optional<std::string> output;
    bool quiet = false;
};

void check_no_sweep(const std::filesystem::path& directory) {
    if (!is_sweep_directory(directory)) return;
    throw InputError(
        fmt::format("{0}: this is a sweep, and a report shows one run\n"
                    "  help: name one of its runs, such as {1}; for all of them: mlp compare {0}, "
                    "or mlp plot {0}",
                    directory.string(), (directory / "runs" / "0001").string()));
}

int run(const Arguments& arguments, const Extensions& extensions) {
    const std::filesystem::path directory = arguments.directory;
    check_no_sweep(directory);
    const ReportPage page = report_page(FinishedRun(directory, extensions));
    if (!arguments.quiet) {
        for (const auto& [names, reason] : missing_parts(page)) {
            say("not shown: {}: {}\n", names, reason);
        }
    }
    const std::filesystem::path file =
        arguments.output ? std::filesystem::path(*arguments.output) : directory / "report.html";
    write_file(file, report_html(page));
    fmt::print("{}\n", file.string());
    return done;
}

}  // namespace

Command report_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand(
        "report", "Write what a run was and did as one HTML page, to be opened in a browser");
    app->add_option("RUN_DIR", arguments->directory, "the directory of the run")->required();
    app->add_option("-o,--output", arguments->output,
                    "the file to write (default: report.html in RUN_DIR)")
        ->type_name("FILE");
    app->add_flag("-q,--quiet", arguments->quiet, "print nothing but the path of the page");
    return {app, [arguments, &context] { return run(*arguments, context.extensions); }};
}

}  // namespace mlp::app
