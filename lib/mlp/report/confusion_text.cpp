#include "mlp/report/confusion_text.h"

#include "mlp/report/short_name.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t screen = 80;
constexpr std::size_t longest_row_name = 20;
constexpr std::size_t longest_numbered_name = 32;
constexpr std::size_t least_of_a_name = 6;
constexpr std::size_t longest_column_name = 12;
constexpr Index widest_matrix = 20;     ///< classes
constexpr std::size_t most_pairs = 20;  ///< that are listed
constexpr std::size_t wide_gap = 2;     ///< between columns
constexpr std::size_t narrow_gap = 1;

std::size_t longest(const std::vector<std::string>& names) {
    std::size_t width = 0;
    for (const auto& name : names) width = std::max(width, display_width(name));
    return width;
}

std::vector<std::string> shortened(const std::vector<std::string>& names, std::size_t width) {
    std::vector<std::string> result;
    for (const auto& name : names) result.push_back(short_name(name, width));
    return result;
}

bool all_different(const std::vector<std::string>& names) {
    return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

std::size_t widest_count(const ConfusionMatrix& confusion) {
    std::int64_t largest = 0;
    for (Index i = 0; i < confusion.classes(); ++i) {
        for (Index j = 0; j < confusion.classes(); ++j) {
            largest = std::max(largest, confusion.count(i, j));
        }
    }
    return std::to_string(largest).size();
}

/// The names of rows and columns and the room that they have.
struct Frame {
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    std::size_t row_width;
    std::size_t column_width;  ///< with the gap in front
};

/// Columns called by their classes' names; none where there is no room to tell these apart.
std::optional<Frame> named_frame(std::size_t digits, const std::vector<std::string>& classes) {
    const std::size_t row_width = std::min(longest(classes), longest_row_name);
    const std::size_t room = (screen - row_width) / classes.size();  // with the gap
    const std::size_t width =
        std::max(std::min({longest(classes) + wide_gap, longest_column_name + wide_gap, room}),
                 digits + wide_gap);
    auto columns = shortened(classes, width - wide_gap);
    if (width > room || !all_different(columns)) return std::nullopt;
    return Frame{shortened(classes, row_width), std::move(columns), row_width, width};
}

/// Columns called by numbers, which stand in front of the names of the rows; none if even that is
/// too wide.
std::optional<Frame> numbered_frame(std::size_t digits, const std::vector<std::string>& classes) {
    const std::size_t k = classes.size();
    const std::size_t number_width = std::to_string(k).size();
    for (const std::size_t gap : {wide_gap, narrow_gap}) {
        const std::size_t width = std::max(digits, number_width) + gap;
        if (k * width + number_width + least_of_a_name > screen) continue;
        const std::size_t widest = std::min(longest(classes), longest_numbered_name);
        Frame frame{{}, {}, std::min(number_width + 1 + widest, screen - k * width), width};
        for (std::size_t i = 0; i < k; ++i) {
            frame.columns.push_back(std::to_string(i + 1));
            frame.rows.push_back(short_name(
                fmt::format("{:>{}} {}", i + 1, number_width, classes[i]), frame.row_width));
        }
        return frame;
    }
    return std::nullopt;
}

std::string matrix_text(const ConfusionMatrix& confusion, const Frame& frame) {
    const std::size_t width = frame.column_width;
    std::string text = "confusion matrix (rows: actual, columns: predicted)\n";
    text += std::string(frame.row_width, ' ');
    for (const auto& name : frame.columns) text += right_aligned(name, width);
    text += '\n';
    for (std::size_t i = 0; i < frame.rows.size(); ++i) {
        text += padded(frame.rows[i], frame.row_width);
        for (std::size_t j = 0; j < frame.rows.size(); ++j) {
            text += fmt::format(
                "{:>{}}", confusion.count(static_cast<Index>(i), static_cast<Index>(j)), width);
        }
        text += '\n';
    }
    return text;
}

/// Samples of one class that are taken for another.
struct Pair {
    Index actual;
    Index predicted;
    std::int64_t count;
};

std::string pairs_text(const ConfusionMatrix& confusion, const std::vector<std::string>& classes) {
    std::vector<Pair> pairs;
    for (Index i = 0; i < confusion.classes(); ++i) {
        for (Index j = 0; j < confusion.classes(); ++j) {
            if (i != j && confusion.count(i, j) > 0) pairs.push_back({i, j, confusion.count(i, j)});
        }
    }
    std::string text = fmt::format(
        "{} of {} samples are taken for another class\n"
        "(the confusion matrix of {} classes is too wide to be shown)\n",
        confusion.samples() - confusion.right(), confusion.samples(), confusion.classes());
    if (pairs.empty()) return text;
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.count > b.count; });
    const std::size_t shown = std::min(pairs.size(), most_pairs);
    if (shown < pairs.size()) {
        text += fmt::format("the {} most frequent of {} confusions:\n", shown, pairs.size());
    }
    text += '\n';
    constexpr std::size_t width = 28;
    text += fmt::format("{:<{}}  {:<{}}{:>10}{:>10}\n", "actual", width, "predicted", width,
                        "count", "share");
    for (std::size_t i = 0; i < shown; ++i) {
        const auto name = [&](Index k) {
            return padded(short_name(classes[static_cast<std::size_t>(k)], width), width);
        };
        const auto& [actual, predicted, count] = pairs[i];
        const double share =
            static_cast<double>(count) / static_cast<double>(confusion.actual(actual));
        text += name(actual) + "  " + name(predicted) +
                fmt::format("{:>10}{:>9.1f}%\n", count, 100 * share);
    }
    return text + "(share: of the samples of the actual class)\n";
}

}  // namespace

std::string confusion_text(const ConfusionMatrix& confusion,
                           const std::vector<std::string>& classes) {
    if (confusion.classes() > widest_matrix) return pairs_text(confusion, classes);
    const std::size_t digits = widest_count(confusion);
    if (const auto frame = named_frame(digits, classes)) return matrix_text(confusion, *frame);
    if (const auto frame = numbered_frame(digits, classes)) return matrix_text(confusion, *frame);
    return pairs_text(confusion, classes);
}

}  // namespace mlp
