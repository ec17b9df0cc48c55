#pragma once

#include "mlp/core/matrix.h"
#include "mlp/core/options.h"
#include "mlp/core/simd.h"

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

/// out = formula(x) by Eigen, in whole packs: what is left over is padded to a pack, so that the
/// result for a number does not depend on its place. Reading and writing the same memory is fine.
template <class T, class Formula>
void each_in_packs(T* out, const T* x, Index n, Formula formula) {
    using Numbers = Eigen::Array<T, lanes<T>, 1>;
    Index i = 0;
    for (; i + lanes<T> <= n; i += lanes<T>) {
        Eigen::Map<Numbers>(out + i) = formula(Eigen::Map<const Numbers>(x + i));
    }
    if (i == n) return;
    Numbers rest = Numbers::Zero();
    for (Index k = i; k < n; ++k) rest[k - i] = x[k];
    const Numbers results = formula(rest);
    for (Index k = i; k < n; ++k) out[k] = results[k - i];
}
/// term(0) + term(1) + ... + term(n − 1), added in this order.
template <class T, class Term>
T sum_in_order(Index n, Term term) {
    T sum = 0;
    for (Index i = 0; i < n; ++i) sum += term(i);
    return sum;
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
