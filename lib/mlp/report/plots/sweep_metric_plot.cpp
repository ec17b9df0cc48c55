#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/plots/sweep_plot.h"
#include "mlp/report/short_name.h"
#include "mlp/report/shown_value.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t max_panels = 12;
constexpr std::size_t max_categories = 60;

/// The runs with the same value of a parameter.
struct Category {
    std::string value;
    std::vector<std::size_t> runs;
    double median = 0;  ///< of the metric
};

double median(std::vector<double> numbers) {
    std::ranges::sort(numbers);
    const std::size_t middle = numbers.size() / 2;
    return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

/// The best first.
std::vector<Category> categories_of(const SweepFigures& figures,
                                    const SweepFigures::Parameter& parameter) {
    std::map<std::string, std::vector<std::size_t>> runs;
    for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        runs[parameter.values[i]].push_back(i);
    }
    std::vector<Category> categories;
    for (auto& [value, own] : runs) {
        std::vector<double> numbers;
        for (const std::size_t run : own) numbers.push_back(figures.values[run]);
        categories.push_back({value, std::move(own), median(numbers)});
    }
    std::ranges::stable_sort(categories, [&](const Category& a, const Category& b) {
        return figures.larger_is_better ? a.median > b.median : a.median < b.median;
    });
    return categories;
}

/// Runs as points: x, the metric.
struct Cloud {
    std::vector<double> x;
    std::vector<double> y;
    double best_x = 0;
};

std::string cloud_plot(const std::string& name, const SweepFigures& figures, const Cloud& cloud) {
    const int alpha = cloud.x.size() <= 100 ? 0x50 : 0xA0;
    return gnuplot_data(name, std::vector{cloud.x, cloud.y}) +
           fmt::format(
               "plot ${} using 1:2 with points pointtype 7 pointsize {} linecolor rgb '#{:02X}{}' "
               "notitle, '+' using ({:.9g}):({:.9g}) every ::0::0 with points pointtype 7 "
               "pointsize 0.8 linecolor rgb '{}' notitle",
               name, cloud.x.size() <= 100 ? 0.55 : 0.4, alpha, style::blue.substr(1), cloud.best_x,
               figures.values[figures.best], style::vermillion);
}

std::string number_panel(const std::string& name, const SweepFigures& figures,
                         const std::vector<double>& numbers) {
    Axis axis = axis_of(numbers, suits_logarithm(numbers));
    axis.widen(0.04);
    // An axis is logarithmic only where it goes over two decades or more: these are its tics.
    return axis_script('x', axis, Tics::few) + (axis.logarithmic ? "set xtics 10\n" : "") +
           cloud_plot(name, figures, {numbers, figures.values, numbers[figures.best]}) + "\n";
}

/// Each category has a strip of its own, in which points that would hide each other stand side by
/// side; the medians are short lines.
std::string category_panel(const std::string& name, const SweepFigures& figures,
                           const SweepFigures::Parameter& parameter) {
    auto categories = categories_of(figures, parameter);
    if (categories.size() > max_categories) categories.resize(max_categories);
    Cloud cloud;
    std::string tics;
    std::vector<std::vector<double>> medians(2);
    std::size_t longest = 0;
    for (std::size_t k = 0; k < categories.size(); ++k) {
        const auto& category = categories[k];
        const auto middle = static_cast<double>(k);
        for (std::size_t i = 0; i < category.runs.size(); ++i) {
            const double aside = (static_cast<double>((3 * i) % 7) - 3) * 0.08;
            const std::size_t run = category.runs[i];
            cloud.x.push_back(middle + aside);
            cloud.y.push_back(figures.values[run]);
            if (run == figures.best) cloud.best_x = middle + aside;
        }
        medians[0].push_back(middle);
        medians[1].push_back(category.median);
        const auto shown =
            short_name(category.value.empty() ? "-" : shown_value(category.value), 24);
        longest = std::max(longest, display_width(shown));
        tics += fmt::format("{}{} {}", k == 0 ? "" : ", ", gnuplot_tic_label(shown), k);
    }
    const bool turned = longest * categories.size() > 40;
    std::string script =
        fmt::format("unset logscale x\nset xrange [-0.6:{}]\nset xtics ({}){} font ',{}'\n",
                    static_cast<double>(categories.size()) - 0.4, tics,
                    turned ? " rotate by 90 right" : "", categories.size() > 20 ? 10 : 12);
    if (turned) {
        // In heights of characters; gnuplot takes these for larger than they are.
        script += fmt::format("set bmargin {:.1f}\n", 1.5 + 0.36 * static_cast<double>(longest));
    }
    script += gnuplot_data(name + "_medians", medians);
    return script + cloud_plot(name, figures, cloud) +
           fmt::format(
               ", ${}_medians using 1:2:(0.35) with xerrorbars pointtype -1 linewidth 2 "
               "linecolor rgb '{}' notitle\n",
               name, style::black);
}

std::vector<const SweepFigures::Parameter*> varied(const SweepFigures& figures) {
    std::vector<const SweepFigures::Parameter*> result;
    for (const auto& parameter : figures.parameters) {
        const auto& values = parameter.values;
        const bool same = std::ranges::all_of(
            values, [&](const std::string& value) { return value == values.front(); });
        if (!same) result.push_back(&parameter);
    }
    if (result.empty()) {
        throw InputError("the runs of the sweep have the same value of each key: nothing to draw " +
                         figures.metric + " over");
    }
    return result;
}

}  // namespace

Picture sweep_metric_picture(const SweepFigures& figures) {
    const auto parameters = varied(figures);
    const std::size_t shown = std::min(parameters.size(), max_panels);
    const int columns = shown == 1 ? 1 : shown <= 4 ? 2 : 3;
    const int rows = (static_cast<int>(shown) + columns - 1) / columns;
    std::string title = fmt::format("{} of {}, best: run {} with {:.4g}", figures.metric,
                                    counted(figures.runs.size(), "run"), figures.runs[figures.best],
                                    figures.values[figures.best]);
    if (shown < parameters.size()) {
        title += fmt::format(" ({} of {} parameters)", shown, parameters.size());
    }
    Axis y = axis_of(figures.values, suits_logarithm(figures.values));
    y.widen(0.06);
    std::string script = style::frame() + "unset key\nset errorbars 0\n" + axis_script('y', y);
    script += "set ylabel " + gnuplot_string(figures.metric) + "\n";
    script += fmt::format("set multiplot layout {},{} title {} font ',18'\n", rows, columns,
                          gnuplot_string(title));
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& parameter = *parameters[i];
        const auto numbers = parameter.numbers();
        const auto name = fmt::format("panel_{}", i);
        script += "unset bmargin\nset xtics norotate font ',13'\nset title " +
                  gnuplot_string(short_name(parameter.key, 50)) + " font ',15'\n";
        script += numbers.empty() ? category_panel(name, figures, parameter)
                                  : number_panel(name, figures, numbers);
    }
    const int width = columns == 1 ? 900 : columns == 2 ? 560 : 440;
    const int height = columns == 1 ? 600 : 420;
    return {"sweep_metric", script + "unset multiplot\n", columns * width, rows * height + 40};
}

}  // namespace mlp
