#include "mlp/report/plots/picture.h"

#include "mlp/core/file.h"
#include "mlp/report/gnuplot.h"

#include <system_error>

#include <fmt/format.h>

namespace mlp {

void draw(const Picture& picture, const std::filesystem::path& file) {
    const auto terminal = gnuplot_terminal(file, picture.width, picture.height);
    std::string content = gnuplot_picture(terminal + picture.script);
    if (file.extension() == ".svg") {
        // gnuplot leaves every '>' of a text as it is, which XML forbids in this one place.
        constexpr std::string_view forbidden = "]]>";
        for (auto at = content.find(forbidden); at != content.npos; at = content.find(forbidden)) {
            content.replace(at, forbidden.size(), "]]&gt;");
        }
    }
    const auto directory = file.parent_path();
    std::error_code error;
    if (!directory.empty()) std::filesystem::create_directories(directory, error);
    if (error) {
        throw RunError(fmt::format("{}: cannot be made: {}", directory.string(), error.message()));
    }
    write_file(file, content, Durability::in_time);
}

}  // namespace mlp
