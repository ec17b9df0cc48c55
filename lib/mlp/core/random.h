#pragma once

#include "mlp/core/state.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mlp {

/// What random numbers are drawn for. Each purpose has its own stream, so that changing, say, the
/// number of layers does not change how the data is split.
enum class RandomStream : std::uint64_t {
    split = 1,
    weights = 2,
    shuffle = 3,
    noise = 4,
    data = 5,
    sweep = 6
};

/// A random number generator defined to the last bit: the same seed gives the same numbers on every
/// machine and compiler. That is why nothing of `<random>` is used, whose distributions are not.
///
/// The generator is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", 2021), its state filled by SplitMix64 (Steele, Lea and Flood, 2014) from the seed
/// and the stream. One object serves one thread.
class Random {
  public:
    Random(std::uint64_t seed, RandomStream stream);

    /// 64 random bits.
    std::uint64_t bits();

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    double uniform();

    /// Uniform in [low, high).
    double uniform(double low, double high);

    /// Uniform in {0, ..., bound − 1}, without bias. bound > 0.
    std::uint64_t below(std::uint64_t bound);

    /// Standard normal: mean 0, variance 1, by Marsaglia's polar method (1964).
    double normal();

    /// Puts the items into random order: the shuffle of Fisher and Yates (Knuth, TAOCP 3.4.2, P).
    template <class Item>
    void shuffle(std::vector<Item>& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
        }
    }

    /// Where in its stream it is.
    void visit_state(StateVisitor& state, const std::string& name);

  private:
    std::array<std::uint64_t, 4> state_;
};

}  // namespace mlp
