#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mlp {

/// Something to be drawn by gnuplot.
struct Picture {
    std::string name;    ///< of its file, without the ending: "boundary"
    std::string script;  ///< all commands but those that set terminal and output
    int width = 800;     ///< in points of an .svg; a .png has twice as many pixels
    int height = 600;
};

/// An entry of a table of the pictures that there may be of a Source.
template <class Source>
struct PictureOf {
    std::string_view name;  ///< of the picture it makes
    std::string_view help;
    bool on_request = false;  ///< drawn only where it is asked for by name: it takes its time
    /// Throws InputError that says what the source lacks for it.
    Picture (*make)(const Source& source);
};

/// Draws it as .svg or .png, as the file's name ends, and writes the file into its directory, which
/// is made if need be. Throws InputError at other endings, GnuplotFailure if gnuplot fails at it,
/// and RunError if there is no gnuplot or the file cannot be written; then nothing is made.
void draw(const Picture& picture, const std::filesystem::path& file);

}  // namespace mlp
