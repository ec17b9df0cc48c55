#include "mlp/report/metrics_files.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/report/summary_json.h"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace mlp {
namespace {

constexpr double seconds_between_flushes = 0.5;

double now() {
    const auto time = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(time).count();
}

}  // namespace

GrowingFile::GrowingFile(const std::filesystem::path& path, bool kept)
    : name_(path.string()),
      file_(std::fopen(path.c_str(), kept ? "ae" : "we")),
      last_flush_(now()) {
    if (!file_) fail();
}

void GrowingFile::fail() const {
    throw RunError(fmt::format("{}: cannot be written: {}", name_, std::strerror(errno)));
}

void GrowingFile::add(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) fail();
    if (now() - last_flush_ > seconds_between_flushes) flush();
}

void GrowingFile::flush() {
    if (std::fflush(file_.get()) != 0 || std::ferror(file_.get()) != 0) fail();
    last_flush_ = now();
}

Index GrowingFile::sync() {
    flush();
    const int descriptor = ::fileno(file_.get());
    struct stat status {};
    if (::fdatasync(descriptor) != 0 || ::fstat(descriptor, &status) != 0) fail();
    return status.st_size;
}

void GrowingFile::cut(Index bytes) {
    if (sync() < bytes) {
        throw RunError(
            fmt::format("{}: is shorter than when the checkpoint was written\n"
                        "  help: take the checkpoints away to train from the beginning",
                        name_));
    }
    if (::ftruncate(::fileno(file_.get()), bytes) != 0) fail();
}

bool visit_size(StateVisitor& state, const std::string& name, std::optional<GrowingFile>& file) {
    const Index length = file ? file->sync() : 0;
    Index size = length;
    state.visit(name, size);
    if (!file) return true;
    const bool goes_on = size > 0 && size <= length;
    file->cut(goes_on ? size : 0);
    return goes_on;
}

MetricsFiles::MetricsFiles(const std::filesystem::path& directory,
                           const MetricsFilesOptions& options)
    : csv_(directory / "metrics.csv", options.kept), options_(options) {
    if (options.with_times) jsonl_.emplace(directory / "metrics.jsonl", options.kept);
}

void MetricsFiles::on_step(Index step, double loss) {
    if (!jsonl_ || !options_.every_steps || step % *options_.every_steps != 0) return;
    jsonl_->add_line(nlohmann::ordered_json{{"step", step}, {"loss", loss}}.dump());
}

bool MetricsFiles::on_epoch(const EpochReport& report) {
    if (report.epoch % options_.every_epochs == 0) write_rows(report);
    return true;
}

void MetricsFiles::on_end(const EpochReport& last) {
    if (last.epoch != last_written_) write_rows(last);
}

void MetricsFiles::flush() {
    csv_.flush();
    if (jsonl_) jsonl_->flush();
}

void MetricsFiles::visit_state(StateVisitor& state) {
    Index csv = csv_.sync();
    Index jsonl = jsonl_ ? jsonl_->sync() : 0;
    state.visit("metrics.csv", csv);
    state.visit("metrics.jsonl", jsonl);
    state.visit("metrics.last_written", last_written_);
    csv_.cut(csv);
    if (jsonl_) jsonl_->cut(jsonl);
}

void MetricsFiles::write_rows(const EpochReport& report) {
    const bool first = last_written_ == 0;
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
    if (first) csv_.add_line(header);
    csv_.add_line(row);

    if (!jsonl_) return;
    nlohmann::ordered_json json = {
        {"epoch", report.epoch}, {"steps", report.steps}, {"train", scores_json(report.train)}};
    if (!report.validation.empty()) json["validation"] = scores_json(report.validation);
    json["learning_rate"] = report.learning_rate;
    json["seconds"] = report.seconds;
    jsonl_->add_line(json.dump());
}

}  // namespace mlp
