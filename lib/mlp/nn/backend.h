#pragma once

#include "mlp/core/matrix.h"

#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// What does the products of dense layers, which is where training spends its time. W: units ×
/// inputs; x: inputs × samples; z and dz: units × samples. Results do not overlap operands.
///
/// Threads: free of state but for memory that each thread keeps for itself. The same numbers give
/// the same bits every time.
template <class T>
class Backend {
  public:
    virtual ~Backend() = default;
    virtual std::string_view name() const = 0;

    /// z = W·x + b, or W·x if b is empty.
    virtual void forward(ConstView<T> w, ConstVectorView<T> b, ConstView<T> x, View<T> z) const = 0;
    /// dx = Wᵀ·dz
    virtual void backward(ConstView<T> w, ConstView<T> dz, View<T> dx) const = 0;
    /// dW = dz·xᵀ, or dW + dz·xᵀ if `add`: only the columns from `first` to before `last`.
    virtual void gradient(ConstView<T> dz, ConstView<T> x, Index first, Index last, bool add,
                          View<T> dw) const = 0;
};

/// The products of this library (nn/products); networks use it unless they are told otherwise.
template <class T>
const Backend<T>& native_backend();

/// The names of all backends, whether or not they are part of this build.
std::vector<std::string> backend_names();

/// Whether this build has the backend of this name.
bool has_backend(std::string_view name);

/// A backend by its name. `bfloat16`: its products of numbers that are rounded to bfloat16 first,
/// with sums in float32. Throws InputError if there is none, or not in this build.
template <class T>
const Backend<T>& find_backend(std::string_view name, bool bfloat16 = false);

/// Whether this processor has instructions for products of bfloat16; without, they are emulated.
bool has_fast_bfloat16();

}  // namespace mlp
