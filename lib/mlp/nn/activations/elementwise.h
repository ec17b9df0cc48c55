#pragma once

#include "mlp/core/matrix.h"

/// An activation is a struct with two functions side by side, over whole arrays (units × samples):
///   f(z, a)          a = f(z)
///   df(z, a, delta)  delta = delta ⊙ f′(z)
/// This helper serves those that are simplest to read as a formula for one number.
namespace mlp::activation {

/// out = formula(in...), element by element. Reading and writing the same memory is fine.
template <class T, class Formula, class... In>
void each(ArrayView<T> out, Formula formula, In... in) {
    for (Index i = 0; i < out.size(); ++i) out.data()[i] = formula(in.data()[i]...);
}

}  // namespace mlp::activation
