#pragma once

#include "mlp/core/matrix.h"

#include <algorithm>
#include <array>

namespace mlp {

/// Whether an epoch is one of those at which a training is looked at closely: 0 (before it), each
/// of the first ten, and then ten a decade: 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, ... So
/// there are enough of them where much happens, and few in all, however long the training is to be.
inline bool is_snapshot_epoch(Index epoch) {
    if (epoch <= 10) return epoch >= 0;
    constexpr std::array<Index, 10> tenths{10, 12, 15, 20, 25, 30, 40, 50, 60, 80};
    Index decade = 1;  // the power of ten with 10 decade <= epoch < 100 decade
    while (epoch >= 100 * decade) decade *= 10;
    return std::ranges::any_of(tenths, [&](Index tenth) { return epoch == tenth * decade; });
}

}  // namespace mlp
