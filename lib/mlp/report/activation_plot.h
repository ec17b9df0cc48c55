#pragma once

#include "mlp/core/options.h"

#include <filesystem>
#include <string>

namespace mlp {

/// The gnuplot script of a picture of an activation over [-5, 5]: f and f', asymptotes, and the
/// range of f; without the line that sets the terminal. Throws InputError where the choice is
/// wrong.
std::string activation_plot_script(const Choice& choice);

/// That picture as the content of a file of this name, .svg or .png. Throws InputError for other
/// names, and RunError without gnuplot.
std::string activation_plot(const Choice& choice, const std::filesystem::path& file);

}  // namespace mlp
