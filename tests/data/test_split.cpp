#include "mlp/core/error.h"
#include "mlp/data/split.h"

#include "support.h"

#include <algorithm>
#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

HoldOut fraction(double share, bool stratify = false) { return {share, stratify, std::nullopt}; }
const HoldOut none;

std::size_t count_of(std::uint32_t label, const std::vector<Index>& rows,
                     const std::vector<std::uint32_t>& labels) {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](Index row) {
        return labels[static_cast<std::size_t>(row)] == label;
    }));
}

/// Labels with so many samples of each class, one class behind the other.
std::vector<std::uint32_t> classes(const std::vector<std::size_t>& sizes) {
    std::vector<std::uint32_t> labels;
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        labels.insert(labels.end(), sizes[k], static_cast<std::uint32_t>(k));
    }
    return labels;
}

}  // namespace

TEST_CASE("split: the parts have the sizes asked for, share no sample, and together are all") {
    for (const bool stratify : {false, true}) {
        CAPTURE(stratify);
        const auto labels = classes({50, 30, 20});
        const auto split =
            split_samples(100, labels, fraction(0.15, stratify), fraction(0.2, stratify), 1);
        CHECK(split.validation.size() == 15);
        CHECK(split.test.size() == 20);
        CHECK(split.train.size() == 65);
        std::vector<Index> together;
        for (const auto* part : {&split.train, &split.validation, &split.test}) {
            CHECK(std::is_sorted(part->begin(), part->end()));
            together.insert(together.end(), part->begin(), part->end());
        }
        std::sort(together.begin(), together.end());
        std::vector<Index> everything(100);
        std::iota(everything.begin(), everything.end(), 0);
        CHECK(together == everything);
    }
}

TEST_CASE("split: sizes are rounded to whole samples") {
    CHECK(split_samples(10, {}, none, fraction(0.26), 1).test.size() == 3);
    CHECK(split_samples(10, {}, none, fraction(0.24), 1).test.size() == 2);
    CHECK(split_samples(10, {}, none, fraction(0.06), 1).test.size() == 1);
}

TEST_CASE("split: without hold-outs, or with files for them, all samples are for training") {
    const HoldOut file{std::nullopt, false, "v.csv"};
    const auto split = split_samples(5, {}, none, file, 1);
    CHECK(split.train == std::vector<Index>{0, 1, 2, 3, 4});
    CHECK(split.validation.empty());
    CHECK(split.test.empty());
}

TEST_CASE("split: the same seed splits the same, other seeds otherwise") {
    const auto test_of = [](std::uint64_t seed) {
        return split_samples(100, {}, fraction(0.1), fraction(0.2), seed).test;
    };
    CHECK(test_of(1) == test_of(1));
    CHECK(test_of(1) != test_of(2));
    CHECK(test_of(2) != test_of(3));
}

TEST_CASE("split: validation taken or not, the test samples stay the same") {
    CHECK(split_samples(100, {}, none, fraction(0.2), 1).test ==
          split_samples(100, {}, fraction(0.3), fraction(0.2), 1).test);
}

TEST_CASE("split: every sample is held out equally often") {
    std::vector<double> times(20, 0.0);
    constexpr int splits = 2000;
    for (std::uint64_t seed = 0; seed < splits; ++seed) {
        for (const Index row : split_samples(20, {}, none, fraction(0.25), seed).test) {
            ++times[static_cast<std::size_t>(row)];
        }
    }
    // Five standard errors of a binomial number with p = 1/4.
    for (const double t : times)
        CHECK(std::abs(t - splits / 4.0) < 5 * std::sqrt(splits * 3.0 / 16));
}

TEST_CASE("split: a stratified part has the classes in the proportions of the data") {
    const auto labels = classes({50, 30, 20});
    const auto split = split_samples(100, labels, fraction(0.2, true), fraction(0.1, true), 3);
    for (const auto& [part, size] : {std::pair{&split.test, 10U}, std::pair{&split.validation, 20U},
                                     std::pair{&split.train, 70U}}) {
        CHECK(count_of(0, *part, labels) == size * 5 / 10);
        CHECK(count_of(1, *part, labels) == size * 3 / 10);
        CHECK(count_of(2, *part, labels) == size * 2 / 10);
    }
}

TEST_CASE("split: what is left over goes to the largest remainders") {
    // 4 of 17 samples: 10/17·4 = 2.35, 5/17·4 = 1.18, 2/17·4 = 0.47: the last one is rounded up.
    const auto labels = classes({10, 5, 2});
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const auto test = split_samples(17, labels, none, fraction(4.0 / 17, true), seed).test;
        CHECK(count_of(0, test, labels) == 2);
        CHECK(count_of(1, test, labels) == 1);
        CHECK(count_of(2, test, labels) == 1);
    }
}

TEST_CASE("split: which samples of a class are taken is random") {
    const auto labels = classes({50, 50});
    CHECK(split_samples(100, labels, none, fraction(0.2, true), 1).test !=
          split_samples(100, labels, none, fraction(0.2, true), 2).test);
}

TEST_CASE("split: a part that would be empty is refused, with what to do") {
    CHECK_THROWS_WITH_AS(
        split_samples(4, {}, none, fraction(0.1), 1),
        "data: the test fraction 0.1 of 4 samples leaves none for it; take more, or give a file",
        InputError);
    CHECK_THROWS_WITH_AS(
        split_samples(4, {}, fraction(0.9), none, 1),
        "data: the validation fraction 0.9 of 4 samples leaves none to train on; take less",
        InputError);
    CHECK_THROWS_AS(split_samples(10, {}, fraction(0.5), fraction(0.5), 1), InputError);
}

TEST_CASE("split: stratify without classes is refused") {
    CHECK_THROWS_WITH_AS(split_samples(10, {}, fraction(0.5, true), none, 1),
                         "data: validation: 'stratify' needs a target that is a class", InputError);
}
