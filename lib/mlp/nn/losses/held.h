#pragma once

#include <cmath>

/// What keeps losses of probabilities finite where an output is exactly 0 (or 1), as in PyTorch's
/// binary cross-entropy. NaN passes through.
namespace mlp::loss {

/// ln x, held above −100.
template <class T>
T held_log(T x) {
    const T y = std::log(x);
    return y < T(-100) ? T(-100) : y;
}

/// ln(1 − x), held above −100.
template <class T>
T held_log_of_rest(T x) {
    const T y = std::log1p(-x);
    return y < T(-100) ? T(-100) : y;
}

/// x to divide by, held above 1e-12.
template <class T>
T held_divisor(T x) {
    return x < T(1e-12) ? T(1e-12) : x;
}

}  // namespace mlp::loss
