#include "mlp/report/plots/learning_rate_range_plot.h"

#include "mlp/core/error.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/panel.h"
#include "mlp/report/plots/style.h"

#include <fmt/format.h>

namespace mlp {

Picture learning_rate_range_picture(const RateRange& range) {
    Panel panel;
    panel.title = "Learning-rate range test";
    panel.x_label = "learning rate";
    panel.y_label = "loss";
    panel.x_scale = Panel::Scale::logarithmic;
    panel.x = range.rates;
    panel.lines = {{"loss of each batch", range.losses, style::sky, 1},
                   {"smoothed", range.smoothed, style::blue, 3.5}};
    if (!panel.has_numbers()) throw InputError("the loss is no finite number at any rate");
    const auto mark = [&](std::string_view what, double rate, std::string_view colour) {
        if (rate <= 0 || !can_be_drawn(rate)) return;
        panel.marks.push_back({rate, fmt::format("{}: {:.3g}", what, rate), colour});
    };
    mark("configured", range.configured, style::purple);
    mark("suggested", range.suggested, style::green);
    if (range.suggested <= 0) panel.title += ": the loss never falls";
    return {"learning_rate_range", style::frame() + panel_script(panel)};
}

}  // namespace mlp
