#include "mlp/report/text_chart.h"

#include "mlp/core/error.h"
#include "mlp/report/short_name.h"
#include "mlp/report/value_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

using std::size_t;

constexpr size_t rows_between_labels = 3;
constexpr size_t rows = 5 * rows_between_labels + 1;
constexpr size_t least_columns = 10;

/// How a curve is drawn: its dots in a character, and what that is then.
struct Mark {
    size_t dots_across;
    size_t dots_down;
    std::string_view glyph;  ///< empty: the dots as Braille
    std::string_view legend;
};

/// All that differs between the two sets of characters.
struct Style {
    std::array<Mark, 2> marks;
    std::string_view tick, side, corner, bottom;
};

constexpr Style unicode{{{{2, 4, "", "⠤⠤"}, {1, 1, "o", "o"}}}, "┤", "│", "└", "─"};
constexpr Style ascii{{{{1, 1, "*", "*"}, {1, 1, "o", "o"}}}, "+", "|", "+", "-"};
constexpr std::string_view best_mark = "^";

/// The dots of one curve, character by character.
class Canvas {
  public:
    Canvas(const Mark& mark, size_t columns)
        : mark_(mark), columns_(columns), dots_(columns * rows) {}

    /// A line between two points, whose coordinates count characters from the upper left corner.
    void line(double x0, double y0, double x1, double y1) {
        const auto across = static_cast<double>(mark_.dots_across);
        const auto down = static_cast<double>(mark_.dots_down);
        const auto column = [&](double x) { return std::floor(x * across); };
        const auto row = [&](double y) { return std::floor(y * down); };
        const double steps =
            std::max(std::abs(column(x1) - column(x0)), std::abs(row(y1) - row(y0)));
        for (double i = 0; i <= steps; ++i) {
            const double share = steps > 0 ? i / steps : 0;
            set(static_cast<size_t>(std::round(std::lerp(column(x0), column(x1), share))),
                static_cast<size_t>(std::round(std::lerp(row(y0), row(y1), share))));
        }
    }
    bool empty(size_t row, size_t column) const { return dots_[row * columns_ + column] == 0; }
    std::string glyph(size_t row, size_t column) const {
        if (!mark_.glyph.empty()) return std::string(mark_.glyph);
        // U+2800 and one bit a dot, in UTF-8.
        const unsigned bits = dots_[row * columns_ + column];
        return {'\xE2', static_cast<char>(0xA0U + (bits >> 6U)),
                static_cast<char>(0x80U + (bits & 0x3FU))};
    }

  private:
    void set(size_t x, size_t y) {
        // The bits of the Braille block: dots 1 to 3 and 7 downwards, then 4 to 6 and 8.
        static constexpr std::array<std::uint8_t, 8> bits{0x01, 0x02, 0x04, 0x40,
                                                          0x08, 0x10, 0x20, 0x80};
        const size_t cell = y / mark_.dots_down * columns_ + x / mark_.dots_across;
        dots_[cell] |= bits[x % mark_.dots_across * 4 + y % mark_.dots_down];
    }

    const Mark& mark_;
    size_t columns_;
    std::vector<std::uint8_t> dots_;
};

/// With so many digits at least, and all of those before the point, up to a million.
std::string number_text(double value, int digits) {
    const double magnitude = std::abs(value);
    const bool usual = magnitude >= 1 && magnitude < 1e6;
    const int before_point = usual ? static_cast<int>(std::log10(magnitude)) + 1 : 0;
    return fmt::format("{:.{}g}", value, std::max(digits, before_point));
}

/// The numbers beside the axis, from the top on, with as many digits as tell them apart.
std::vector<std::string> labels(const ValueScale& scale) {
    const double size = std::max(std::abs(scale.value(0)), std::abs(scale.value(1)));
    std::vector<std::string> texts;
    for (int digits = 3; digits <= 17; ++digits) {
        texts.clear();
        for (size_t row = 0; row < rows; row += rows_between_labels) {
            const double height = 1 - static_cast<double>(row) / static_cast<double>(rows - 1);
            double value = scale.value(height);
            // A trace of rounding is no number to show.
            if (!scale.logarithmic() && std::abs(value) < 1e-12 * size) value = 0;
            texts.push_back(number_text(value, digits));
        }
        if (std::adjacent_find(texts.begin(), texts.end()) == texts.end()) break;
    }
    return texts;
}

/// From the first to the last epoch over the columns, in characters.
class Across {
  public:
    Across(const std::vector<double>& epochs, size_t columns)
        : first_(epochs.front()),
          span_(std::max(epochs.back() - epochs.front(), 1.0)),
          last_column_(static_cast<double>(columns - 1)) {}
    double operator()(double epoch) const {
        return std::clamp((epoch - first_) / span_, 0.0, 1.0) * last_column_ + 0.5;
    }

  private:
    double first_, span_, last_column_;
};

void draw(Canvas& canvas, const TextChart& chart, const std::vector<double>& values,
          const ValueScale& scale, const Across& across) {
    const auto down = [&](double value) {
        return (1 - scale.position(value)) * static_cast<double>(rows - 1) + 0.5;
    };
    for (size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) continue;
        const size_t from = i > 0 && std::isfinite(values[i - 1]) ? i - 1 : i;
        canvas.line(across(chart.epochs[from]), down(values[from]), across(chart.epochs[i]),
                    down(values[i]));
    }
}

/// What is in a row: of several curves in a character, one after another from column to column.
std::string row_of(const std::vector<Canvas>& canvases, size_t row, size_t columns) {
    std::string line;
    for (size_t column = 0; column < columns; ++column) {
        std::vector<const Canvas*> here;
        for (const auto& canvas : canvases) {
            if (!canvas.empty(row, column)) here.push_back(&canvas);
        }
        line += here.empty() ? " " : here[column % here.size()]->glyph(row, column);
    }
    return line;
}

/// The numbers below the axis: first, middle and last epoch, as far as they have room.
std::string epoch_line(const TextChart& chart, size_t columns) {
    const std::string first = fmt::format("{}", chart.epochs.front());
    const std::string last = fmt::format("{}", chart.epochs.back());
    if (chart.epochs.size() == 1) return first;
    if (first.size() + 1 + last.size() > columns) return "";
    const double middle = std::round((chart.epochs.front() + chart.epochs.back()) / 2);
    const std::string between = fmt::format("{}", middle);
    const auto at = static_cast<size_t>(Across(chart.epochs, columns)(middle));
    const size_t start = at - std::min(at, between.size() / 2);
    std::string line = first;
    if (first.size() < start && start + between.size() + last.size() < columns) {
        line = padded(line, start) + between;
    }
    return padded(line, columns - last.size()) + last;
}

/// In as few lines as there is room for.
std::vector<std::string> legend(const TextChart& chart, const Style& style, size_t columns) {
    std::vector<std::string> entries;
    for (size_t i = 0; i < chart.series.size(); ++i) {
        entries.push_back(fmt::format("{} {}", style.marks[i].legend, chart.series[i].name));
    }
    if (chart.best_epoch) {
        entries.push_back(fmt::format("{} best epoch: {}", best_mark, *chart.best_epoch));
    }
    constexpr std::string_view between = "   ";
    std::vector<std::string> lines;
    for (const auto& entry : entries) {
        const size_t wanted = between.size() + display_width(entry);
        if (lines.empty() || display_width(lines.back()) + wanted > columns) {
            lines.push_back(entry);
        } else {
            lines.back() += fmt::format("{}{}", between, entry);
        }
    }
    return lines;
}

void check(const TextChart& chart) {
    if (chart.epochs.empty()) throw InputError("a chart of no epoch");
    if (chart.series.size() > unicode.marks.size()) throw InputError("too many curves in a chart");
    for (const auto& series : chart.series) {
        if (series.values.size() == chart.epochs.size()) continue;
        throw InputError(fmt::format("the curve {} has {} values for {} epochs", series.name,
                                     series.values.size(), chart.epochs.size()));
    }
}

}  // namespace

std::string text_chart(const TextChart& chart, size_t width, Characters characters) {
    check(chart);
    const Style& style = characters == Characters::unicode ? unicode : ascii;
    ValueRange range;
    for (const auto& series : chart.series) range.add(series.values);
    const ValueScale scale(range);
    const auto numbers = labels(scale);
    size_t margin = 0;
    for (const auto& number : numbers) margin = std::max(margin, number.size());
    if (margin + 2 + least_columns > width) margin = 0;  // too narrow for numbers
    const size_t columns = width > margin + 2 ? width - margin - 2 : 1;

    const Across across(chart.epochs, columns);
    std::vector<Canvas> canvases;
    for (size_t i = 0; i < chart.series.size(); ++i) {
        canvases.emplace_back(style.marks[i], columns);
        draw(canvases.back(), chart, chart.series[i].values, scale, across);
    }
    std::vector<std::string> lines{chart.title + (scale.logarithmic() ? " (log scale)" : "")};
    for (size_t row = 0; row < rows; ++row) {
        const bool labelled = row % rows_between_labels == 0 && margin > 0;
        const std::string number = labelled ? numbers[row / rows_between_labels] : "";
        lines.push_back(fmt::format("{:>{}} {}{}", number, margin,
                                    labelled ? style.tick : style.side,
                                    row_of(canvases, row, columns)));
    }
    std::string axis;
    const auto best = chart.best_epoch ? static_cast<size_t>(across(*chart.best_epoch)) : columns;
    for (size_t column = 0; column < columns; ++column) {
        axis += column == best ? best_mark : style.bottom;
    }
    lines.push_back(fmt::format("{:>{}} {}{}", "", margin, style.corner, axis));
    const std::string indent(margin + 2, ' ');
    lines.push_back(indent + epoch_line(chart, columns));
    for (const auto& line : legend(chart, style, columns)) lines.push_back(indent + line);

    std::string text;
    for (const auto& line : lines) {
        std::string cut = clipped(line, width);
        cut.erase(cut.find_last_not_of(' ') + 1);
        text += cut + '\n';
    }
    return text;
}

}  // namespace mlp
