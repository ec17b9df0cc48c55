#include "mlp/report/diagnostics_file.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/report/layer_curves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <sstream>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "diagnostics.csv";

/// A column of the file: where its number stands in what is written and in what is read.
struct Column {
    const char* name;
    double LayerReport::*written;
    std::vector<double> LayerCurves::*read;
};
constexpr std::array<Column, 9> columns{{
    {"pre_activation_mean", &LayerReport::pre_activation_mean, &LayerCurves::pre_activation_mean},
    {"pre_activation_sd", &LayerReport::pre_activation_sd, &LayerCurves::pre_activation_sd},
    {"activation_mean", &LayerReport::activation_mean, &LayerCurves::activation_mean},
    {"activation_sd", &LayerReport::activation_sd, &LayerCurves::activation_sd},
    {"silent", &LayerReport::silent, &LayerCurves::silent},
    {"dead", &LayerReport::dead, &LayerCurves::dead},
    {"saturated", &LayerReport::saturated, &LayerCurves::saturated},
    {"gradient_norm", &LayerReport::gradient_norm, &LayerCurves::gradient_norm},
    {"update_ratio", &LayerReport::update_ratio, &LayerCurves::update_ratio},
}};

std::string header() {
    std::string text = "epoch,layer";
    for (const auto& column : columns) text += std::string(",") + column.name;
    return text;
}

/// Takes away the last epoch where a run was broken off between its rows. Returns whether all
/// layers then have the same epochs.
bool complete(std::vector<LayerCurves>& all) {
    if (all.empty()) return true;
    const std::size_t rows = all.back().epochs.size();
    for (auto& curves : all) {
        if (curves.epochs.size() != rows + 1) continue;
        curves.epochs.pop_back();
        for (const auto& column : columns) (curves.*column.read).pop_back();
    }
    return std::ranges::all_of(
        all, [&](const LayerCurves& curves) { return curves.epochs == all.front().epochs; });
}

LayerCurves& curves_of(std::vector<LayerCurves>& all, std::string_view layer) {
    for (auto& curves : all) {
        if (curves.layer == layer) return curves;
    }
    all.emplace_back().layer = layer;
    return all.back();
}

}  // namespace

DiagnosticsFile::DiagnosticsFile(const fs::path& directory, bool wanted, bool kept) {
    if (!wanted) return;
    file_.emplace(directory / file_name, kept);
    if (!kept) begin();
}

void DiagnosticsFile::begin() { file_->add_line(header()); }

bool DiagnosticsFile::on_epoch(const EpochReport& report) {
    if (!file_) return true;
    for (const auto& layer : report.layers) {
        std::string row = fmt::format("{},{}", report.epoch, layer.name);
        for (const auto& column : columns) {
            const double value = layer.*column.written;
            row += ',' + (std::isnan(value) ? "" : to_text(value));
        }
        file_->add_line(row);
    }
    return true;
}

void DiagnosticsFile::on_end(const EpochReport& /*last*/) {
    if (file_) file_->flush();
}

void DiagnosticsFile::visit_state(StateVisitor& state) {
    if (!visit_size(state, file_name, file_)) begin();
}

std::vector<LayerCurves> read_layer_curves(const fs::path& run_directory) {
    const auto path = run_directory / file_name;
    std::error_code error;
    if (!fs::exists(path, error)) {
        throw InputError(
            fmt::format("{}: there are no diagnostics of the layers\n"
                        "  help: train with \"logging\": {{\"diagnostics\": true}}",
                        path.string()));
    }
    const std::string text = read_file(path);
    // An unfinished last line is of a run that goes on.
    std::istringstream lines(text.substr(0, text.find_last_of('\n') + 1));
    std::string line;
    std::getline(lines, line);
    const auto damaged = [&](Index number) {
        return InputError(
            fmt::format("{}:{}: is damaged: no row of diagnostics", path.string(), number));
    };
    if (line != header()) throw damaged(1);
    std::vector<LayerCurves> all;
    for (Index number = 2; std::getline(lines, line); ++number) {
        std::istringstream cells(line + ',');
        std::string epoch;
        std::string layer;
        std::string cell;
        if (!std::getline(cells, epoch, ',') || !std::getline(cells, layer, ',')) {
            throw damaged(number);
        }
        LayerCurves& curves = curves_of(all, layer);
        const auto add = [&](std::vector<double>& to, const std::string& spelled, bool may_miss) {
            const auto value = to_number(spelled);
            if (!value && !(may_miss && (spelled.empty() || spelled == "inf"))) {
                throw damaged(number);
            }
            to.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
        };
        add(curves.epochs, epoch, false);
        for (const auto& column : columns) {
            if (!std::getline(cells, cell, ',')) throw damaged(number);
            add(curves.*column.read, cell, true);
        }
    }
    if (!complete(all)) {
        throw InputError(
            fmt::format("{}: is damaged: its layers do not have the same epochs", path.string()));
    }
    return all;
}

}  // namespace mlp
