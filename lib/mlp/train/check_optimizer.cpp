#include "mlp/train/check_optimizer.h"

#include <fmt/format.h>

namespace mlp {

template <class T>
void check_optimizer(const Network<T>& network, const Loss<T>& loss,
                     const OptimizerTraits& optimizer, const TrainingOptions& options) {
    const auto fail = [](const std::string& what) { throw InputError("this optimizer " + what); };
    if (optimizer.needs_batch_loss && options.accumulate_batches > 1) {
        fail(
            "looks at a batch more than once, so it cannot accumulate batches; use a larger "
            "batch_size instead");
    }
    if (optimizer.needs_batch_loss && (options.gradient_clip_norm || options.gradient_clip_value)) {
        fail(
            "chooses the length of its steps by the gradient as it is, so it goes with no "
            "clipping");
    }
    if (optimizer.only_loss.empty()) return;
    // Methods for one loss work on its residuals, sample by sample.
    if (loss.name() != optimizer.only_loss) {
        fail(fmt::format("goes with the loss {} only, but the loss is {}", optimizer.only_loss,
                         loss.name()));
    }
    const Index learnt = network.parameters().learnt();
    if (optimizer.max_parameters > 0 && learnt > optimizer.max_parameters) {
        fail(
            fmt::format("solves for all parameters at once, which pays for {} at most, but the "
                        "network has {}; use lbfgs or adam",
                        optimizer.max_parameters, learnt));
    }
    if (network.traits().mixes_samples || network.traits().noisy) {
        fail("looks at each sample by itself, so it goes with no batch_norm, dropout or noise");
    }
    if (options.l1 > 0 || options.l2 > 0) fail("has no place for the penalties l1 and l2");
}

template void check_optimizer(const Network<float>&, const Loss<float>&, const OptimizerTraits&,
                              const TrainingOptions&);
template void check_optimizer(const Network<double>&, const Loss<double>&, const OptimizerTraits&,
                              const TrainingOptions&);

}  // namespace mlp
