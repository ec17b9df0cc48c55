#include "mlp/report/plots/style.h"

#include "mlp/report/gnuplot.h"

#include <charconv>

#include <fmt/format.h>

namespace mlp::style {

std::string frame() {
    return "set encoding utf8\n"
           "set border 3 linecolor rgb '#808080'\n"
           "set tics nomirror textcolor rgb 'black'\n"
           "set grid linetype 1 linewidth 0.5 linecolor rgb '#D0D0D0'\n"
           "set key outside bottom center horizontal Left reverse height 0.6 samplen 3 width 2\n";
}

std::string title(std::string_view text) {
    return fmt::format("set title {} font ',18'\n", gnuplot_string(text));
}

std::uint32_t rgb(std::string_view colour) {
    std::uint32_t number = 0;
    std::from_chars(colour.data() + 1, colour.data() + colour.size(), number, 16);
    return number;
}

}  // namespace mlp::style
