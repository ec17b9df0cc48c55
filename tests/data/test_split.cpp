#include "mlp/core/error.h"
#include "mlp/data/split.h"

#include "support.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

HoldOut fraction(double share, bool stratify = false) {
    HoldOut part;
    part.fraction = share;
    part.stratify = stratify;
    return part;
}
HoldOut last(double share) {
    HoldOut part = fraction(share);
    part.sequential = true;
    return part;
}
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
            split_samples({100, labels}, fraction(0.15, stratify), fraction(0.2, stratify), 1);
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
    CHECK(split_samples({10}, none, fraction(0.26), 1).test.size() == 3);
    CHECK(split_samples({10}, none, fraction(0.24), 1).test.size() == 2);
    CHECK(split_samples({10}, none, fraction(0.06), 1).test.size() == 1);
}

TEST_CASE("split: without hold-outs, or with files for them, all samples are for training") {
    HoldOut file;
    file.path = "v.csv";
    const auto split = split_samples({5}, none, file, 1);
    CHECK(split.train == std::vector<Index>{0, 1, 2, 3, 4});
    CHECK(split.validation.empty());
    CHECK(split.test.empty());
}

TEST_CASE("split: the same seed splits the same, other seeds otherwise") {
    const auto test_of = [](std::uint64_t seed) {
        return split_samples({100}, fraction(0.1), fraction(0.2), seed).test;
    };
    CHECK(test_of(1) == test_of(1));
    CHECK(test_of(1) != test_of(2));
    CHECK(test_of(2) != test_of(3));
}

TEST_CASE("split: validation taken or not, the test samples stay the same") {
    CHECK(split_samples({100}, none, fraction(0.2), 1).test ==
          split_samples({100}, fraction(0.3), fraction(0.2), 1).test);
}

TEST_CASE("split: every sample is held out equally often") {
    std::vector<double> times(20, 0.0);
    constexpr int splits = 2000;
    for (std::uint64_t seed = 0; seed < splits; ++seed) {
        for (const Index row : split_samples({20}, none, fraction(0.25), seed).test) {
            ++times[static_cast<std::size_t>(row)];
        }
    }
    // Five standard errors of a binomial number with p = 1/4.
    for (const double t : times)
        CHECK(std::abs(t - splits / 4.0) < 5 * std::sqrt(splits * 3.0 / 16));
}

TEST_CASE("split: a stratified part has the classes in the proportions of the data") {
    const auto labels = classes({50, 30, 20});
    const auto split = split_samples({100, labels}, fraction(0.2, true), fraction(0.1, true), 3);
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
        const auto test = split_samples({17, labels}, none, fraction(4.0 / 17, true), seed).test;
        CHECK(count_of(0, test, labels) == 2);
        CHECK(count_of(1, test, labels) == 1);
        CHECK(count_of(2, test, labels) == 1);
    }
}

TEST_CASE("split: a stratified part leaves a sample of every class, where others can be taken") {
    const auto labels = classes({7, 1, 2});
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto split =
            split_samples({10, labels}, fraction(0.2, true), fraction(0.5, true), seed);
        CHECK(split.test.size() == 5);
        CHECK(split.validation.size() == 2);
        CHECK(count_of(1, split.train, labels) == 1);
        CHECK(count_of(2, split.train, labels) >= 1);
    }
}

TEST_CASE("split: which samples of a class are taken is random") {
    const auto labels = classes({50, 50});
    CHECK(split_samples({100, labels}, none, fraction(0.2, true), 1).test !=
          split_samples({100, labels}, none, fraction(0.2, true), 2).test);
}

TEST_CASE("split: a part that would be empty is refused, with what to do") {
    CHECK_THROWS_WITH_AS(
        split_samples({4}, none, fraction(0.1), 1),
        "data: the test fraction 0.1 of 4 samples leaves none for it; take more, or give a file",
        InputError);
    CHECK_THROWS_WITH_AS(
        split_samples({4}, fraction(0.9), none, 1),
        "data: the validation fraction 0.9 of 4 samples leaves none to train on; take less",
        InputError);
    CHECK_THROWS_AS(split_samples({10}, fraction(0.5), fraction(0.5), 1), InputError);
}

TEST_CASE("split: stratify without classes is refused") {
    CHECK_THROWS_WITH_AS(split_samples({10}, fraction(0.5, true), none, 1),
                         "data: validation: 'stratify' needs a target that is a class", InputError);
}

TEST_CASE("split: a sequential part is the end of the data, the test behind the validation") {
    const auto split = split_samples({10}, last(0.2), last(0.3), 1);
    CHECK(split.train == std::vector<Index>{0, 1, 2, 3, 4});
    CHECK(split.validation == std::vector<Index>{5, 6});
    CHECK(split.test == std::vector<Index>{7, 8, 9});
}

TEST_CASE("split: what is taken at random beside a sequential test is random") {
    const auto validation_of = [](std::uint64_t seed) {
        return split_samples({100}, fraction(0.2), last(0.2), seed).validation;
    };
    CHECK(validation_of(1) != validation_of(2));
    CHECK(validation_of(1).front() < 60);
    CHECK(validation_of(1).back() < 80);
}

namespace {

/// Groups of one to seven samples, mixed among each other.
Samples grouped(Index count) {
    Samples samples{count};
    for (Index i = 0; i < count; ++i)
        samples.groups.push_back(static_cast<std::uint32_t>(i * i % 31 % (count / 4)));
    return samples;
}

std::set<std::uint32_t> groups_of(const std::vector<Index>& rows, const Samples& samples) {
    std::set<std::uint32_t> groups;
    for (const Index row : rows) groups.insert(samples.groups[static_cast<std::size_t>(row)]);
    return groups;
}

bool share_a_group(const std::vector<Index>& a, const std::vector<Index>& b,
                   const Samples& samples) {
    const auto left = groups_of(a, samples);
    const auto right = groups_of(b, samples);
    return std::ranges::any_of(left, [&](std::uint32_t group) { return right.contains(group); });
}

}  // namespace

TEST_CASE("split: groups stay together, and parts come near to their fractions") {
    const Samples samples = grouped(100);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const auto split = split_samples(samples, fraction(0.2), fraction(0.3), seed);
        CHECK_FALSE(share_a_group(split.train, split.validation, samples));
        CHECK_FALSE(share_a_group(split.train, split.test, samples));
        CHECK_FALSE(share_a_group(split.validation, split.test, samples));
        CHECK(split.train.size() + split.validation.size() + split.test.size() == 100);
        CHECK(std::abs(static_cast<double>(split.test.size()) - 30) <= 7);
        CHECK(std::abs(static_cast<double>(split.validation.size()) - 20) <= 7);
    }
    CHECK(split_samples(samples, none, fraction(0.3), 1).test !=
          split_samples(samples, none, fraction(0.3), 2).test);
}

TEST_CASE("split: groups that leave none for a part, or do not go with other wishes, are refused") {
    CHECK(message_of([] {
              split_samples({4, {}, {0, 0, 0, 0}}, none, fraction(0.5), 1);
          }) == "data: test: there are too few groups to leave some for it");
    CHECK(message_of([] {
              split_samples({4, {}, {0, 0, 1, 1}}, none, last(0.5), 1);
          }) ==
          "data: test: with \"group\", whole groups are taken at random; 'sequential' cannot be "
          "had at the same time");
}

TEST_CASE("cross-validation: every sample is tested once, by those that it did not train") {
    const auto labels = classes({23, 11, 6});
    const auto splits = cross_validation_splits({40, labels}, 4, fraction(0.2, true), false, 5);
    REQUIRE(splits.size() == 4);
    std::vector<int> tested(40, 0);
    for (const auto& split : splits) {
        for (const Index row : split.test) ++tested[static_cast<std::size_t>(row)];
        std::vector<Index> together;
        for (const auto* part : {&split.train, &split.validation, &split.test})
            together.insert(together.end(), part->begin(), part->end());
        std::sort(together.begin(), together.end());
        std::vector<Index> everything(40);
        std::iota(everything.begin(), everything.end(), 0);
        CHECK(together == everything);
        CHECK(split.validation.size() == 6);  // of the 30 that are not tested
        CHECK(split.test.size() == 10);
        // Stratified: 23/4, 11/4 and 6/4, up or down by one sample.
        CHECK((count_of(0, split.test, labels) == 5 || count_of(0, split.test, labels) == 6));
        CHECK((count_of(1, split.test, labels) == 2 || count_of(1, split.test, labels) == 3));
        CHECK((count_of(2, split.test, labels) == 1 || count_of(2, split.test, labels) == 2));
    }
    CHECK(tested == std::vector<int>(40, 1));
}

TEST_CASE("cross-validation: the same seed gives the same folds, another seed others") {
    const auto first_test = [](std::uint64_t seed) {
        return cross_validation_splits({50}, 5, none, false, seed).front().test;
    };
    CHECK(first_test(1) == first_test(1));
    CHECK(first_test(1) != first_test(2));
}

TEST_CASE("cross-validation: groups stay together, in folds of nearly equal size") {
    const Samples samples = grouped(100);
    std::vector<int> tested(100, 0);
    for (const auto& split : cross_validation_splits(samples, 5, none, false, 1)) {
        CHECK_FALSE(share_a_group(split.train, split.test, samples));
        CHECK(std::abs(static_cast<double>(split.test.size()) - 20) <= 4);
        for (const Index row : split.test) ++tested[static_cast<std::size_t>(row)];
    }
    CHECK(tested == std::vector<int>(100, 1));
    CHECK(message_of([] {
              cross_validation_splits({4, {}, {0, 0, 1, 1}}, 3, none, false, 1);
          }) == "data: 3 folds need as many groups, but there are 2");
}

TEST_CASE("cross-validation: in time, each run is tested by those before it") {
    const auto splits = cross_validation_splits({10}, 4, none, true, 1);
    REQUIRE(splits.size() == 4);
    CHECK(splits[0].train == std::vector<Index>{0, 1});
    CHECK(splits[0].test == std::vector<Index>{2, 3});
    CHECK(splits[3].train == std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7});
    CHECK(splits[3].test == std::vector<Index>{8, 9});
    CHECK(cross_validation_splits({10}, 4, last(0.5), true, 1)[1].validation ==
          std::vector<Index>{2, 3});
}

TEST_CASE("cross-validation: more folds than samples are refused") {
    CHECK(message_of([] { cross_validation_splits({3}, 4, none, false, 1); }) ==
          "data: 4 folds need at least 4 samples, but there are 3");
    CHECK(message_of([] { cross_validation_splits({4}, 4, none, true, 1); }) ==
          "data: 4 folds need at least 5 samples, but there are 4");
}
