#include "mlp/core/random.h"

#include <bit>
#include <cmath>

// This file is compiled with -ffp-contract=off: a fused multiply-add rounds once where two
// operations round twice, and would give other numbers on other machines.

namespace mlp {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/// ln x for x > 0 by basic arithmetic alone, which IEEE 754 fixes to the last bit; std::log differs
/// between C libraries. With x = m·2ᵏ, m in [√½, √2) and s = (m−1)/(m+1):
/// ln x = k·ln 2 + 2(s + s³/3 + s⁵/5 + ...), where |s| < 0.172, so 11 terms reach double precision.
double portable_log(double x) {
    int exponent = 0;
    double m = std::frexp(x, &exponent);  // exact
    if (m < 0.70710678118654752) {
        m *= 2;
        --exponent;
    }
    const double s = (m - 1) / (m + 1);
    const double s2 = s * s;
    double sum = 0;
    for (int k = 10; k >= 0; --k) sum = sum * s2 + 1.0 / (2 * k + 1);
    return exponent * 0.69314718055994531 + 2 * s * sum;
}

}  // namespace

Random::Random(std::uint64_t seed, RandomStream stream) : state_{} {
    std::uint64_t mixed_seed = seed;
    std::uint64_t s = split_mix(mixed_seed) ^ (static_cast<std::uint64_t>(stream) << 32);
    for (auto& word : state_) word = split_mix(s);
}

void Random::visit_state(StateVisitor& state, const std::string& name) {
    std::vector<Index> words;
    for (const auto word : state_) words.push_back(std::bit_cast<Index>(word));
    state.visit(name, words);
    words.resize(state_.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        state_[i] = std::bit_cast<std::uint64_t>(words[i]);
    }
}

std::uint64_t Random::bits() {
    auto& s = state_;
    const std::uint64_t result = std::rotl(s[0] + s[3], 23) + s[0];
    const std::uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = std::rotl(s[3], 45);
    return result;
}

double Random::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

double Random::uniform(double low, double high) { return low + (high - low) * uniform(); }

std::uint64_t Random::below(std::uint64_t bound) {
    // Draw just enough bits, and again when the number is too large: at most two tries on average.
    const int spare_bits = std::countl_zero(bound - 1);
    if (spare_bits == 64) return 0;  // bound is 1
    for (;;) {
        const std::uint64_t candidate = bits() >> spare_bits;
        if (candidate < bound) return candidate;
    }
}

double Random::normal() {
    for (;;) {
        const double u = uniform(-1, 1);
        const double v = uniform(-1, 1);
        const double s = u * u + v * v;
        if (s > 0 && s < 1) return u * std::sqrt(-2 * portable_log(s) / s);
    }
}

}  // namespace mlp
