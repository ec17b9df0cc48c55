#include "sgemm.h"

#include "mlp/nn/backend.h"

#include <algorithm>
#include <array>

namespace mlp::bench {

double sgemm_peak(const Rounds& rounds) {
    struct Product {
        Index m, k, n;
    };
    double best = 0;
    for (const auto& [m, k, n] : {Product{512, 784, 128}, Product{512, 512, 512}}) {
        const Matrix<float> a = Matrix<float>::Constant(m, k, 0.5F);
        const Matrix<float> b = Matrix<float>::Constant(k, n, 0.25F);
        Matrix<float> c(m, n);
        for (const auto& name : backend_names()) {
            if (!has_backend(name)) continue;
            const auto& backend = find_backend<float>(name);
            const Timing timing = time_rounds(rounds, [&] {
                backend.forward(view(a), {nullptr, 0}, view(b), view(c));
            });
            best = std::max(best, 2e-9 * static_cast<double>(m * k * n) / timing.min);
        }
    }
    return best;
}

}  // namespace mlp::bench
