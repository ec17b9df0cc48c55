#pragma once

#include "mlp/core/text.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {

/// "a, b, c, ... (61 more)"
inline std::string shortened(const std::vector<std::string>& names) {
    constexpr std::size_t most = 12;
    if (names.size() <= most) return join(names);
    return fmt::format("{}, ... ({} more)", join(std::span(names).first(most)),
                       names.size() - most);
}

}  // namespace mlp::app
