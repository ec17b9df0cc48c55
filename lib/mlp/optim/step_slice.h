#pragma once

#include "mlp/core/matrix.h"

namespace mlp {

/// One contiguous range of the parameters in one step of an optimizer.
template <class T>
struct StepSlice {
    Index size = 0;
    T* w = nullptr;
    const T* g = nullptr;
    T* slots = nullptr;
    Index stride = 0;  ///< from one slot to the next

    /// What the optimizer remembers about these parameters between steps; zeros at first.
    T* slot(int k) const { return slots + k * stride; }
};

/// -1, 0 or 1; NaN of NaN.
template <class T>
T sign(T x) {
    return x > 0 ? T(1) : x < 0 ? T(-1) : x;
}

}  // namespace mlp
