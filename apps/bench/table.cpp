#include "table.h"

#include "mlp/report/markdown.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

namespace mlp::bench {
namespace {

struct Unit {
    double size;
    const char* name;
};

/// Three digits, in the largest of the units that is not larger than the number.
std::string in_units(double number, const auto& units) {
    const auto unit =
        std::ranges::find_if(units, [&](const Unit& u) { return number >= 0.9995 * u.size; });
    const Unit& chosen = unit != std::end(units) ? *unit : units.back();
    const double shown = number / chosen.size;
    const int decimals = shown >= 99.95 ? 0 : shown >= 9.995 ? 1 : 2;
    return fmt::format("{:.{}f}{}", shown, decimals, chosen.name);
}

std::string time_text(double seconds) {
    constexpr std::array<Unit, 3> units{{{1, " s"}, {1e-3, " ms"}, {1e-6, " us"}}};
    return in_units(seconds, units);
}

std::string amount_text(double amount) {
    constexpr std::array<Unit, 4> units{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};
    return in_units(amount, units);
}

std::string count_text(double count) { return fmt::format("{:.6g}", count); }

std::string rate_text(double rate) { return fmt::format("{:.3g}", rate); }

std::string tenths(double number) { return fmt::format("{:.1f}", number); }

std::string percent(double share) { return fmt::format("{:.0f}%", 100 * share); }

template <class Text>
std::string cell(const std::optional<double>& value, const Text& text) {
    return value ? text(*value) : "-";
}

std::optional<double> share_of(const std::optional<double>& gflops, double sgemm_peak) {
    return gflops ? std::optional(*gflops / sgemm_peak) : std::nullopt;
}

}  // namespace

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t j = 0; j < headings.size(); ++j) {
        widths.push_back(headings[j].size());
        for (const auto& row : rows) widths[j] = std::max(widths[j], row[j].size());
    }
    std::string lines;
    const auto add = [&](const std::vector<std::string>& cells) {
        lines += fmt::format("{:<{}}", cells[0], widths[0]);
        for (std::size_t j = 1; j < cells.size(); ++j) {
            lines += fmt::format("  {:>{}}", cells[j], widths[j]);
        }
        lines += '\n';
    };
    add(headings);
    for (const auto& row : rows) add(row);
    return lines;
}

std::string Table::markdown() const {
    std::string lines = markdown::row(headings) + "| --- |";
    for (std::size_t j = 1; j < headings.size(); ++j) lines += " ---: |";
    lines += '\n';
    for (const auto& row : rows) lines += markdown::row(row);
    return lines;
}

Table table_of(const std::vector<NamedMeasurement>& measurements, double sgemm_peak) {
    Table table{{"workload", "median", "min", "spread", "samples/s", "GFLOP/s", "of sgemm",
                 "allocs", "parameters", "bytes each", "activations"},
                {}};
    for (const auto& [name, m] : measurements) {
        table.rows.push_back(
            {name, time_text(m.step.median), time_text(m.step.min), percent(m.step.spread),
             cell(m.samples_per_second(), amount_text), cell(m.gflops(), tenths),
             cell(share_of(m.gflops(), sgemm_peak), percent),
             cell(m.allocations_per_step, rate_text), cell(m.parameters, count_text),
             cell(m.bytes_per_parameter, tenths), cell(m.activation_bytes, amount_text)});
    }
    return table;
}

std::string more_of(const std::vector<NamedMeasurement>& measurements) {
    std::string lines;
    for (const auto& [name, m] : measurements) {
        if (m.more.empty()) continue;
        lines += name + ":";
        for (const auto& [key, value] : m.more.items()) {
            std::string words = key;
            std::ranges::replace(words, '_', ' ');
            lines += fmt::format(" {} {}{}", words,
                                 value.is_number() ? count_text(value.get<double>()) : "-",
                                 key == m.more.rbegin().key() ? "\n" : ",");
        }
    }
    return lines;
}

Table guard_table(const std::vector<GuardResult>& results) {
    Table table{{"workload", "mlp", "plain loops", "ratio", "least", "losses differ by", ""}, {}};
    for (const auto& r : results) {
        table.rows.push_back({r.name, time_text(r.step.median), time_text(r.naive_step.median),
                              fmt::format("{:.2f}", r.ratio), fmt::format("{:.2f}", r.least_ratio),
                              fmt::format("{:.0e}", r.loss_difference),
                              r.fast() ? "ok" : "too slow"});
    }
    return table;
}

Table grid_table(const std::vector<GridPoint>& points, const std::vector<Measurement>& measurements,
                 double sgemm_peak) {
    Table table{{"varied", "value", "parameters", "step", "samples/s", "GFLOP/s", "of sgemm"}, {}};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Measurement& m = measurements[i];
        table.rows.push_back({points[i].varied, fmt::to_string(points[i].value),
                              cell(m.parameters, amount_text), time_text(m.step.median),
                              cell(m.samples_per_second(), amount_text), cell(m.gflops(), tenths),
                              cell(share_of(m.gflops(), sgemm_peak), percent)});
    }
    return table;
}

}  // namespace mlp::bench
