#include "mlp/train/training_options.h"

namespace mlp {

Options<TrainingOptions> TrainingOptions::options() {
    using O = TrainingOptions;
    return {
        {"epochs", &O::epochs, between(1, 1e9), "passes over the training samples"},
        {"time_limit_seconds", &O::time_limit_seconds, positive,
         "no new epoch begins after this time; epochs may be fewer then"},
        {"batch_size", &O::batch_size, between(1, 1e9),
         "samples that a gradient is taken from; at most all"},
        {"shuffle", &O::shuffle, anything,
         "new random order every epoch; else the order of the data"},
        {"accumulate_batches", &O::accumulate_batches, between(1, 1e9),
         "batches whose mean gradient makes one optimizer step"},
        {"gradient_clip_norm", &O::gradient_clip_norm, positive,
         "longest gradient: a longer one, over all parameters, is shortened to it"},
        {"gradient_clip_value", &O::gradient_clip_value, positive,
         "largest single number in a gradient, on either side of 0"},
        {"l1", &O::l1, at_least(0), "penalty l1 * sum of |w|; adds l1 sign(w) to the gradient"},
        {"l2", &O::l2, at_least(0), "penalty l2/2 * sum of w^2; adds l2 w to the gradient"},
        {"max_norm", &O::max_norm, positive,
         "longest vector of weights into one unit; a longer one is shortened after the step"},
        {"decay_biases", &O::decay_biases, anything,
         "whether weight_decay, l1 and l2 act on biases, norms and learned slopes too"},
        {"average_weights", &O::average_weights, open(0, 1),
         "share that a moving average of the weights keeps at each step, such as 0.999; validation "
         "and the final model use the average"}};
}

}  // namespace mlp
