#include "mlp/report/plots/confusion_plot.h"

#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/plane.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/short_name.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr Index max_numbered = 30;  ///< classes whose counts are written into the cells
constexpr Index max_named = 60;     ///< classes that are all named; of more, every n-th is
constexpr std::size_t name_width = 20;

/// The shares of the rows; those of a class without samples are 0.
Matrix<double> shares(const ConfusionMatrix& counts) {
    Matrix<double> result = Matrix<double>::Zero(counts.classes(), counts.classes());
    for (Index actual = 0; actual < counts.classes(); ++actual) {
        const auto all = static_cast<double>(counts.actual(actual));
        if (all == 0) continue;
        for (Index predicted = 0; predicted < counts.classes(); ++predicted) {
            result(actual, predicted) = static_cast<double>(counts.count(actual, predicted)) / all;
        }
    }
    return result;
}

std::string class_tics(const std::vector<std::string>& classes) {
    const auto count = static_cast<Index>(classes.size());
    const Index step = (count + max_named - 1) / max_named;
    std::string tics;
    for (Index k = 0; k < count; k += step) {
        const auto name = short_name(classes[static_cast<std::size_t>(k)], name_width);
        tics += fmt::format("{}{} {}", k == 0 ? "" : ", ", gnuplot_tic_label(name), k);
    }
    // Names that do not fit above each other are turned.
    std::size_t longest = 0;
    for (const auto& name : classes) longest = std::max(longest, display_width(name));
    const bool turned = std::min(longest, name_width) * classes.size() > 50;
    return fmt::format("set xtics ({}){}\nset ytics ({})\n", tics,
                       turned ? " rotate by 60 right" : "", tics);
}

/// The counts as texts, light on dark cells and dark on light ones; zeros are grey.
std::string count_data(const ConfusionMatrix& counts, const Matrix<double>& share) {
    std::string text = "$counts << END\n";
    for (Index actual = 0; actual < counts.classes(); ++actual) {
        for (Index predicted = 0; predicted < counts.classes(); ++predicted) {
            const auto count = counts.count(actual, predicted);
            const auto colour = count == 0                        ? style::rgb(style::grey)
                                : share(actual, predicted) > 0.45 ? style::rgb("#FFFFFF")
                                                                  : style::rgb(style::black);
            text += fmt::format("{} {} {} {}\n", predicted, actual, count, colour);
        }
    }
    return text + "END\n";
}

}  // namespace

Picture confusion_picture(const Outcome& outcome) {
    const ConfusionMatrix counts = outcome.confusion();
    const Index classes = counts.classes();
    const auto share = shares(counts);
    const auto title =
        fmt::format("{} of {} right: accuracy {:.4g}", counts.right(), outcome.named_samples(),
                    static_cast<double>(counts.right()) / static_cast<double>(counts.samples()));
    const double end = static_cast<double>(classes) - 0.5;
    const int side = std::clamp(static_cast<int>(420 + 30 * classes), 600, 1200);
    const int size = classes <= 10 ? 15 : classes <= max_numbered ? 11 : 9;

    std::string script =
        style::frame() + style::title(title) + style::palette_script(style::sequential);
    script += fmt::format(
        "set xrange [-0.5:{}]\nset yrange [{}:-0.5]\nset cbrange [0:1]\n"
        "set size ratio 1\nunset grid\nunset key\nset tics scale 0 font ',{}'\n"
        "set xlabel 'predicted class'\nset ylabel 'actual class'\n"
        "set cblabel 'share of the actual class' font ',13'\nset cbtics 0.2 font ',12'\n"
        "set border 15\n",
        end, end, std::max(size, 10));
    script += class_tics(outcome.classes);
    script += style::matrix_data("shares", share);
    std::string plot = "plot $shares matrix with image pixels";
    if (classes <= max_numbered) {
        script += count_data(counts, share);
        plot += fmt::format(
            ", $counts using 1:2:(sprintf('%d', $3)):4 with labels textcolor rgb variable "
            "font ',{}'",
            size);
    }
    return {"confusion", script + plot + "\n", side + 120, side};
}

}  // namespace mlp
