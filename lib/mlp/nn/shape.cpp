#include "mlp/nn/shape.h"

#include <fmt/format.h>

namespace mlp {

std::string Shape::text() const {
    return is_image ? fmt::format("{}x{}x{}", channels, height, width)
                    : fmt::format("{}", channels);
}

}  // namespace mlp
