#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/state.h"

#include <string>
#include <vector>

namespace mlp {

struct ScheduleTraits {};

/// How long a training is, for schedules that end with it.
struct TrainingLength {
    Index epochs = 1;
    Index steps_per_epoch = 1;
};

/// How the learning rate changes while training. Not shared between threads.
class Schedule {
  public:
    using Traits = ScheduleTraits;
    virtual ~Schedule() = default;

    /// The learning rate of a step. `base`: that of the optimizer's options. `epoch` and `step`
    /// count from 0 over the whole training. A schedule per epoch looks at the epoch only, so all
    /// steps of an epoch have the same rate; one per step looks at the step only.
    virtual double rate(double base, Index epoch, Index step,
                        const TrainingLength& length) const = 0;

    /// What reduce_on_plateau watches, "train_loss" or "validation_loss" or any column of
    /// metrics.csv; empty for all others.
    virtual std::string monitor() const { return {}; }
    /// Is told the watched value after every epoch.
    virtual void observe(double /*value*/) {}

    /// All that it keeps between epochs.
    virtual void visit_state(StateVisitor& /*state*/) {}
};

/// All schedules by name.
const Catalogue<Schedule>& schedules();
const CatalogueInfo& schedule_names();

/// Throws InputError unless what the schedule watches, if it watches anything, is among `measured`.
void check_monitor(const Schedule& schedule, const std::vector<std::string>& measured);

}  // namespace mlp
