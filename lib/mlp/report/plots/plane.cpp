#include "mlp/report/plots/plane.h"

#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp::style {

std::string palette_script(Palette palette) {
    std::string script = "set palette defined (";
    for (std::size_t i = 0; i < palette.size(); ++i) {
        script += fmt::format("{}{} '#{:06X}'", i == 0 ? "" : ", ", i, palette[i]);
    }
    return script + ")\n";
}

std::uint32_t colour_in(Palette palette, double share) {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(palette.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), palette.size() - 2);
    const double way = place - static_cast<double>(below);
    std::uint32_t colour = 0;
    for (const unsigned shift : {16U, 8U, 0U}) {
        const double from = (palette[below] >> shift) & 0xFFU;
        const double to = (palette[below + 1] >> shift) & 0xFFU;
        colour |= static_cast<std::uint32_t>(std::lround(from + way * (to - from))) << shift;
    }
    return colour;
}

std::string matrix_data(std::string_view name, const Matrix<double>& values) {
    std::string text = fmt::format("${} << END\n", name);
    for (Index row = 0; row < values.rows(); ++row) {
        for (Index column = 0; column < values.cols(); ++column) {
            const double value = values(row, column);
            text += std::isfinite(value) ? fmt::format("{:.5g} ", value) : "NaN ";
        }
        text.back() = '\n';
    }
    return text + "END\n";
}

std::string place_in(const PlaneGrid& grid) {
    const auto cells = static_cast<double>(grid.size);
    const auto place = [&](std::size_t axis, double first) {
        return fmt::format("({} + {} * ${})", to_text(first),
                           to_text((grid.max[axis] - grid.min[axis]) / cells), axis + 1);
    };
    return place(0, grid.x(0)) + ":" + place(1, grid.y(0));
}

}  // namespace mlp::style
