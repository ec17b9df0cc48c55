#pragma once

#include "mlp/core/matrix.h"

#include <array>
#include <cmath>

namespace mlp::initializer {

/// Σ a_i b_i as eight sums side by side, which fill the registers of any machine and are added in
/// the same order on all of them.
inline double dot(const double* a, const double* b, Index n) {
    std::array<double, 8> sums{};
    Index i = 0;
    for (; i + 8 <= n; i += 8) {
        for (Index k = 0; k < 8; ++k) sums[static_cast<std::size_t>(k)] += a[i + k] * b[i + k];
    }
    for (; i < n; ++i) sums[0] += a[i] * b[i];
    double sum = 0;
    for (const double s : sums) sum += s;
    return sum;
}

/// Replaces w by the Q of w = QR with a positive diagonal of R, for at least as many rows as
/// columns, by the method of Gram and Schmidt, each column twice: that is enough to be orthogonal
/// to the last bits (Giraud, Langou and Rozloznik 2005). Plain loops instead of Eigen's QR, whose
/// sums depend on the machine.
inline void make_columns_orthonormal(Matrix<double>& w) {
    const Index n = w.rows();
    for (Index j = 0; j < w.cols(); ++j) {
        double* v = w.data() + j * n;
        for (int pass = 0; pass < 2; ++pass) {
            for (Index i = 0; i < j; ++i) {
                const double* q = w.data() + i * n;
                const double along = dot(q, v, n);
                for (Index k = 0; k < n; ++k) v[k] -= along * q[k];
            }
            const double length = std::sqrt(dot(v, v, n));
            for (Index k = 0; k < n; ++k) v[k] /= length;
        }
    }
}

}  // namespace mlp::initializer
