#include "diagnosis_screen.h"

#include "mlp/report/layer_table.h"
#include "mlp/report/wrapped.h"

#include "progress.h"
#include "terminal.h"

namespace mlp::app {

DiagnosisScreen::DiagnosisScreen(spdlog::logger& log, Progress* progress, bool quiet)
    : log_(log),
      progress_(progress),
      quiet_(quiet),
      diagnosis_([this](const Finding& finding) { tell(finding); }) {}

bool DiagnosisScreen::on_epoch(const EpochReport& report) {
    if (!report.layers.empty()) {
        epoch_ = report.epoch;
        layers_ = report.layers;
    }
    return diagnosis_.on_epoch(report);
}

void DiagnosisScreen::tell(const Finding& finding) {
    log_.warn("{}; try {}", finding.problem, finding.remedy);
    if (quiet_) return;
    if (progress_ != nullptr) progress_->make_room();
    const std::size_t width = widest_line(stderr);
    say("{}  {}", wrapped("warning: " + finding.problem, width),
        wrapped("help: try " + finding.remedy, width - 2));
}

void DiagnosisScreen::print_layers() const {
    if (epoch_ == 0) return;
    const std::string table = layer_table(layers_);
    const auto end_of_heading = table.find('\n');
    fmt::print("\nthe layers in epoch {}\n{}{}", epoch_,
               bold(stdout, table.substr(0, end_of_heading)), table.substr(end_of_heading));
}

}  // namespace mlp::app
