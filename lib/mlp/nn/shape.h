#pragma once

#include "mlp/core/matrix.h"

#include <string>

namespace mlp {

/// How the numbers of one sample are arranged: a flat list, or an image of channels × height ×
/// width. An image stands in memory channel by channel, each row by row (as PyTorch's C × H × W).
struct Shape {
    Index channels = 0;
    Index height = 1;
    Index width = 1;
    bool is_image = false;

    Shape() = default;
    Shape(Index size) : channels(size) {}  // NOLINT: a number alone is a flat shape
    Shape(Index channels_, Index height_, Index width_)
        : channels(channels_), height(height_), width(width_), is_image(true) {}

    Index size() const { return channels * height * width; }
    /// Numbers of one channel.
    Index plane() const { return height * width; }
    /// "57" or "1x8x8"
    std::string text() const;

    bool operator==(const Shape&) const = default;
};

}  // namespace mlp
