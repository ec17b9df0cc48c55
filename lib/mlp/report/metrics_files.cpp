#include "mlp/report/metrics_files.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/report/summary_json.h"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {
namespace {

constexpr double seconds_between_flushes = 0.5;

double now() {
    const auto time = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(time).count();
}

}  // namespace

GrowingFile::GrowingFile(const std::filesystem::path& path)
    : name_(path.string()), file_(std::fopen(path.c_str(), "we")), last_flush_(now()) {
    if (!file_)
        throw RunError(fmt::format("{}: cannot be written: {}", name_, std::strerror(errno)));
}

void GrowingFile::add_line(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), file_.get());
    std::fputc('\n', file_.get());
    if (now() - last_flush_ > seconds_between_flushes) flush();
}

void GrowingFile::flush() {
    if (std::fflush(file_.get()) != 0 || std::ferror(file_.get()) != 0) {
        throw RunError(fmt::format("{}: cannot be written: {}", name_, std::strerror(errno)));
    }
    last_flush_ = now();
}

MetricsFiles::MetricsFiles(const std::filesystem::path& directory, Index every_epochs,
                           std::optional<Index> every_steps)
    : csv_(directory / "metrics.csv"),
      jsonl_(directory / "metrics.jsonl"),
      every_epochs_(every_epochs),
      every_steps_(every_steps) {}

void MetricsFiles::on_step(Index step, double loss) {
    if (!every_steps_ || step % *every_steps_ != 0) return;
    jsonl_.add_line(nlohmann::ordered_json{{"step", step}, {"loss", loss}}.dump());
}

bool MetricsFiles::on_epoch(const EpochReport& report) {
    if (report.epoch % every_epochs_ == 0) write_rows(report);
    return true;
}

void MetricsFiles::on_end(const EpochReport& last) {
    if (last.epoch != last_written_) write_rows(last);
}

void MetricsFiles::flush() {
    csv_.flush();
    jsonl_.flush();
}

void MetricsFiles::write_rows(const EpochReport& report) {
    last_written_ = report.epoch;
    std::string header = "epoch";
    std::string row = std::to_string(report.epoch);
    const auto add = [&](const std::string& name, double value) {
        header += ',' + name;
        row += ',' + to_text(value);
    };
    for (const auto& [name, value] : report.train) add("train_" + name, value);
    for (const auto& [name, value] : report.validation) add("validation_" + name, value);
    add("learning_rate", report.learning_rate);
    if (!header_written_) csv_.add_line(header);
    header_written_ = true;
    csv_.add_line(row);

    nlohmann::ordered_json json = {
        {"epoch", report.epoch}, {"steps", report.steps}, {"train", scores_json(report.train)}};
    if (!report.validation.empty()) json["validation"] = scores_json(report.validation);
    json["learning_rate"] = report.learning_rate;
    json["seconds"] = report.seconds;
    jsonl_.add_line(json.dump());
}

}  // namespace mlp
