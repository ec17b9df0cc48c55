#pragma once

#include "mlp/report/plots/network_layout.h"

#include <string>

namespace mlp {

/// The largest finite weight and bias of a network, by absolute value: what all others are measured
/// by. 0 if there is none.
struct NetworkScale {
    explicit NetworkScale(const NetworkDiagram& network);

    double weight = 0;
    double bias = 0;
    bool wrong = false;  ///< whether some are no finite numbers
};

/// The plot command, with its data, that draws weights, units, and the samples of the legend.
std::string network_lines(const NetworkLayout& layout, const NetworkScale& scale);

}  // namespace mlp
