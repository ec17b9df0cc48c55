#include "mlp/core/random.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr RandomStream streams[] = {RandomStream::split, RandomStream::weights,
                                    RandomStream::shuffle};

/// SplitMix64 as https://prng.di.unimi.it/splitmix64.c has it.
std::uint64_t split_mix_next(std::uint64_t& x) {
    std::uint64_t z = (x += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/// xoshiro256++ as https://prng.di.unimi.it/xoshiro256plusplus.c has it.
struct Xoshiro {
    std::array<std::uint64_t, 4> s;

    static std::uint64_t rotl(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
    std::uint64_t next() {
        const std::uint64_t result = rotl(s[0] + s[3], 23) + s[0];
        const std::uint64_t t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = rotl(s[3], 45);
        return result;
    }
};

/// The generator that Random promises to be.
Xoshiro seeded(std::uint64_t seed, RandomStream stream) {
    std::uint64_t x = split_mix_next(seed) ^ (static_cast<std::uint64_t>(stream) << 32);
    Xoshiro generator{};
    for (auto& word : generator.s) word = split_mix_next(x);
    return generator;
}

/// What the first draws of a stream with seed 42 are, computed by another program (in Python).
struct Known {
    RandomStream stream;
    std::array<std::uint64_t, 4> bits;
    std::array<double, 3> uniform;
    std::array<double, 3> normal;
    std::uint64_t normal_hash;  ///< of the bits of the first 2000
    std::array<std::uint64_t, 12> below_10;
    std::vector<int> shuffled;
};
const Known known_numbers[] = {
    {RandomStream::split,
     {0x797271283a3f7925, 0xb7ef8277ca8855fd, 0x49abe92eba663895, 0x20505c5a21aea954},
     {0x1.e5c9c4a0e8fdep-2, 0x1.6fdf04ef9510ap-1, 0x1.26afa4bae998ep-2},
     {-0x1.afd77b996744ep-3, -0x1.89406aef062a7p-2, 0x1.b76c7f8821335p-3},
     0x80c23f38251ca118,
     {7, 4, 2, 8, 2, 6, 4, 1, 9, 5, 8, 9},
     {2, 0, 3, 6, 9, 5, 8, 1, 4, 7}},
    {RandomStream::weights,
     {0xce2ce65fd7e524d7, 0x307bce69fbf6cadb, 0x3c7d8a468782e88c, 0xf38695f735b9a62f},
     {0x1.9c59ccbfafca4p-1, 0x1.83de734fdfb64p-3, 0x1.e3ec52343c174p-3},
     {0x1.0a9d17d8df2f7p-1, -0x1.04b54cbf7aed0p-1, -0x1.de08ef18e76a1p-4},
     0x83595b847412e259,
     {3, 3, 5, 7, 4, 5, 2, 1, 4, 8, 2, 6},
     {4, 0, 1, 5, 6, 8, 2, 7, 9, 3}},
    {RandomStream::shuffle,
     {0x97f90577c8a7d970, 0xa86bd1b6341c7840, 0x1a7802a1a2b56e2c, 0x859b2fb4d528b7a8},
     {0x1.2ff20aef914fbp-1, 0x1.50d7a36c6838fp-1, 0x1.a7802a1a2b568p-4},
     {0x1.056f2f0f102dbp+0, -0x1.ea7f5a5daae54p-1, 0x1.35fa4797377d4p+1},
     0x9b96064cca647519,
     {9, 1, 8, 9, 7, 5, 0, 8, 7, 1, 5, 6},
     {5, 8, 0, 6, 2, 3, 7, 4, 1, 9}}};

}  // namespace

TEST_CASE("random: bits are xoshiro256++ seeded by SplitMix64, for every stream") {
    // The copies above are checked against the test vectors of the Rust crate rand_xoshiro first.
    std::uint64_t x = 1234567;
    CHECK(split_mix_next(x) == 6457827717110365317U);
    CHECK(split_mix_next(x) == 3203168211198807973U);
    Xoshiro published{{1, 2, 3, 4}};
    const std::uint64_t vector[] = {41943041U,
                                    58720359U,
                                    3588806011781223U,
                                    3591011842654386U,
                                    9228616714210784205U,
                                    9973669472204895162U,
                                    14011001112246962877U};
    for (const auto expected : vector) CHECK(published.next() == expected);

    for (const auto stream : streams) {
        for (const std::uint64_t seed : {0UL, 1UL, 42UL, ~0UL}) {
            Random random(seed, stream);
            Xoshiro expected = seeded(seed, stream);
            for (int i = 0; i < 100; ++i) REQUIRE(random.bits() == expected.next());
        }
    }
}

TEST_CASE("random: the first numbers of every stream never change") {
    for (const auto& known : known_numbers) {
        CAPTURE(static_cast<int>(known.stream));
        const Random start(42, known.stream);
        Random random = start;
        for (const auto expected : known.bits) CHECK(random.bits() == expected);
        random = start;
        for (const auto expected : known.uniform) CHECK(random.uniform() == expected);
        random = start;
        for (const auto expected : known.normal) CHECK(random.normal() == expected);
        random = start;
        std::uint64_t hash = 0;
        for (int i = 0; i < 2000; ++i) {
            hash = std::rotl(hash, 1) ^ std::bit_cast<std::uint64_t>(random.normal());
        }
        CHECK(hash == known.normal_hash);
        random = start;
        for (const auto expected : known.below_10) CHECK(random.below(10) == expected);
        random = start;
        std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        random.shuffle(items);
        CHECK(items == known.shuffled);
    }
    Random random(42, RandomStream::weights);
    for (const double expected :
         {0x1.1aa1acc7e1ebep+2, 0x1.48b9b59ef9f23p+1, 0x1.5abc4f69cb446p+1}) {
        CHECK(random.uniform(2, 5) == expected);
    }
    CHECK(Random(0, RandomStream::split).bits() == 2314583969325616836U);
    CHECK(Random(~std::uint64_t{0}, RandomStream::shuffle).bits() == 16700801832596374877U);
}

TEST_CASE("random: streams and seeds share no numbers") {
    std::vector<std::uint64_t> drawn;
    for (const auto stream : streams) {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Random random(seed, stream);
            for (int i = 0; i < 10; ++i) drawn.push_back(random.bits());
        }
    }
    // Among 1500 numbers of 64 bits a chance repetition has a probability of 6e-14.
    std::sort(drawn.begin(), drawn.end());
    CHECK(std::adjacent_find(drawn.begin(), drawn.end()) == drawn.end());
}

TEST_CASE("random: uniform stays in its bounds and has their mean and variance") {
    Random random(7, RandomStream::weights);
    constexpr int n = 100000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; ++i) {
        const double x = random.uniform(-3, 5);
        REQUIRE(x >= -3);
        REQUIRE(x < 5);
        sum += x;
        squares += x * x;
    }
    const double mean = sum / n;
    // Four standard errors: of the mean √(V/n) with V = 8²/12, of the variance V·√(0.8/n).
    const double variance = 64.0 / 12;
    CHECK(std::abs(mean - 1) < 4 * std::sqrt(variance / n));
    CHECK(std::abs(squares / n - mean * mean - variance) < 4 * variance * std::sqrt(0.8 / n));
}

TEST_CASE("random: normal has mean 0, variance 1, no skew, and the tails of the bell curve") {
    Random random(7, RandomStream::weights);
    constexpr int n = 100000;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    int beyond_2 = 0;
    for (int i = 0; i < n; ++i) {
        const double x = random.normal();
        sum += x;
        squares += x * x;
        cubes += x * x * x;
        beyond_2 += std::abs(x) > 2;
    }
    // Four standard errors each: the variances of x, x² and x³ are 1, 2 and 15.
    CHECK(std::abs(sum / n) < 4 * std::sqrt(1.0 / n));
    CHECK(std::abs(squares / n - 1) < 4 * std::sqrt(2.0 / n));
    CHECK(std::abs(cubes / n) < 4 * std::sqrt(15.0 / n));
    const double p = std::erfc(std::sqrt(2.0));  // of |x| > 2: 4.55 %
    CHECK(std::abs(beyond_2 - n * p) < 4 * std::sqrt(n * p * (1 - p)));
}

TEST_CASE("random: below gives every number equally often, also where the bound is no power of 2") {
    struct Case {
        std::uint64_t bound;
        double critical;  ///< chi-square with bound − 1 degrees of freedom, exceeded once in 1000
    };
    for (const auto& c : {Case{2, 10.83}, Case{7, 22.46}, Case{10, 27.88}, Case{16, 37.70}}) {
        CAPTURE(c.bound);
        Random random(3, RandomStream::split);
        std::vector<double> counts(c.bound, 0.0);
        constexpr int n = 50000;
        for (int i = 0; i < n; ++i) ++counts.at(random.below(c.bound));
        const double expected = n / static_cast<double>(c.bound);
        double chi_square = 0;
        for (const double count : counts) {
            chi_square += (count - expected) * (count - expected) / expected;
        }
        CHECK(chi_square < c.critical);
    }
}

TEST_CASE("random: below 1 is 0, and the largest bounds are kept") {
    Random random(1, RandomStream::split);
    CHECK(random.below(1) == 0);
    const std::uint64_t high = (std::uint64_t{1} << 63) + 1;
    bool upper_half = false;
    for (int i = 0; i < 200; ++i) {
        const auto x = random.below(high);
        REQUIRE(x < high);
        upper_half |= x > high / 2;
    }
    CHECK(upper_half);
}

TEST_CASE("random: a shuffle reaches every order equally often") {
    Random random(5, RandomStream::shuffle);
    std::array<double, 27> counts{};  // by the digits of the order, base 3
    constexpr int n = 60000;
    for (int i = 0; i < n; ++i) {
        std::vector<std::size_t> items{0, 1, 2};
        random.shuffle(items);
        ++counts.at(9 * items[0] + 3 * items[1] + items[2]);
    }
    double chi_square = 0;
    int orders = 0;
    for (const double count : counts) {
        if (count == 0) continue;
        ++orders;
        chi_square += (count - n / 6.0) * (count - n / 6.0) / (n / 6.0);
    }
    CHECK(orders == 6);
    CHECK(chi_square < 20.52);  // 5 degrees of freedom, exceeded once in 1000

    std::vector<int> none;
    random.shuffle(none);
    CHECK(none.empty());
}
