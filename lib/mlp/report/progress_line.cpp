#include "mlp/report/progress_line.h"

#include "mlp/report/short_name.h"
#include "mlp/report/sparkline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t least_sparkline = 8;
constexpr std::size_t greatest_sparkline = 20;

/// "85", "8.5k", "836k", "1.2M"
std::string rough(double number) {
    const char* unit = "";
    for (const char* larger : {"k", "M", "G"}) {
        if (number < 999.5) break;
        number /= 1000;
        unit = larger;
    }
    return fmt::format("{:.{}f}{}", number, number < 9.95 ? 1 : 0, unit);
}

}  // namespace

std::string clock_text(double seconds) {
    if (!(seconds < 360000)) return fmt::format("{:.3g} h", seconds / 3600);
    const auto all = static_cast<std::int64_t>(std::max(seconds, 0.0));
    const auto hours = all / 3600;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, all / 60 % 60, all % 60)
                     : fmt::format("{}:{:02}", all / 60, all % 60);
}

std::string progress_line(const ProgressState& state, std::size_t width, Characters characters) {
    enum Part { epoch, loss, curve, rate, time, left };
    std::array<std::string, 6> parts;
    std::size_t used = 0;
    const auto add = [&](Part part, const std::string& text) {
        const std::size_t wanted = display_width(text) + (used > 0 && part != curve ? 2 : 1);
        if (text.empty() || used + wanted > width + 1) return;
        parts[part] = text;
        used += wanted;
    };
    // The most important first; the sparkline grows into what is left.
    add(epoch,
        fmt::format("epoch {:>{}}/{} {:>3.0f}%", state.epoch, std::to_string(state.epochs).size(),
                    state.epochs, std::floor(100 * state.done)));
    add(loss, fmt::format("{} {:#.4g}", state.loss_name, state.loss));
    if (state.seconds_left) add(left, "ETA " + clock_text(*state.seconds_left));
    const bool room = !state.course.empty() && used + least_sparkline + 1 <= width + 1;
    if (room) used += least_sparkline + 1;
    if (state.samples_per_second)
        add(rate, fmt::format("{:>4} samples/s", rough(*state.samples_per_second)));
    add(time, clock_text(state.seconds));
    if (room) {
        const std::size_t more = width + 1 > used ? width + 1 - used : 0;
        parts[curve] = sparkline(state.course, std::min(least_sparkline + more, greatest_sparkline),
                                 characters);
    }
    std::string line;
    for (const Part part : {epoch, loss, curve, rate, time, left}) {
        if (parts[part].empty()) continue;
        const bool near = part == curve || (part == left && !parts[time].empty());
        if (!line.empty()) line += near ? " " : "  ";
        line += parts[part];
    }
    return line;
}

}  // namespace mlp
