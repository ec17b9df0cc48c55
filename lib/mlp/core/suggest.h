#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mlp {

/// The help for a name that is not among the candidates: "did you mean 'x'?" where one is close
/// (by edit distance) or where other tools call it so (lr, swish, ...), then the candidates.
/// `what` says what they are, in the plural: "known keys".
std::string suggest(std::string_view wrong, std::span<const std::string> candidates,
                    std::string_view what);

}  // namespace mlp
