#include "mlp/experiment/table_facts.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace mlp {

ColumnFacts column_facts(const Column& column) {
    constexpr std::size_t most_counted = 10000;
    ColumnFacts facts;
    facts.name = column.name();
    facts.integers = true;
    facts.counts_up = true;
    std::unordered_set<double> distinct;
    double mean = 0;
    Index texts = 0;
    Index numbers = 0;
    double before = 0;
    for (Index row = 0; row < column.size(); ++row) {
        if (column.is_missing(row)) {
            ++facts.missing;
            facts.counts_up = false;
            continue;
        }
        if (column.is_text(row)) {
            ++texts;
            continue;
        }
        const double x = column.number(row);
        facts.min = numbers == 0 ? x : std::min(facts.min, x);
        facts.max = numbers == 0 ? x : std::max(facts.max, x);
        facts.integers = facts.integers && x == std::floor(x);
        facts.counts_up = facts.counts_up && (numbers == 0 || x == before + 1);
        before = x;
        ++numbers;
        mean += (x - mean) / static_cast<double>(numbers);
        if (distinct.size() < most_counted) distinct.insert(x);
    }
    double squares = 0;
    double cubes = 0;
    for (Index row = 0; row < column.size(); ++row) {
        const double deviation = column.number(row) - mean;
        if (std::isnan(deviation)) continue;
        squares += deviation * deviation;
        cubes += deviation * deviation * deviation;
    }
    const auto n = static_cast<double>(numbers);
    if (numbers > 0 && facts.max > facts.min) {
        facts.skewness = cubes / n / std::pow(squares / n, 1.5);
    }
    facts.count = texts + numbers;
    facts.numbers = texts == 0;
    facts.mixed = texts > 0 && numbers > 0;
    facts.integers = facts.integers && facts.numbers && numbers > 0;
    facts.counts_up = facts.counts_up && facts.numbers && numbers > 1;
    facts.distinct = static_cast<Index>(distinct.size() + column.texts().size());
    return facts;
}

}  // namespace mlp
