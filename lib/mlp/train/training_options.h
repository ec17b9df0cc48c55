#pragma once

#include "mlp/core/matrix.h"
#include "mlp/core/options.h"

#include <optional>

namespace mlp {

struct TrainingOptions {
    Index epochs = 100;
    std::optional<double> time_limit_seconds{};
    Index batch_size = 32;
    bool shuffle = true;
    Index accumulate_batches = 1;
    std::optional<double> gradient_clip_norm{};
    std::optional<double> gradient_clip_value{};
    double l1 = 0;
    double l2 = 0;
    std::optional<double> max_norm{};
    bool decay_biases = false;
    std::optional<double> average_weights{};

    static constexpr std::string_view name = "training";
    static constexpr std::string_view help = "how long and in which batches to train";
    static Options<TrainingOptions> options();
};

}  // namespace mlp
