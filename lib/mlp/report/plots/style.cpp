#include "mlp/report/plots/style.h"

#include "mlp/report/gnuplot.h"

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

}  // namespace mlp::style
