#include "mlp/report/html/decision_map_json.h"

#include "mlp/report/html/html_text.h"
#include "mlp/report/plots/style.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace mlp::html {
namespace {

constexpr std::size_t most_points = 1000;

using Bytes = std::vector<std::uint8_t>;
using Frame = DecisionMap::Frame;

/// By how much the class of a cell is ahead of the next one, or of the decision.
double lead(const DecisionMap& map, const Frame& frame, Index row, Index column) {
    if (frame.outputs.size() == 1) {
        const double ahead = frame.outputs[0](row, column) - map.decision;
        if (!map.probabilities) return std::abs(ahead);
        return ahead > 0 ? ahead / (1 - map.decision) : -ahead / map.decision;
    }
    double first = -std::numeric_limits<double>::infinity();
    double second = first;
    for (const auto& output : frame.outputs) {
        const double value = output(row, column);
        second = std::max(second, std::min(first, value));
        first = std::max(first, value);
    }
    return first - second;
}

/// Calls `visit` with each cell of a map, in the order of the bytes.
template <class Visit>
void for_cells(const DecisionMap& map, Visit visit) {
    for (Index row = 0; row < map.grid.size; ++row) {
        for (Index column = 0; column < map.grid.size; ++column) visit(row, column);
    }
}

/// The largest lead of any cell: what outputs that are no probabilities are measured by.
double largest_lead(const DecisionMap& map) {
    if (map.probabilities) return 1;
    double largest = 0;
    for (const auto& frame : map.frames) {
        for_cells(map, [&](Index row, Index column) {
            const double value = lead(map, frame, row, column);
            if (std::isfinite(value)) largest = std::max(largest, value);
        });
    }
    return largest > 0 ? largest : 1;
}

/// A share as one of the numbers 0 to steps − 1; 0 where it is not a number.
std::uint8_t step_of(double share, int steps) {
    if (!(share > 0)) return 0;
    return static_cast<std::uint8_t>(std::lround(std::min(share, 1.0) * (steps - 1)));
}

Bytes class_cells(const DecisionMap& map, const Frame& frame, int levels, double largest) {
    const Matrix<int> classes = map.classes_of(frame);
    Bytes cells;
    for_cells(map, [&](Index row, Index column) {
        const auto level = step_of(lead(map, frame, row, column) / largest, levels);
        cells.push_back(static_cast<std::uint8_t>(classes(row, column) * levels + level));
    });
    return cells;
}

struct Limits {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

/// Of the targets and the trained network; what an untrained one says beyond them is cut off.
Limits limits_of(const DecisionMap& map) {
    Limits limits;
    for (const auto& point : map.points) limits.add(point.value);
    const auto& values = map.frames.back().outputs.front();
    for_cells(map, [&](Index row, Index column) { limits.add(values(row, column)); });
    if (!(limits.low <= limits.high)) return {0, 1};
    // Something that is not lost in the digits of a large number.
    const double room = limits.low == limits.high ? std::max(1.0, std::abs(limits.low) / 2) : 0;
    return {limits.low - room, limits.high + room};
}

Bytes number_cells(const DecisionMap& map, const Frame& frame, const Limits& limits) {
    Bytes cells;
    for_cells(map, [&](Index row, Index column) {
        const double value = frame.outputs.front()(row, column);
        cells.push_back(step_of((value - limits.low) / (limits.high - limits.low), 256));
    });
    return cells;
}

Json points_json(const DecisionMap& map) {
    auto json = Json::array();
    const std::size_t step = map.points.size() / most_points + 1;
    for (std::size_t i = 0; i < map.points.size(); i += step) {
        const auto& point = map.points[i];
        auto numbers = Json::array();
        for (const double number : {point.x, point.y, point.value}) {
            numbers.push_back(rounded(number));
        }
        numbers.push_back(point.training ? 1 : 0);
        json.push_back(std::move(numbers));
    }
    return json;
}

/// The values of a column at an epoch; null where it was not written down.
Json value_at(const Curves* curves, const char* column, Index epoch) {
    const auto* values = curves == nullptr ? nullptr : curves->find(column);
    if (values == nullptr) return nullptr;
    const auto& epochs = curves->epochs;
    const auto at = std::lower_bound(epochs.begin(), epochs.end(), static_cast<double>(epoch));
    if (at == epochs.end() || *at != static_cast<double>(epoch)) return nullptr;
    return rounded((*values)[static_cast<std::size_t>(at - epochs.begin())]);
}

}  // namespace

Json decision_map_json(const DecisionMap& map, const Curves* curves) {
    const bool numbers = map.classes.empty();
    const int levels = numbers ? 256 : 256 / std::max(2, static_cast<int>(map.classes.size()));
    const double largest = numbers ? 1 : largest_lead(map);
    const Limits limits = numbers ? limits_of(map) : Limits{0, 1};
    auto frames = Json::array();
    for (const auto& frame : map.frames) {
        const Bytes cells =
            numbers ? number_cells(map, frame, limits) : class_cells(map, frame, levels, largest);
        frames.push_back(Json{{"epoch", frame.epoch},
                              {"train", value_at(curves, "train_loss", frame.epoch)},
                              {"validation", value_at(curves, "validation_loss", frame.epoch)},
                              {"cells", base64(cells)}});
    }
    const auto& grid = map.grid;
    return {{"size", grid.size},
            {"features", grid.features},
            {"min", grid.min},
            {"max", grid.max},
            {"classes", map.classes},
            {"target", map.targets.empty() ? "" : map.targets.front()},
            {"levels", levels},
            {"colours", style::series.size()},
            {"low", rounded(limits.low)},
            {"high", rounded(limits.high)},
            {"points", points_json(map)},
            {"frames", std::move(frames)}};
}

}  // namespace mlp::html
