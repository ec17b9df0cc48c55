#pragma once

#include "mlp/core/matrix.h"
#include "mlp/core/options.h"

/// What the activations share. Comparisons in them are written so that NaN passes through and a
/// broken training is seen.
namespace mlp::activation {

/// out = formula(x), element by element. Reading and writing the same memory is fine.
template <class T, class In, class Formula>
void each(ArrayView<T> out, In x, Formula formula) {
    for (Index i = 0; i < out.size(); ++i) out.data()[i] = formula(x.data()[i]);
}
/// out = formula(x, y)
template <class T, class In, class In2, class Formula>
void each(ArrayView<T> out, In x, In2 y, Formula formula) {
    for (Index i = 0; i < out.size(); ++i) out.data()[i] = formula(x.data()[i], y.data()[i]);
}

/// max(z, 0) and min(z, 0) of arrays. (Those of Eigen may turn NaN into 0.)
template <class T>
auto positive_part(ConstArrayView<T> z) {
    return T(0.5) * (z + z.abs());
}
template <class T>
auto negative_part(ConstArrayView<T> z) {
    return T(0.5) * (z - z.abs());
}

/// Options that are factors stay where neither they nor what is computed with them leave the
/// numbers of a float: slopes and levels, and scales that are also divided by.
constexpr Range slope_range = between(0, 1e6);
constexpr Range scale_range = between(1e-6, 1e6);

}  // namespace mlp::activation
