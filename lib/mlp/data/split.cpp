#include "mlp/data/split.h"

#include "mlp/core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace mlp {

Options<HoldOut> HoldOut::options() {
    return {{"fraction", &HoldOut::fraction, open(0, 1), "share of the samples, taken at random"},
            {"stratify", &HoldOut::stratify, anything, "keep the proportions of the classes"},
            {"sequential", &HoldOut::sequential, anything,
             "take the last samples of the data instead, as for series in time"},
            {"path", &HoldOut::path, anything, "another file of the same form"},
            {"targets", &HoldOut::targets, anything,
             "its targets, where the source has them in a file of their own"}};
}

std::string_view HoldOut::problem() const {
    if (fraction && path) return "give either 'fraction' or 'path', not both";
    if (!fraction && !path) return "needs 'fraction' or 'path'";
    if (path && stratify) return "'stratify' goes with 'fraction', not with 'path'";
    if (path && sequential) return "'sequential' goes with 'fraction', not with 'path'";
    if (targets && !path) return "'targets' goes with 'path'";
    if (sequential && stratify) return "give either 'sequential' or 'stratify', not both";
    return "";
}

namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

/// Takes `count` samples from the end of the pool.
std::vector<Index> take(std::vector<Index>& pool, Index count) {
    const auto begin = pool.end() - count;
    std::vector<Index> taken(begin, pool.end());
    pool.erase(begin, pool.end());
    return taken;
}

void take_out(std::vector<Index>& pool, std::vector<Index>& taken) {
    std::sort(taken.begin(), taken.end());
    std::erase_if(pool,
                  [&](Index row) { return std::binary_search(taken.begin(), taken.end(), row); });
}

/// The members of each class or group, in the order of the pool.
std::vector<std::vector<Index>> members(const std::vector<Index>& pool,
                                        const std::vector<std::uint32_t>& numbers) {
    std::vector<std::vector<Index>> result(1 + *std::max_element(numbers.begin(), numbers.end()));
    for (const Index row : pool) result[numbers[at(row)]].push_back(row);
    return result;
}

/// Shares `total` out in the proportions of the members, by the method of largest remainders. What
/// is left over empties no class, as long as there is another to take it from.
std::vector<Index> shares(const std::vector<std::vector<Index>>& sizes, Index total) {
    double sum = 0;
    for (const auto& member : sizes) sum += static_cast<double>(member.size());
    std::vector<Index> result;
    std::vector<std::pair<double, std::size_t>> remainders;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double exact =
            static_cast<double>(total) * static_cast<double>(sizes[i].size()) / sum;
        result.push_back(static_cast<Index>(exact));
        remainders.emplace_back(static_cast<double>(result[i]) - exact, i);
    }
    std::sort(remainders.begin(), remainders.end());
    Index left = total - std::accumulate(result.begin(), result.end(), Index{0});
    for (const bool may_empty : {false, true}) {
        for (const auto& [remainder, i] : remainders) {
            const bool empties = result[i] + 1 >= static_cast<Index>(sizes[i].size());
            if (left == 0 || empties != may_empty) continue;
            ++result[i];
            --left;
        }
    }
    return result;
}

std::vector<Index> take_stratified(std::vector<Index>& pool, Index count,
                                   const std::vector<std::uint32_t>& labels) {
    auto classes = members(pool, labels);
    const auto counts = shares(classes, count);
    std::vector<Index> taken;
    for (std::size_t k = 0; k < classes.size(); ++k) {
        const auto part = take(classes[k], counts[k]);
        taken.insert(taken.end(), part.begin(), part.end());
    }
    take_out(pool, taken);
    return taken;
}

/// The groups of a pool in random order; empty ones are left out.
std::vector<std::vector<Index>> shuffled_groups(const std::vector<Index>& pool,
                                                const std::vector<std::uint32_t>& groups,
                                                Random& random) {
    auto result = members(pool, groups);
    std::erase_if(result, [](const auto& group) { return group.empty(); });
    random.shuffle(result);
    return result;
}

/// Whole groups, as long as each brings the number of samples nearer to `count`.
std::vector<Index> take_groups(std::vector<Index>& pool, Index count,
                               const std::vector<std::uint32_t>& groups, Random& random) {
    std::vector<Index> taken;
    for (const auto& group : shuffled_groups(pool, groups, random)) {
        const auto now = static_cast<Index>(taken.size());
        const auto then = now + static_cast<Index>(group.size());
        if (then >= static_cast<Index>(pool.size())) break;  // something must be left
        if (std::abs(then - count) > std::abs(now - count)) continue;
        taken.insert(taken.end(), group.begin(), group.end());
    }
    take_out(pool, taken);
    return taken;
}

/// Takes parts out of a pool of samples, which is in random order.
class Splitter {
  public:
    Splitter(const Samples& samples, std::uint64_t seed)
        : samples_(samples), random_(seed, RandomStream::split) {}

    Random& random() { return random_; }

    std::vector<Index> take(std::vector<Index>& pool, const HoldOut& part, std::string_view name,
                            double of) {
        if (!part.fraction) return {};
        const auto count = static_cast<Index>(std::lround(of * *part.fraction));
        if (count == 0 || count >= static_cast<Index>(pool.size())) {
            throw InputError(fmt::format("data: the {} fraction {:g} of {} samples leaves {}", name,
                                         *part.fraction, of,
                                         count == 0 ? "none for it; take more, or give a file"
                                                    : "none to train on; take less"));
        }
        std::vector<Index> taken;
        if (!samples_.groups.empty()) {
            if (part.stratify || part.sequential) {
                throw InputError(fmt::format(
                    "data: {}: with \"group\", whole groups are taken at random; '{}' cannot be "
                    "had at the same time",
                    name, part.stratify ? "stratify" : "sequential"));
            }
            taken = take_groups(pool, count, samples_.groups, random_);
            if (taken.empty()) {
                throw InputError(
                    fmt::format("data: {}: there are too few groups to leave some for it", name));
            }
            return taken;
        }
        if (part.sequential) {
            std::sort(pool.begin(), pool.end());
            taken = mlp::take(pool, count);
            random_.shuffle(pool);
            return taken;
        }
        if (!part.stratify) {
            taken = mlp::take(pool, count);
            std::sort(taken.begin(), taken.end());
            return taken;
        }
        if (samples_.labels.empty()) {
            throw InputError(
                fmt::format("data: {}: 'stratify' needs a target that is a class", name));
        }
        return take_stratified(pool, count, samples_.labels);
    }

  private:
    const Samples& samples_;
    Random random_;
};

std::vector<Index> all_rows(Index count) {
    std::vector<Index> rows(at(count));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

/// Deals the samples out like cards; each class goes on where the one before it ended, so that
/// folds differ by one sample at most, and by one of each class.
std::vector<std::vector<Index>> deal(const Samples& samples, Index folds, Random& random) {
    auto pool = all_rows(samples.count);
    random.shuffle(pool);
    std::vector<std::vector<Index>> result(at(folds));
    if (!samples.groups.empty()) {
        auto groups = shuffled_groups(pool, samples.groups, random);
        if (static_cast<Index>(groups.size()) < folds) {
            throw InputError(fmt::format("data: {} folds need as many groups, but there are {}",
                                         folds, groups.size()));
        }
        std::ranges::stable_sort(groups, std::greater<>(), [](const auto& g) { return g.size(); });
        for (const auto& group : groups) {
            auto& smallest =
                *std::ranges::min_element(result, {}, [](const auto& fold) { return fold.size(); });
            smallest.insert(smallest.end(), group.begin(), group.end());
        }
        return result;
    }
    if (!samples.labels.empty()) {
        std::vector<Index> by_class;
        for (const auto& members : members(pool, samples.labels)) {
            by_class.insert(by_class.end(), members.begin(), members.end());
        }
        pool = by_class;
    }
    for (std::size_t i = 0; i < pool.size(); ++i) result[i % at(folds)].push_back(pool[i]);
    return result;
}

}  // namespace

Split split_samples(const Samples& samples, const HoldOut& validation, const HoldOut& test,
                    std::uint64_t seed) {
    Split split;
    split.train = all_rows(samples.count);
    Splitter splitter(samples, seed);
    splitter.random().shuffle(split.train);
    const auto count = static_cast<double>(samples.count);
    split.test = splitter.take(split.train, test, "test", count);
    split.validation = splitter.take(split.train, validation, "validation", count);
    std::sort(split.train.begin(), split.train.end());
    return split;
}

std::vector<Split> cross_validation_splits(const Samples& samples, Index folds,
                                           const HoldOut& validation, bool sequential,
                                           std::uint64_t seed) {
    const Index needed = sequential ? folds + 1 : folds;
    if (samples.count < needed) {
        throw InputError(fmt::format("data: {} folds need at least {} samples, but there are {}",
                                     folds, needed, samples.count));
    }
    Splitter splitter(samples, seed);
    std::vector<std::vector<Index>> parts;
    if (sequential) {
        for (Index run = 0; run < needed; ++run) {
            std::vector<Index> rows;
            for (Index row = run * samples.count / needed; row < (run + 1) * samples.count / needed;
                 ++row) {
                rows.push_back(row);
            }
            parts.push_back(std::move(rows));
        }
    } else {
        parts = deal(samples, folds, splitter.random());
    }
    std::vector<Split> splits;
    for (std::size_t fold = sequential ? 1 : 0; fold < parts.size(); ++fold) {
        Split split;
        split.test = parts[fold];
        std::sort(split.test.begin(), split.test.end());
        for (std::size_t other = 0; other < parts.size(); ++other) {
            if (other == fold || (sequential && other > fold)) continue;
            split.train.insert(split.train.end(), parts[other].begin(), parts[other].end());
        }
        std::sort(split.train.begin(), split.train.end());
        splitter.random().shuffle(split.train);
        const auto count = static_cast<double>(split.train.size());
        split.validation = splitter.take(split.train, validation, "validation", count);
        std::sort(split.train.begin(), split.train.end());
        splits.push_back(std::move(split));
    }
    return splits;
}

}  // namespace mlp
