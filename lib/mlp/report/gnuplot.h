#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What is needed to draw with gnuplot: a script is put together as a text, and run.
namespace mlp {

/// Runs a script with the gnuplot on PATH, without a shell, and returns what it writes to standard
/// output: the picture, where no other output is set. Throws RunError if there is no gnuplot, or
/// with its own message if it fails.
std::string run_gnuplot(std::string_view script);

/// The line that makes gnuplot write the kind of picture that the file's name ends with, .svg or
/// .png. Throws InputError for others.
std::string gnuplot_terminal(const std::filesystem::path& file);

/// Columns of numbers, of equal lengths, as the data block $name. What is not finite breaks lines.
std::string gnuplot_data(std::string_view name, std::span<const std::vector<double>> columns);

/// Text as a string of a script, in which nothing is expanded. Line ends become blanks.
std::string gnuplot_string(std::string_view text);

}  // namespace mlp
