#include "mlp/core/suggest.h"
#include "mlp/optim/schedule.h"
#include "mlp/optim/schedules/cycles.h"
#include "mlp/optim/schedules/decays.h"
#include "mlp/optim/schedules/reduce_on_plateau.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

template <class... S>
Catalogue<Schedule> table() {
    return {"schedule", "constant", {catalogue_entry<Schedule, S, ScheduleOf<S>>()...}};
}

}  // namespace

/// The table: one struct in schedules/, one name here.
const Catalogue<Schedule>& schedules() {
    using namespace schedule;
    static const auto catalogue = table<Constant, Step, MultiStep, Exponential, InverseTime,
                                        Polynomial, Cosine, OneCycle, ReduceOnPlateau>();
    return catalogue;
}

const CatalogueInfo& schedule_names() { return schedules(); }

void check_monitor(const Schedule& schedule, const std::vector<std::string>& measured) {
    const std::string name = schedule.monitor();
    if (name.empty() || std::find(measured.begin(), measured.end(), name) != measured.end()) return;
    throw InputError(fmt::format("the schedule watches '{}', which is not measured; {}", name,
                                 suggest(name, measured, "measured values")));
}

}  // namespace mlp
