#include "mlp/experiment/table_facts.h"

#include "mlp/core/error.h"
#include "mlp/data/categories.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

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

namespace {

/// Whole numbers with no more different values than these are taken for classes.
constexpr Index most_number_classes = 20;
/// In fewer rows, what looks like a pattern may be chance.
constexpr Index few_rows = 20;

/// Why nothing can be learnt from a column; empty if something can.
std::string useless(const ColumnFacts& column, Index rows) {
    if (column.count == 0) return "is empty";
    if (column.distinct == 1 && column.missing == 0) return "never changes";
    if (rows > few_rows && column.counts_up) return "numbers the rows";
    if (column.numbers) return {};
    if (rows > few_rows && 2 * column.distinct > column.count)
        return "is a different text in most rows";
    if (column.distinct > 1000) return fmt::format("has {} different texts", column.distinct);
    return {};
}

/// Decides between classes and numbers, and says why.
void decide_task(const RawData& table, const std::optional<bool>& classification,
                 TableFacts& facts) {
    const auto fail = [&](const ColumnFacts& target, std::string_view what) {
        throw InputError(fmt::format("{}: the target '{}' {}", table.origin, target.name, what));
    };
    for (const auto& target : facts.targets) {
        if (target.count == 0) fail(target, "is empty");
        if (target.distinct < 2)
            fail(target, "is the same in every row, so there is nothing to predict");
        if (facts.targets.size() > 1 && !target.numbers)
            fail(target, "holds texts, but each of several targets must be numbers");
    }
    if (facts.targets.size() > 1) {
        facts.task = "several targets are numbers, one output each";
        return;
    }
    const ColumnFacts& target = facts.targets.front();
    const bool few = target.integers && target.distinct <= most_number_classes &&
                     target.distinct * 5 <= target.count;
    facts.classification = classification.value_or(!target.numbers || few);
    if (!target.numbers) {
        if (!facts.classification) fail(target, "holds texts, so it is a class");
        facts.task = fmt::format("texts are classes: {} of them", target.distinct);
    } else if (facts.classification) {
        facts.task = fmt::format(
            "{} different whole numbers are taken for classes; for numbers: mlp init --task "
            "regression",
            target.distinct);
    } else {
        facts.task = "a number to be predicted (regression)";
    }
}

void count_classes(const Column& target, TableFacts& facts) {
    std::map<std::string, Index> counts;
    for (Index row = 0; row < target.size(); ++row) {
        if (!target.is_missing(row)) ++counts[target.spelling(row)];
    }
    for (const auto& [name, count] : counts) facts.classes.push_back(name);
    facts.classes = in_order(std::move(facts.classes));
    const auto by_count = [](const auto& entry) { return entry.second; };
    const auto [rarest, largest] = std::ranges::minmax_element(counts, {}, by_count);
    facts.rarest_class = rarest->first;
    facts.smallest_class = rarest->second;
    facts.largest_class = largest->second;
}

bool any_missing(const std::vector<ColumnFacts>& columns) {
    return std::ranges::any_of(columns, [](const auto& column) { return column.missing > 0; });
}

}  // namespace

bool TableFacts::has_gaps() const { return any_missing(inputs); }
bool TableFacts::target_has_gaps() const { return any_missing(targets); }

Index TableFacts::input_count() const {
    Index count = 0;
    for (const auto& column : inputs) count += column.numbers ? 1 : column.distinct;
    return count;
}

bool TableFacts::is_picture() const {
    std::map<double, std::size_t> largest;
    for (const auto& column : inputs) {
        if (!column.integers || column.min < 0) return false;
        ++largest[column.max];
    }
    const auto most =
        std::ranges::max_element(largest, {}, [](const auto& entry) { return entry.second; });
    return inputs.size() >= 16 && 2 * most->second > inputs.size();
}

TableFacts table_facts(const RawData& table, const std::optional<bool>& classification) {
    TableFacts facts;
    facts.rows = table.samples();
    for (const auto& cells : table.inputs.cells) {
        const ColumnFacts column = column_facts(cells);
        if (const auto why = useless(column, facts.rows); !why.empty()) {
            facts.left_out.push_back({column.name, why});
        } else {
            facts.inputs.push_back(column);
        }
    }
    for (const auto& target : table.targets) facts.targets.push_back(column_facts(target));
    if (facts.inputs.empty()) {
        throw InputError(fmt::format("{}: no column is left to learn from", table.origin));
    }
    decide_task(table, classification, facts);
    if (facts.classification) count_classes(table.targets.front(), facts);
    return facts;
}

}  // namespace mlp
