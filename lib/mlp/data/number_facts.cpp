#include "mlp/data/number_facts.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

constexpr std::size_t portion_bytes = std::size_t{256} << 20U;

/// Means and sums of squares by Welford's update (Knuth, TAOCP 4.2.2).
void gather_moments(std::span<const Index> rows, const ReadRow& read,
                    std::vector<NumberFacts>& facts) {
    std::vector<double> numbers(facts.size());
    for (const Index row : rows) {
        read(row, numbers.data());
        for (std::size_t i = 0; i < facts.size(); ++i) {
            NumberFacts& column = facts[i];
            const double x = numbers[i];
            if (std::isnan(x)) {
                ++column.missing;
                continue;
            }
            column.min = column.count == 0 ? x : std::min(column.min, x);
            column.max = column.count == 0 ? x : std::max(column.max, x);
            const double deviation = x - column.mean;
            column.mean += deviation / static_cast<double>(++column.count);
            column.stddev += deviation * (x - column.mean);
        }
    }
    for (auto& column : facts) {
        // A constant column shows a little variance by rounding; its range tells the truth.
        column.stddev = column.max > column.min
                            ? std::sqrt(column.stddev / static_cast<double>(column.count))
                            : 0;
    }
}

}  // namespace

double NumberFacts::quantile(double q) const {
    const double place = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double rest = place - static_cast<double>(below);
    if (rest == 0) return sorted[below];
    return sorted[below] + rest * (sorted[below + 1] - sorted[below]);
}

std::vector<NumberFacts> number_facts(std::span<const Index> rows, const ReadRow& read,
                                      const std::vector<bool>& wants_sorted) {
    std::vector<NumberFacts> facts(wants_sorted.size());
    gather_moments(rows, read, facts);
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (wants_sorted[i]) wanted.push_back(i);
    }
    const std::size_t column_bytes = std::max<std::size_t>(rows.size(), 1) * sizeof(double);
    const std::size_t portion = std::max<std::size_t>(portion_bytes / column_bytes, 1);
    std::vector<double> numbers(facts.size());
    for (std::size_t first = 0; first < wanted.size(); first += portion) {
        const std::size_t last = std::min(first + portion, wanted.size());
        for (const Index row : rows) {
            read(row, numbers.data());
            for (std::size_t k = first; k < last; ++k) {
                const double x = numbers[wanted[k]];
                if (!std::isnan(x)) facts[wanted[k]].sorted.push_back(x);
            }
        }
        for (std::size_t k = first; k < last; ++k) std::ranges::sort(facts[wanted[k]].sorted);
    }
    return facts;
}

}  // namespace mlp
