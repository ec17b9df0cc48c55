#include "mlp/report/comparison_order.h"

#include "mlp/core/error.h"
#include "mlp/core/suggest.h"
#include "mlp/train/metric.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

namespace mlp {
namespace {

enum class Rank { number, text, nothing };

Rank rank_of(const RunCell& cell) {
    if (cell.value.is_null()) return Rank::nothing;
    if (!cell.value.is_number()) return Rank::text;
    return std::isnan(cell.value.get<double>()) ? Rank::nothing : Rank::number;
}

bool less(const RunCell& a, const RunCell& b) {
    if (rank_of(a) == Rank::number) return a.value.get<double>() < b.value.get<double>();
    return rank_of(a) == Rank::text && a.text < b.text;
}

bool has_number(const ComparedColumn* column, std::size_t first, std::size_t last) {
    if (column == nullptr) return false;
    const auto begin = column->cells.begin();
    return std::any_of(begin + static_cast<std::ptrdiff_t>(first),
                       begin + static_cast<std::ptrdiff_t>(last),
                       [](const RunCell& cell) { return rank_of(cell) == Rank::number; });
}

}  // namespace

SortOrder best_first(const std::string& column) {
    constexpr std::string_view test = "test_";
    // What is measured only at the end is as good as what is measured after each epoch.
    const std::string name =
        column.starts_with(test) ? "validation_" + column.substr(test.size()) : column;
    return larger_is_better(name) ? SortOrder::descending : SortOrder::ascending;
}

void sort_rows(Comparison& comparison, std::size_t first, std::size_t last,
               const std::string& column, SortOrder order) {
    const ComparedColumn* key = comparison.find(column);
    if (key == nullptr) {
        std::vector<std::string> names;
        for (const auto& known : comparison.columns) names.push_back(known.name);
        throw InputError(fmt::format("--sort: there is no column '{}'\n  help: {}", column,
                                     suggest(column, names, "columns")));
    }
    std::vector<std::size_t> places(comparison.rows());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin() + static_cast<std::ptrdiff_t>(first),
                     places.begin() + static_cast<std::ptrdiff_t>(last),
                     [&](std::size_t i, std::size_t j) {
                         const RunCell& a = key->cells[i];
                         const RunCell& b = key->cells[j];
                         if (rank_of(a) != rank_of(b)) return rank_of(a) < rank_of(b);
                         return order == SortOrder::ascending ? less(a, b) : less(b, a);
                     });
    for (auto& sorted : comparison.columns) {
        std::vector<RunCell> cells;
        cells.reserve(places.size());
        for (const std::size_t i : places) cells.push_back(std::move(sorted.cells[i]));
        sorted.cells = std::move(cells);
    }
}

void sort_rows(Comparison& comparison, std::size_t first, std::size_t last, const SweepGoal& goal) {
    std::string metric = goal.metric;
    if (metric.empty()) {
        const bool validated = has_number(comparison.find("validation_loss"), first, last);
        metric = validated ? "validation_loss" : "train_loss";
    }
    if (!has_number(comparison.find(metric), first, last)) return;
    const SortOrder order = goal.goal == "maximize"   ? SortOrder::descending
                            : goal.goal == "minimize" ? SortOrder::ascending
                                                      : best_first(metric);
    sort_rows(comparison, first, last, metric, order);
}

}  // namespace mlp
