#include "mlp/report/plots/activations_plot.h"

#include "mlp/core/error.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/some_of.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t most_panels = 12;

std::string empty_panel() {
    return axis_script('x', {}) + axis_script('y', {}) +
           fmt::format(
               "set label \"no finite number\" at graph 0.5, graph 0.5 center textcolor rgb '{}'\n"
               "plot NaN notitle\n",
               style::grey);
}

/// Bars of the share of all numbers in each bin, in percent, so that layers of different sizes can
/// be compared.
std::string panel(const Histogram& histogram, std::size_t number) {
    std::string script = "unset label\n" + style::title(short_name(histogram.name, 30));
    const auto total =
        std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::int64_t{0});
    const bool drawable = can_be_drawn(histogram.min) && can_be_drawn(histogram.max);
    if (total == 0 || !drawable || histogram.min >= histogram.max) return script + empty_panel();
    std::vector<double> x;
    std::vector<double> share;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        x.push_back(histogram.middle(bin));
        share.push_back(100 * static_cast<double>(histogram.counts[bin]) /
                        static_cast<double>(total));
    }
    Axis axis{histogram.min, histogram.max};
    axis.widen(0.02);
    const double highest = *std::max_element(share.begin(), share.end());
    script += axis_script('x', axis, Tics::few) + axis_script('y', {0, 1.05 * highest});
    const auto name = fmt::format("layer{}", number);
    script += gnuplot_data(name, std::vector{x, share});
    return script + fmt::format(
                        "plot ${} using 1:2:({:.9g}) with boxes fillstyle solid 0.8 "
                        "linewidth 0.5 linecolor rgb '{}' notitle\n",
                        name, histogram.bin_width(), style::blue);
}

}  // namespace

Picture activations_picture(const std::vector<Histogram>& layers) {
    if (layers.empty()) throw InputError("the network has no layers");
    const auto shown = some_of(layers.size(), most_panels);
    const int n = static_cast<int>(shown.size());
    const int columns = n == 1 ? 1 : n <= 4 ? 2 : 3;
    const int rows = (n + columns - 1) / columns;
    std::string script =
        style::frame() +
        fmt::format(
            "set multiplot layout {}, {} title {} font ',20'\n", rows, columns,
            gnuplot_string("Outputs of each layer" + how_many(layers.size(), most_panels))) +
        "set xlabel 'output'\nset ylabel 'share in %'\n";
    for (std::size_t i = 0; i < shown.size(); ++i) script += panel(layers[shown[i]], i);
    return {"activations", script + "unset multiplot\n", n == 1 ? 800 : 420 * columns,
            60 + (n == 1 ? 540 : 320 * rows)};
}

}  // namespace mlp
