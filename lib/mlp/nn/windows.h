#pragma once

#include "mlp/core/options.h"
#include "mlp/nn/shape.h"

namespace mlp {

/// Windows of height × width that slide over an image: how many fit, and where they start.
struct Windows {
    Index height = 1, width = 1;  ///< of a window
    Index step_down = 1, step_right = 1;
    Index pad_down = 0, pad_right = 0;  ///< zeros before and after the image

    /// From options that are one number for both directions, or two: down, right.
    Windows(const Integers& size, const Integers& stride, const Integers& padding);
    /// Rows and columns of places where a window fits. Throws InputError where there is none.
    Shape places(const Shape& image) const;
};

}  // namespace mlp
