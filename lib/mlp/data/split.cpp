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
            {"path", &HoldOut::path, anything, "another file of the same form"}};
}

std::string_view HoldOut::problem() const {
    if (fraction && path) return "give either 'fraction' or 'path', not both";
    if (!fraction && !path) return "needs 'fraction' or 'path'";
    if (path && stratify) return "'stratify' goes with 'fraction', not with 'path'";
    return "";
}

namespace {

/// Takes `count` samples out of the pool, which is in random order, and returns them sorted.
std::vector<Index> take(std::vector<Index>& pool, Index count) {
    const auto begin = pool.end() - count;
    std::vector<Index> taken(begin, pool.end());
    pool.erase(begin, pool.end());
    std::sort(taken.begin(), taken.end());
    return taken;
}

/// Shares `total` out in the proportions of `sizes`, by the method of largest remainders.
std::vector<Index> shares(const std::vector<Index>& sizes, Index total) {
    const double sum = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), Index{0}));
    std::vector<Index> result;
    std::vector<std::pair<double, std::size_t>> remainders;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double exact = static_cast<double>(total) * static_cast<double>(sizes[i]) / sum;
        result.push_back(static_cast<Index>(exact));
        remainders.emplace_back(static_cast<double>(result[i]) - exact, i);
    }
    std::sort(remainders.begin(), remainders.end());
    const Index given = std::accumulate(result.begin(), result.end(), Index{0});
    for (Index i = 0; i < total - given; ++i)
        ++result[remainders[static_cast<std::size_t>(i)].second];
    return result;
}

std::vector<Index> take_stratified(std::vector<Index>& pool, Index count,
                                   const std::vector<std::uint32_t>& labels) {
    const std::uint32_t classes = 1 + *std::max_element(labels.begin(), labels.end());
    std::vector<std::vector<Index>> members(classes);
    for (const Index row : pool) members[labels[static_cast<std::size_t>(row)]].push_back(row);
    std::vector<Index> sizes;
    sizes.reserve(members.size());
    for (const auto& member : members) sizes.push_back(static_cast<Index>(member.size()));
    const auto counts = shares(sizes, count);
    std::vector<Index> taken;
    for (std::size_t k = 0; k < classes; ++k) {
        const auto part = take(members[k], counts[k]);
        taken.insert(taken.end(), part.begin(), part.end());
    }
    std::sort(taken.begin(), taken.end());
    std::erase_if(pool,
                  [&](Index row) { return std::binary_search(taken.begin(), taken.end(), row); });
    return taken;
}

}  // namespace

Split split_samples(Index samples, const std::vector<std::uint32_t>& labels,
                    const HoldOut& validation, const HoldOut& test, std::uint64_t seed) {
    Split split;
    split.train.resize(static_cast<std::size_t>(samples));
    std::iota(split.train.begin(), split.train.end(), 0);
    Random random(seed, RandomStream::split);
    random.shuffle(split.train);
    const auto hold_out = [&](const HoldOut& part, std::string_view name) -> std::vector<Index> {
        if (!part.fraction) return {};
        const double exact = static_cast<double>(samples) * *part.fraction;
        const auto count = static_cast<Index>(std::lround(exact));
        if (count == 0 || count >= static_cast<Index>(split.train.size())) {
            throw InputError(fmt::format("data: the {} fraction {:g} of {} samples leaves {}", name,
                                         *part.fraction, samples,
                                         count == 0 ? "none for it; take more, or give a file"
                                                    : "none to train on; take less"));
        }
        if (!part.stratify) return take(split.train, count);
        if (labels.empty()) {
            throw InputError(
                fmt::format("data: {}: 'stratify' needs a target that is a class", name));
        }
        return take_stratified(split.train, count, labels);
    };
    split.test = hold_out(test, "test");
    split.validation = hold_out(validation, "validation");
    std::sort(split.train.begin(), split.train.end());
    return split;
}

}  // namespace mlp
