#include "mlp/report/plots/ranking_plot.h"

#include "mlp/core/error.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/ranking_curves.h"
#include "mlp/report/short_name.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t max_classes = 10;
constexpr std::size_t worst_classes = 5;

/// What the two kinds of pictures do not have in common.
struct Kind {
    const char* name;
    const char* title;
    const char* x_label;
    const char* y_label;
    const char* area;     ///< what the area is called
    const char* drawing;  ///< how points are joined
    bool starts_at_zero;  ///< otherwise at the height of the first point; and so guessing goes
    std::vector<RankingCurve> (*curves)(const Outcome&);
    RankingCurve (*mean)(std::span<const RankingCurve>);
};

const Kind roc{.name = "roc",
               .title = "ROC",
               .x_label = "false positive rate: share of the others that are taken for the class",
               .y_label = "true positive rate: share of the class that is found",
               .area = "area under the curve",
               .drawing = "lines",
               .starts_at_zero = true,
               .curves = roc_curves,
               .mean = mean_of_roc};
const Kind precision_recall{
    .name = "precision_recall",
    .title = "Precision and recall",
    .x_label = "recall: share of the class that is found",
    .y_label = "precision: share of what is found that is of the class",
    .area = "average precision",
    .drawing = "fsteps",  // first to the height of the next point, then across
    .starts_at_zero = false,
    .curves = precision_recall_curves,
    .mean = mean_of_precision_recall};

[[noreturn]] void refuse(const Outcome& outcome, const Kind& kind) {
    const bool nan = outcome.outputs.array().isNaN().any();
    throw InputError(fmt::format(
        "there is no curve of {}: {}", kind.title,
        nan ? "outputs of the network are not numbers (nan)" : "it takes samples of two classes"));
}

/// The curves that are drawn: all, or the mean and the worst, which come first.
std::vector<RankingCurve> chosen(std::vector<RankingCurve> curves, const Kind& kind) {
    if (curves.size() <= max_classes) return curves;
    RankingCurve mean = kind.mean(curves);
    std::ranges::stable_sort(curves, {}, &RankingCurve::area);
    curves.resize(worst_classes);
    curves.insert(curves.begin(), std::move(mean));
    return curves;
}

/// The curve as it is drawn, from the left edge on.
std::string curve_data(const std::string& name, RankingCurve curve, const Kind& kind) {
    const double start = kind.starts_at_zero ? 0 : curve.y.front();
    curve.x.insert(curve.x.begin(), 0);
    curve.y.insert(curve.y.begin(), start);
    return gnuplot_data(name, std::vector{curve.x, curve.y});
}

/// The mean is black. Where the colours begin again, lines are dashed.
std::string_view colour_of(const std::vector<RankingCurve>& curves, std::size_t i) {
    if (curves[i].label < 0) return style::black;
    return style::series_colour(curves.front().label < 0 ? i - 1 : i);
}

std::string class_name(const Outcome& outcome, const RankingCurve& curve) {
    if (curve.label < 0) return "mean of the classes";
    return short_name(outcome.classes[static_cast<std::size_t>(curve.label)], 24);
}

/// What guessing comes to, dashed: the diagonal, or the share of each class.
std::string guesses(const std::vector<RankingCurve>& curves, const Kind& kind) {
    std::string plot;
    const auto add = [&](double left, double right, std::string_view colour, const char* title) {
        plot += fmt::format(
            ", {} + {} * x with lines dashtype (10, 8) linewidth 1.5 linecolor rgb '{}' {}", left,
            right - left, colour, title);
    };
    if (kind.starts_at_zero) {
        add(0, 1, style::grey, "title 'guessing'");
        return plot;
    }
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const double rate = curves[i].base_rate;
        add(rate, rate, curves.size() == 1 ? style::grey : colour_of(curves, i), "notitle");
    }
    return plot + fmt::format(
                      ", NaN with lines dashtype (10, 8) linewidth 1.5 linecolor rgb '{}' "
                      "title 'guessing'",
                      style::grey);
}

Picture ranking_picture(const Outcome& outcome, const Kind& kind) {
    const auto all = kind.curves(outcome);
    if (all.empty()) refuse(outcome, kind);
    const auto curves = chosen(all, kind);
    std::string title = fmt::format("{} of {}", kind.title, outcome.named_samples());
    if (curves.size() < all.size()) {
        title += fmt::format(", mean of {} classes and the worst {}", all.size(), worst_classes);
    }
    std::string script = style::frame() + style::title(title);
    script += fmt::format(
        "set xrange [0:1]\nset yrange [0:1.02]\nset xtics 0.2\nset ytics 0.2\n"
        "set size ratio 1\nset xlabel '{}'\nset ylabel '{}'\n"
        "set key outside right center vertical Left reverse samplen 2 width 0 title '{}'\n",
        kind.x_label, kind.y_label, kind.area);
    std::string plot;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const auto data = fmt::format("curve_{}", i);
        script += curve_data(data, curves[i], kind);
        plot += fmt::format("{}${} using 1:2 with {} linewidth {} linecolor rgb '{}'{} title {}",
                            plot.empty() ? "plot " : ", ", data, kind.drawing,
                            curves[i].label < 0 ? 4 : 2.5, colour_of(curves, i),
                            i < style::series.size() ? "" : " dashtype (14, 6)",
                            gnuplot_string(fmt::format("{:.4f}  {}", curves[i].area,
                                                       class_name(outcome, curves[i]))));
    }
    return {kind.name, script + plot + guesses(curves, kind) + "\n", 960, 700};
}

}  // namespace

Picture roc_picture(const Outcome& outcome) { return ranking_picture(outcome, roc); }
Picture precision_recall_picture(const Outcome& outcome) {
    return ranking_picture(outcome, precision_recall);
}

}  // namespace mlp
