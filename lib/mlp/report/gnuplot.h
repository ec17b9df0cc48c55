#pragma once

#include "mlp/core/error.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What is needed to draw with gnuplot: a script is put together as a text, and run.
namespace mlp {

/// gnuplot is there, but failed at a script: others may work.
class GnuplotFailure : public RunError {
    using RunError::RunError;
};

/// Runs a script with the gnuplot on PATH, without a shell, and returns what it writes to standard
/// output: the picture, where no other output is set. Throws RunError if there is no gnuplot, and
/// GnuplotFailure with its own message if it fails.
std::string run_gnuplot(std::string_view script);

/// The same for a script that draws: to write nothing is a failure as well.
std::string gnuplot_picture(std::string_view script);

/// The lines that make gnuplot write the kind of picture that the file's name ends with, .svg or
/// .png, in this size in points: a .png has twice as many pixels, and everything in it, fonts as
/// well, is twice as large. Throws InputError for others.
std::string gnuplot_terminal(const std::filesystem::path& file, int width = 800, int height = 600);

/// Columns of numbers, of equal lengths, as the data block $name. What is not finite breaks lines.
std::string gnuplot_data(std::string_view name, std::span<const std::vector<double>> columns);

/// Text as a string of a script, in which nothing is expanded. Control characters become blanks,
/// and what is no UTF-8 becomes private characters, so that an .svg stays well-formed.
std::string gnuplot_string(std::string_view text);

/// The same as the label of a tic, which gnuplot takes as a format: a % stands for itself.
std::string gnuplot_tic_label(std::string_view text);

}  // namespace mlp
