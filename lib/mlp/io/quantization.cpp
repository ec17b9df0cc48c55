#include "mlp/io/quantization.h"

#include <cmath>
#include <vector>

namespace mlp {

double quantize_row(ConstVectorView<double> weights, signed char* q) {
    constexpr double largest_q = 127;
    const double scale = weights.size() == 0 ? 0 : weights.cwiseAbs().maxCoeff() / largest_q;
    for (Index i = 0; i < weights.size(); ++i) {
        q[i] = scale == 0 ? 0 : static_cast<signed char>(std::lround(weights[i] / scale));
    }
    return scale;
}

template <class T>
void quantize_weights(Network<T>& network) {
    auto& parameters = network.parameters();
    for (const auto& block : parameters.blocks()) {
        if (block.role != Role::weight) continue;
        View<T> weights = parameters.value(block);
        std::vector<signed char> q(static_cast<std::size_t>(weights.cols()));
        for (Index row = 0; row < weights.rows(); ++row) {
            const Vector<double> numbers = weights.row(row).template cast<double>();
            const double scale = quantize_row({numbers.data(), numbers.size()}, q.data());
            for (Index col = 0; col < weights.cols(); ++col) {
                weights(row, col) = static_cast<T>(scale * q[static_cast<std::size_t>(col)]);
            }
        }
    }
}

template void quantize_weights(Network<float>&);
template void quantize_weights(Network<double>&);

}  // namespace mlp
