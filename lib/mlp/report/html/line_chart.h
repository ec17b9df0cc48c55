#pragma once

#include "mlp/config/document.h"
#include "mlp/core/matrix.h"
#include "mlp/report/html/report_page.h"

#include <span>
#include <string>
#include <vector>

namespace mlp::html {

/// Lines over the epochs, which the page's script draws.
struct LineChart {
    struct Line {
        std::string name;
        std::string colour;  ///< that of CSS: "var(--train)"
        bool dashed = false;
        std::vector<double> values;
    };
    std::string id;  ///< in the page, unique: "loss"
    std::string title;
    std::vector<double> epochs;
    std::vector<Line> lines;
    Index best_epoch = 0;  ///< to be marked; 0: none
    bool log = false;      ///< whether it is shown with a logarithmic axis at first
};

/// One for each metric, train and validation in one frame, and one of the learning rate. Of long
/// runs not every epoch, but every peak.
std::vector<LineChart> metric_charts(const Curves& curves, Index best_epoch);
/// What diagnostics tell of the layers: gradients, units that are dead or saturated.
std::vector<LineChart> layer_charts(const std::vector<LayerCurves>& layers);

/// The place in the page where the script draws a chart.
std::string chart_figure(const LineChart& chart);
/// What the script has to know of it.
Json chart_json(const LineChart& chart);

/// Which of `count` points to keep so that lines through them look as they did: of every stretch
/// the lowest and the highest point of each line; the first, the last, and the one at `always`.
/// All lines have `count` values.
std::vector<std::size_t> kept_points(std::size_t count,
                                     std::span<const std::vector<double>* const> lines,
                                     std::size_t always);

}  // namespace mlp::html
