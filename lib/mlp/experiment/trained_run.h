#pragma once

#include "mlp/core/extension.h"
#include "mlp/report/decision_map.h"
#include "mlp/report/histogram.h"
#include "mlp/report/network_diagram.h"
#include "mlp/report/outcome.h"
#include "mlp/report/run_record.h"
#include "mlp/report/snapshots.h"

#include <memory>
#include <vector>

namespace mlp {

/// The saved network of a run and, once something needs them, its samples, read again by its
/// config; float or double. What the functions return is told in experiment/finished_run.h.
class TrainedRun {
  public:
    virtual ~TrainedRun() = default;
    virtual NetworkDiagram network() const = 0;
    virtual Outcome outcome() = 0;
    /// A frame for each snapshot, and one for the network as it was saved, of `last_epoch`.
    virtual DecisionMap decision_map(Index size, const std::vector<Snapshot>& snapshots,
                                     Index last_epoch) = 0;
    virtual UnitMaps unit_maps(Index size, Index max_units) = 0;
    virtual std::vector<Histogram> activations(Index bins) = 0;
};

/// Throws InputError if a run had its data from a pipe.
void check_data_can_be_read_again(const RunRecord& record);

/// Throws InputError if the run has no model yet, or it is damaged.
std::unique_ptr<TrainedRun> load_trained_run(const RunRecord& record, const Extensions& extensions);

}  // namespace mlp
