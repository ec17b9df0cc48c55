#include "mlp/experiment/run_report.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr Index map_size = 64;  ///< cells of the decision map in each direction; a byte each
constexpr Index bins = 40;      ///< of the histograms

template <class Make>
auto part(Make make) -> PagePart<decltype(make())> {
    try {
        return {make(), {}};
    } catch (const InputError& error) {
        return {{}, error.what()};
    }
}

DecisionMap decision_map(const FinishedRun& run) {
    // A single cell tells the number of classes before much is computed for each of them.
    const auto classes = run.decision_map(1, FinishedRun::Frames::last).classes.size();
    if (classes > most_map_classes) {
        throw InputError(fmt::format(
            "{} classes, where the page's map has room for {}\n  help: mlp plot {} --only boundary "
            "draws it",
            classes, most_map_classes, run.record().directory.string()));
    }
    return run.decision_map(map_size, FinishedRun::Frames::all);
}

bool is_empty(const ReportPage& page) {
    return page.record.summary.is_null() && !page.curves && !page.network && !page.layer_curves;
}

}  // namespace

ReportPage report_page(const FinishedRun& run) {
    ReportPage page{run.record(), run.best_epoch()};
    page.curves = part([&] { return run.curves(); });
    page.layer_curves = part([&] { return run.layer_curves(); });
    page.network = part([&] { return run.network(); });
    if (is_empty(page)) {
        throw InputError(fmt::format("{}: there is nothing to show yet: no metrics and no model",
                                     run.record().directory.string()));
    }
    page.outcome = part([&] { return run.outcome(); });
    page.decision_map = part([&] { return decision_map(run); });
    page.activations = part([&] { return run.activations(bins); });
    return page;
}

std::filesystem::path write_report(const FinishedRun& run) {
    const auto file = run.record().directory / "report.html";
    write_file(file, report_html(report_page(run)));
    return file;
}

}  // namespace mlp
