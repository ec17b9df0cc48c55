#include "loss_chart.h"

#include "mlp/core/error.h"
#include "mlp/report/curves.h"
#include "mlp/report/text_chart.h"

#include "terminal.h"

#include <fmt/format.h>

namespace mlp::app {

void print_loss_chart(const std::filesystem::path& run_directory, Index best_epoch) try {
    const Curves curves = read_curves(run_directory);
    TextChart chart{"loss over epochs", curves.epochs, {}};
    for (const char* part : {"train", "validation"}) {
        const auto* values = curves.find(std::string(part) + "_loss");
        if (values != nullptr) chart.series.push_back({part, *values});
    }
    const auto best = static_cast<double>(best_epoch);
    if (curves.epochs.front() <= best && best <= curves.epochs.back()) chart.best_epoch = best;
    fmt::print("\n{}", text_chart(chart, terminal_width(stdout), locale_characters()));
} catch (const InputError& error) {
    say("warning: no chart of the loss: {}\n", error.what());
}

}  // namespace mlp::app
