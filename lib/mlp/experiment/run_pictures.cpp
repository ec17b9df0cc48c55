#include "mlp/experiment/run_pictures.h"

#include "mlp/core/error.h"
#include "mlp/report/plots/activations_plot.h"
#include "mlp/report/plots/boundary_plot.h"
#include "mlp/report/plots/confusion_plot.h"
#include "mlp/report/plots/curves_plot.h"
#include "mlp/report/plots/gradients_plot.h"
#include "mlp/report/plots/learning_rate_range_plot.h"
#include "mlp/report/plots/network_plot.h"
#include "mlp/report/plots/neurons_plot.h"
#include "mlp/report/plots/predictions_plot.h"
#include "mlp/report/plots/ranking_plot.h"

#include <array>

namespace mlp {
namespace {

constexpr Index map_size = 160;  // cells of a boundary in each direction
constexpr Index unit_map_size = 48;
constexpr Index most_units = 64;
constexpr Index bins = 40;

Outcome classes_of(const FinishedRun& run) {
    Outcome outcome = run.outcome();
    if (!outcome.classification()) throw InputError("the network predicts numbers, not classes");
    return outcome;
}

Outcome numbers_of(const FinishedRun& run) {
    Outcome outcome = run.outcome();
    if (outcome.classification()) throw InputError("the network predicts classes, not numbers");
    return outcome;
}

using Run = FinishedRun;

/// The pictures: one entry each.
constexpr std::array<PictureOf<Run>, 13> table{{
    {"curves", "loss of training and validation by epoch", false,
     [](const Run& run) { return curves_picture(run.curves(), run.best_epoch()); }},
    {"metrics", "the other metrics by epoch", false,
     [](const Run& run) { return metrics_picture(run.curves(), run.best_epoch()); }},
    {"learning_rate", "learning rate by epoch", false,
     [](const Run& run) { return learning_rate_picture(run.curves(), run.best_epoch()); }},
    {"gradients", "norms of gradients and updates of each layer by epoch", false,
     [](const Run& run) { return gradients_picture(run.layer_curves(), run.best_epoch()); }},
    {"confusion", "which classes are taken for which", false,
     [](const Run& run) { return confusion_picture(classes_of(run)); }},
    {"roc", "true positive rate over false positive rate", false,
     [](const Run& run) { return roc_picture(classes_of(run)); }},
    {"precision_recall", "precision over recall", false,
     [](const Run& run) { return precision_recall_picture(classes_of(run)); }},
    {"predictions", "predicted numbers over actual ones", false,
     [](const Run& run) { return predictions_picture(numbers_of(run)); }},
    {"boundary", "what is predicted over the plane of two features", false,
     [](const Run& run) {
         return boundary_picture(run.decision_map(map_size, Run::Frames::last));
     }},
    {"neurons", "what each hidden unit answers over that plane", false,
     [](const Run& run) { return neurons_picture(run.unit_maps(unit_map_size, most_units)); }},
    {"network", "units and weights of the trained network", false,
     [](const Run& run) { return network_picture(run.network()); }},
    {"activations", "how the outputs of each layer are spread", false,
     [](const Run& run) { return activations_picture(run.activations(bins)); }},
    {"learning_rate_range", "loss while the learning rate grows; trains for some hundred steps",
     true, [](const Run& run) { return learning_rate_range_picture(run.rate_range()); }},
}};

}  // namespace

std::span<const PictureOf<FinishedRun>> run_pictures() { return table; }

}  // namespace mlp
