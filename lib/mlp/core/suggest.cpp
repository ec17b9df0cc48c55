#include "mlp/core/suggest.h"

#include "mlp/core/other_names.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn a into b
/// (Damerau 1964, Levenshtein 1966; "optimal string alignment").
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

std::string closest(std::string_view wrong, std::span<const std::string> candidates) {
    const std::string name = lower(wrong);
    for (const auto& [other, ours] : other_names) {
        if (name == other &&
            std::find(candidates.begin(), candidates.end(), ours) != candidates.end())
            return std::string(ours);
    }
    // At most a third of the letters may differ, and never all of them. Of equally close names, the
    // one that starts alike.
    std::string best;
    std::size_t best_distance =
        std::min(std::max<std::size_t>(1, wrong.size() / 3) + 1, wrong.size());
    std::size_t best_start = 0;
    for (const auto& candidate : candidates) {
        const std::string other = lower(candidate);
        const std::size_t distance = edit_distance(name, other);
        const auto start = static_cast<std::size_t>(
            std::mismatch(name.begin(), name.end(), other.begin(), other.end()).first -
            name.begin());
        if (distance < best_distance ||
            (!best.empty() && distance == best_distance && start > best_start)) {
            best_distance = distance;
            best_start = start;
            best = candidate;
        }
    }
    return best;
}

}  // namespace

std::string suggest(std::string_view wrong, std::span<const std::string> candidates,
                    std::string_view what) {
    const std::string best = closest(wrong, candidates);
    const std::string all = fmt::format("{}: {}", what, join(candidates));
    return best.empty() ? all : fmt::format("did you mean '{}'? {}", best, all);
}

}  // namespace mlp
