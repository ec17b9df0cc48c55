#pragma once

namespace mlp {

/// What a terminal can show, and so what pictures made of text may use.
enum class Characters {
    ascii,
    unicode  ///< as UTF-8
};

}  // namespace mlp
