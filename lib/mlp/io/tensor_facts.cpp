#include "mlp/io/tensor_facts.h"

#include "mlp/io/dtype.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace mlp {

TensorFacts tensor_facts(const Safetensors& file, const std::string& name) {
    const TensorEntry& tensor = file.tensor(name);
    const Dtype& dtype = *find_dtype(tensor.dtype);
    TensorFacts facts;
    if (dtype.convert == nullptr) return facts;
    const std::string_view bytes = file.bytes(name, tensor.dtype);
    const std::size_t count = bytes.size() / dtype.size;
    std::array<double, 1024> some{};
    double sum = 0;
    for (std::size_t first = 0; first < count; first += some.size()) {
        const std::size_t n = std::min(some.size(), count - first);
        dtype.convert(bytes.data() + first * dtype.size, n, some.data());
        for (std::size_t i = 0; i < n; ++i) {
            const double x = some[i];
            if (!std::isfinite(x)) {
                ++facts.not_finite;
                continue;
            }
            facts.min = facts.finite == 0 ? x : std::min(facts.min, x);
            facts.max = facts.finite == 0 ? x : std::max(facts.max, x);
            ++facts.finite;
            // The mean of what came so far, so that no sum of large numbers overflows.
            sum += (x - sum) / static_cast<double>(facts.finite);
        }
    }
    facts.mean = sum;
    return facts;
}

}  // namespace mlp
