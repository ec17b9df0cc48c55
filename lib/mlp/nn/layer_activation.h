#pragma once

#include "mlp/core/options.h"

#include <optional>
#include <variant>
#include <vector>

namespace mlp {

/// The activation that a layer's choice names among its options; none if it has no such option.
/// (Layer::activation() is another thing: null where dropout comes after it.)
inline std::optional<Choice> activation_of(const Choice& layer) {
    const auto found = layer.options.find("activation");
    if (found == layer.options.end()) return std::nullopt;
    const auto* choices = std::get_if<std::vector<Choice>>(&found->second);
    if (choices == nullptr || choices->empty()) return std::nullopt;
    return choices->front();
}

}  // namespace mlp
