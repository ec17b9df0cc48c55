#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace mlp::bench {

/// How long to look at one thing.
struct Rounds {
    int count = 21;
    double seconds = 0.05;  ///< that a round takes, or a single repetition if that is longer
};

/// Of one repetition, over all rounds; in seconds.
struct Timing {
    double median = 0;
    double min = 0;
    double spread = 0;  ///< from the 10th to the 90th percentile, as a share of the median
};

/// `seconds` must not be empty.
Timing summary_of(std::vector<double> seconds);

/// How long a repetition takes, on average over this many.
template <class Work>
double seconds_per(std::int64_t repetitions, Work& work) {
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < repetitions; ++i) work();
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    return passed.count() / static_cast<double>(repetitions);
}

/// How many repetitions fill a round. Finding out is the warm-up, too.
template <class Work>
std::int64_t repetitions_in(double round_seconds, Work& work) {
    std::int64_t repetitions = 1;
    for (;;) {
        const double seconds = seconds_per(repetitions, work) * static_cast<double>(repetitions);
        if (seconds >= round_seconds) return repetitions;
        // Towards the goal, but not too far at once: the first repetitions are the slowest.
        const double factor = seconds > 0 ? 1.1 * round_seconds / seconds : 10;
        repetitions = 1 + static_cast<std::int64_t>(static_cast<double>(repetitions) *
                                                    (factor < 10 ? factor : 10));
    }
}

/// Repeats work(), in rounds, after a warm-up that is not counted.
template <class Work>
Timing time_rounds(const Rounds& rounds, Work work) {
    const std::int64_t repetitions = repetitions_in(rounds.seconds, work);
    std::vector<double> seconds;
    for (int i = 0; i < rounds.count; ++i) seconds.push_back(seconds_per(repetitions, work));
    return summary_of(std::move(seconds));
}

}  // namespace mlp::bench
