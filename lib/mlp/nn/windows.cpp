#include "mlp/nn/windows.h"

#include "mlp/core/error.h"

#include <fmt/format.h>

namespace mlp {

Windows::Windows(const Integers& size, const Integers& stride, const Integers& padding)
    : height(size.front()),
      width(size.back()),
      step_down(stride.front()),
      step_right(stride.back()),
      pad_down(padding.front()),
      pad_right(padding.back()) {}

Shape Windows::places(const Shape& image) const {
    if (!image.is_image) {
        throw InputError(
            fmt::format("needs an image, but its input is a flat list of {} numbers; set "
                        "network.input_shape to [channels, height, width]",
                        image.size()));
    }
    const Index free_down = image.height + 2 * pad_down - height;
    const Index free_right = image.width + 2 * pad_right - width;
    if (free_down < 0 || free_right < 0) {
        throw InputError(
            fmt::format("a window of {} x {} is larger than the image of {} x {}{}; make it "
                        "smaller, or add padding",
                        height, width, image.height, image.width,
                        pad_down + pad_right > 0 ? " with its padding" : ""));
    }
    return {image.channels, free_down / step_down + 1, free_right / step_right + 1};
}

}  // namespace mlp
