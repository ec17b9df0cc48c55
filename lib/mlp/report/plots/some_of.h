#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp {

/// Which of `count` things to show where there is room for `most`, at least 2: all, or some at even
/// distances, with the first and the last.
inline std::vector<std::size_t> some_of(std::size_t count, std::size_t most) {
    const std::size_t shown = count < most ? count : most;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < shown; ++i) {
        chosen.push_back(shown < 2 ? i : i * (count - 1) / (shown - 1));
    }
    return chosen;
}

/// For a title: " (12 of 30)", or nothing where all are shown.
inline std::string how_many(std::size_t count, std::size_t most) {
    return count <= most ? "" : fmt::format(" ({} of {})", most, count);
}

}  // namespace mlp
