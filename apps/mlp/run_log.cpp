#include "run_log.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include "progress.h"

#include <spdlog/sinks/basic_file_sink.h>

namespace mlp::app {

RunLog::RunLog(const std::filesystem::path& directory, Index epochs_per_row, bool kept)
    : epochs_per_row_(epochs_per_row) {
    try {
        auto file =
            std::make_shared<spdlog::sinks::basic_file_sink_st>(directory / "run.log", !kept);
        log_ = std::make_shared<spdlog::logger>("run", std::move(file));
    } catch (const spdlog::spdlog_ex& error) {
        throw RunError(error.what());
    }
    log_->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
    log_->flush_on(spdlog::level::warn);
}

bool RunLog::on_epoch(const EpochReport& report) {
    if (!has_row(report, epochs_per_row_)) return true;
    std::string text;
    for (const auto& [name, value] : report.train) text += " train_" + name + "=" + to_text(value);
    for (const auto& [name, value] : report.validation) {
        text += " validation_" + name + "=" + to_text(value);
    }
    log_->info("epoch {}{}", report.epoch, text);
    return true;
}

}  // namespace mlp::app
