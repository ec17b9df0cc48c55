#pragma once

#include "mlp/nn/products/tile.h"

namespace mlp::product {

/// C (m × n) = start + A (m × depth) · B (depth × n). A and C stand column by column, `a.step` and
/// `c_step` numbers apart; `bias`, for Start::bias, has m numbers. C must not overlap the others.
///
/// No memory is allocated, but up to 64 KiB of the stack are used. Each number of C is computed by
/// the same operations in the same order however large the product is, so a part of a product has
/// the same bits as in the whole. Threads: free of state.
///
/// (How the product is cut so that caches and registers feed it: Goto and van de Geijn 2008.)
template <class T>
void multiply(Index m, Index n, Index depth, const Left<T>& a, const Right<T>& b, Start start,
              const T* bias, T* c, Index c_step);

/// The same with Aᵀ in the place of A: `a` is depth × m, column by column.
template <class T>
void multiply_transposed(Index m, Index n, Index depth, const Left<T>& a, const Right<T>& b,
                         Start start, const T* bias, T* c, Index c_step);

/// sums (as many as m has rows) = Σ of the columns of m, or sums + Σ if `add`.
template <class T>
void sum_columns(ConstView<T> m, bool add, T* sums) {
    const T one = 1;
    multiply<T>(m.rows(), 1, m.cols(), {m.data(), m.rows()}, {&one, 0, 0},
                add ? Start::itself : Start::zero, nullptr, sums, m.rows());
}

}  // namespace mlp::product
