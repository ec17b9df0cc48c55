#pragma once

#include "mlp/report/characters.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace mlp {

/// How far a training is.
struct ProgressState {
    long epoch = 0;   ///< the one at work, from 1 on
    long epochs = 0;  ///< that are to be done
    double done = 0;  ///< the share of all of them, from 0 to 1
    std::string loss_name{};
    double loss = 0;
    std::span<const double> course{};            ///< of the loss
    std::optional<double> samples_per_second{};  ///< none as long as it is not known
    std::optional<double> seconds_left{};
    double seconds = 0;  ///< since the start
};

/// That as one line of at most `width` columns. What does not fit is left out, the least important
/// first.
std::string progress_line(const ProgressState& state, std::size_t width, Characters characters);

/// A duration as on a clock, in whole seconds: "0:07", "12:34", "1:02:03"; "100 h" and more.
std::string clock_text(double seconds);

}  // namespace mlp
