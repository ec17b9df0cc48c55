#include "mlp/experiment/finished_run.h"

#include "mlp/config/experiment_config.h"
#include "mlp/experiment/rate_range_test.h"
#include "mlp/experiment/trained_run.h"
#include "mlp/report/run_record.h"

namespace mlp {
namespace {

Index epoch_at(const Json& json, const Json::json_pointer& place) {
    if (!json.is_object() || !json.contains(place)) return 0;
    const Json& value = json.at(place);
    return value.is_number_integer() ? value.get<Index>() : 0;
}

}  // namespace

FinishedRun::FinishedRun(const std::filesystem::path& directory, Extensions extensions)
    : record_(std::make_unique<RunRecord>(read_run(directory))),
      extensions_(std::move(extensions)) {}

FinishedRun::~FinishedRun() = default;

Index FinishedRun::best_epoch() const {
    return epoch_at(record_->summary, Json::json_pointer("/best_epoch"));
}

Index FinishedRun::saved_epoch() const {
    const auto place = Json::json_pointer("/early_stopping/restore_best");
    const bool best = record_->config.contains(place) && record_->config.at(place) == Json(true);
    return best && best_epoch() > 0 ? best_epoch()
                                    : epoch_at(record_->summary, Json::json_pointer("/epochs"));
}

TrainedRun& FinishedRun::trained() const {
    if (!trained_) trained_ = load_trained_run(*record_, extensions_);
    return *trained_;
}

Curves FinishedRun::curves() const { return read_curves(record_->directory); }

std::vector<LayerCurves> FinishedRun::layer_curves() const {
    return read_layer_curves(record_->directory);
}

NetworkDiagram FinishedRun::network() const { return trained().network(); }

Outcome FinishedRun::outcome() const { return trained().outcome(); }

DecisionMap FinishedRun::decision_map(Index size, Frames frames) const {
    return trained().decision_map(
        size, frames == Frames::all ? read_snapshots(record_->directory) : std::vector<Snapshot>{},
        saved_epoch());
}

UnitMaps FinishedRun::unit_maps(Index size, Index max_units) const {
    return trained().unit_maps(size, max_units);
}

std::vector<Histogram> FinishedRun::activations(Index bins) const {
    return trained().activations(bins);
}

RateRange FinishedRun::rate_range() const {
    check_data_can_be_read_again(*record_);
    return test_rate_range(read_experiment(record_->directory / "config.json", {}, extensions_));
}

}  // namespace mlp
