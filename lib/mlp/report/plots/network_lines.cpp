#include "mlp/report/plots/network_lines.h"

#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/style.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t widths = 8;  // gnuplot draws lines of one width at a time

struct Colour {
    std::array<double, 3> rgb{};

    explicit Colour(std::string_view hex) {
        std::uint32_t number = style::rgb(hex);
        for (std::size_t i = 3; i-- > 0; number /= 256) rgb[i] = number % 256;
    }
    /// Of this colour only a share, and otherwise grey.
    Colour on_grey(double share) const {
        Colour result("#DDDDDD");
        for (std::size_t i = 0; i < 3; ++i) result.rgb[i] += share * (rgb[i] - result.rgb[i]);
        return result;
    }
    /// As gnuplot takes it from data.
    double number() const {
        return (std::round(rgb[0]) * 256 + std::round(rgb[1])) * 256 + std::round(rgb[2]);
    }
};

/// Positive numbers are blue, negative ones vermillion, the paler the smaller.
double colour_of(double value, double largest) {
    if (!can_be_drawn(value)) return Colour(style::purple).number();
    const Colour colour(value < 0 ? style::vermillion : style::blue);
    return colour.on_grey(largest > 0 ? std::abs(value) / largest : 0).number();
}

/// Columns of numbers that are plotted in one go.
struct Rows {
    std::vector<std::vector<double>> columns;

    void add(std::initializer_list<double> row) {
        columns.resize(row.size());
        auto column = columns.begin();
        for (const double value : row) (column++)->push_back(value);
    }
};

/// All that is drawn as data: lines between points, and circles.
class Drawing {
  public:
    explicit Drawing(const NetworkScale& scale) : scale_(scale) {}

    void add_weight(double value, double x, double y, double to_x, double to_y) {
        const double share = scale_.weight > 0 ? std::abs(value) / scale_.weight : 0;
        const auto width = can_be_drawn(value)
                               ? std::min(static_cast<std::size_t>(share * widths), widths - 1)
                               : widths / 2;
        lines_[width].add({x, y, to_x - x, to_y - y, colour_of(value, scale_.weight)});
    }
    void add_unit(double x, double y, double rim_colour) {
        rims_.add({x, y, NetworkLayout::radius, rim_colour});
        units_.add({x, y, NetworkLayout::radius - 4, Colour("#FFFFFF").number()});
    }
    void add_bias(double value, double x, double y) {
        add_unit(x, y, colour_of(value, scale_.bias));
    }

    /// Thin lines first: thick ones stay visible; the circles on top of them.
    std::string script() const {
        std::string data;
        std::string plots;
        const auto add = [&](const std::string& name, const Rows& block, const std::string& how) {
            if (block.columns.empty()) return;
            data += gnuplot_data(name, block.columns);
            plots += fmt::format("{}${} {} notitle", plots.empty() ? "plot " : ", ", name, how);
        };
        for (std::size_t i = 0; i < widths; ++i) {
            const double width = 0.6 + 5 * (static_cast<double>(i) + 0.5) / widths;
            add(fmt::format("lines{}", i), lines_[i],
                fmt::format("using 1:2:3:4:5 with vectors nohead linewidth {:.2f} "
                            "linecolor rgb variable",
                            width));
        }
        for (const auto* block : {&rims_, &units_}) {
            add(block == &rims_ ? "rims" : "units", *block,
                "using 1:2:3:4 with circles fillstyle solid noborder linecolor rgb variable");
        }
        return data + plots + '\n';
    }

  private:
    NetworkScale scale_;
    std::array<Rows, widths> lines_;
    Rows rims_;
    Rows units_;
};

using Column = NetworkLayout::Column;

/// The weights between two layers that follow one another, as far as their units are shown.
void add_weights(Drawing& drawing, const NetworkLayout& layout, const Column& from,
                 const Column& to) {
    const double x = from.x + (from.is_box() ? NetworkLayout::box_width / 2 : 0);
    for (std::size_t i = 0; i < from.units.size(); ++i) {
        const double y = layout.y(from, from.row(i));
        if (to.is_box()) {
            drawing.add_weight(0, x, y, to.x, y);
            continue;
        }
        for (std::size_t k = 0; k < to.units.size(); ++k) {
            const auto& weight = to.layer->weight;
            if (to.units[k] >= weight.rows() || from.units[i] >= weight.cols()) continue;
            drawing.add_weight(weight(to.units[k], from.units[i]), x, y, to.x,
                               layout.y(to, to.row(k)));
        }
    }
}

void add_units(Drawing& drawing, const NetworkLayout& layout, const Column& column) {
    for (std::size_t k = 0; k < column.units.size(); ++k) {
        const double y = layout.y(column, column.row(k));
        const bool has_bias =
            column.layer != nullptr && column.units[k] < column.layer->bias.size();
        if (has_bias) {
            drawing.add_bias(column.layer->bias(column.units[k]), column.x, y);
        } else {
            drawing.add_unit(column.x, y, Colour(style::grey).number());
        }
    }
}

}  // namespace

NetworkScale::NetworkScale(const NetworkDiagram& network) {
    const auto measure = [this](double& largest, const auto& numbers) {
        for (const double value : numbers.reshaped()) {
            wrong = wrong || !can_be_drawn(value);
            if (can_be_drawn(value)) largest = std::max(largest, std::abs(value));
        }
    };
    for (const auto& layer : network.layers) {
        measure(weight, layer.weight);
        measure(bias, layer.bias);
    }
}

std::string network_lines(const NetworkLayout& layout, const NetworkScale& scale) {
    Drawing drawing(scale);
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        const auto& column = layout.columns[i];
        if (column.follows) add_weights(drawing, layout, layout.columns[i - 1], column);
        if (!column.is_box()) add_units(drawing, layout, column);
    }
    for (int i = 0; i <= 4; ++i) {
        const double share = i / 2.0 - 1;
        const double x = layout.legend_x + 45 * i;
        const double y = layout.legend_y;
        if (scale.weight > 0) drawing.add_weight(share * scale.weight, x - 16, y, x + 16, y);
        if (scale.bias > 0) drawing.add_bias(share * scale.bias, x + layout.legend_distance, y);
    }
    return drawing.script();
}

}  // namespace mlp
