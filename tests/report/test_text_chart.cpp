#include "mlp/core/error.h"
#include "mlp/report/short_name.h"
#include "mlp/report/text_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

TextChart chart(std::vector<double> train, std::vector<double> validation = {}) {
    TextChart chart{"loss", {}, {}};
    for (std::size_t i = 0; i < train.size(); ++i) chart.epochs.push_back(double(i + 1));
    chart.series.push_back({"train", std::move(train)});
    if (!validation.empty()) chart.series.push_back({"validation", std::move(validation)});
    return chart;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// How often a mark is in the frame, which has rows of these characters at its left.
std::size_t marks(const std::string& text, char mark) {
    std::size_t n = 0;
    for (const auto& line : lines_of(text)) {
        const auto side = line.find_first_of("|+");
        if (side == line.npos || line.substr(side, 2) == "+-") continue;
        n += static_cast<std::size_t>(std::count(line.begin() + long(side), line.end(), mark));
    }
    return n;
}

}  // namespace

TEST_CASE("text chart: two curves, the best epoch and the numbers at the axes, in ASCII") {
    auto two = chart({15, 10, 5, 0}, {15, 15, 0, 15});
    two.best_epoch = 3;
    CHECK(text_chart(two, 24, Characters::ascii) ==
          "loss\n"
          "15 +*oooooo            o\n"
          "   | *    o            o\n"
          "   |  *    o          o\n"
          "12 +   **  o          o\n"
          "   |     *  o        o\n"
          "   |      * o        o\n"
          " 9 +       **o       o\n"
          "   |         o      o\n"
          "   |          *     o\n"
          " 6 +          o**  o\n"
          "   |           o * o\n"
          "   |           o  *o\n"
          " 3 +            o o*\n"
          "   |            o o **\n"
          "   |             o    *\n"
          " 0 +             o     *\n"
          "   +-------------^------\n"
          "    1            3     4\n"
          "    * train\n"
          "    o validation\n"
          "    ^ best epoch: 3\n");
}

TEST_CASE("text chart: Braille for the first curve, and a logarithmic scale that is told") {
    CHECK(text_chart(chart({1, 10, 100, 1000}), 20, Characters::unicode) ==
          "loss (log scale)\n"
          "1000 ┤             ⢠\n"
          "     │            ⢠⠃\n"
          "     │           ⢠⠃\n"
          " 251 ┤          ⢀⠎\n"
          "     │         ⢀⠎\n"
          "     │         ⡎\n"
          "63.1 ┤        ⡜\n"
          "     │       ⡜\n"
          "     │      ⡰⠁\n"
          "15.8 ┤     ⡰⠁\n"
          "     │    ⢰⠁\n"
          "     │   ⢠⠃\n"
          "3.98 ┤  ⢀⠎\n"
          "     │  ⡜\n"
          "     │ ⡸\n"
          "   1 ┤⠰⠁\n"
          "     └──────────────\n"
          "      1        3   4\n"
          "      ⠤⠤ train\n");
}

TEST_CASE("text chart: one epoch, constant values, and no number at all") {
    const std::string one = text_chart(chart({0.5}), 40, Characters::ascii);
    CHECK(marks(one, '*') == 1);
    CHECK(lines_of(one)[18].find('1') != std::string::npos);
    const std::string constant = text_chart(chart({2, 2, 2}), 40, Characters::ascii);
    CHECK(marks(constant, '*') == 40 - 4 - 2);
    const std::string nothing = text_chart(chart({no_number, inf, -inf}), 40, Characters::ascii);
    CHECK(marks(nothing, '*') == 0);
    CHECK(lines_of(nothing).size() == 20);
}

TEST_CASE("text chart: what is not finite leaves a gap, and the rest is drawn") {
    const std::string gap =
        text_chart(chart({1, 1, no_number, no_number, 1, 1}), 40, Characters::ascii);
    // A dot for every column but those between the second and the fifth epoch.
    const auto lines = lines_of(gap);
    const auto line = std::find_if(lines.begin() + 1, lines.end(), [](const std::string& text) {
        return text.find('*') != std::string::npos;
    });
    REQUIRE(line != lines.end());
    const auto first = line->find("* ");
    const auto second = line->find(" *");
    CHECK(second - first > 10);
    CHECK(marks(text_chart(chart({no_number, 3, no_number}), 40, Characters::ascii), '*') == 1);
}

TEST_CASE("text chart: of very many epochs, the least and the greatest values are kept") {
    std::vector<double> values(100000, 5.0);
    values[12345] = 10;  // a single epoch each
    values[70000] = 0;
    const auto lines = lines_of(text_chart(chart(values), 80, Characters::ascii));
    CHECK(lines[1].starts_with("10 +"));
    CHECK(lines[16].starts_with(" 0 +"));
    CHECK(std::count(lines[1].begin(), lines[1].end(), '*') == 1);
    CHECK(std::count(lines[16].begin(), lines[16].end(), '*') == 1);
    CHECK(lines[1].find('*') < lines[16].find('*'));
    CHECK(lines[18].ends_with(" 100000"));
}

TEST_CASE("text chart: numbers of the axis differ, however close the values are") {
    for (const auto& values : {std::vector<double>{0.69314, 0.69315},
                               {-3000, 2000},
                               {1e-30, 1e30},
                               {-1e300, 1e300},
                               {1e15, 1e15 + 4},
                               {-2, 3}}) {
        const auto lines = lines_of(text_chart(chart(values), 80, Characters::ascii));
        std::vector<std::string> numbers;
        for (std::size_t row = 1; row <= 16; row += 3) {
            numbers.push_back(lines[row].substr(0, lines[row].find(" +")));
        }
        CAPTURE(numbers.front());
        CHECK(numbers.front() != numbers.back());
        CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
    }
}

TEST_CASE(
    "text chart: no line is wider than asked for, none ends with blanks, all have one shape") {
    std::vector<double> wild, growing;
    for (int i = 0; i < 300; ++i) {
        wild.push_back(i % 13 == 0 ? no_number : i % 29 == 0 ? inf : std::pow(10.0, i % 61 - 30));
        growing.push_back(1e-3 * i * i);
    }
    auto wide = chart(wild, growing);
    wide.best_epoch = 300;
    for (std::size_t width = 1; width <= 200; ++width) {
        for (const auto characters : {Characters::ascii, Characters::unicode}) {
            CAPTURE(width);
            const auto lines = lines_of(text_chart(wide, width, characters));
            CHECK(lines.size() >= 20);
            CHECK(lines.size() <= 22);
            for (const auto& line : lines) {
                CHECK(display_width(line) <= width);
                CHECK(!line.ends_with(' '));
            }
        }
    }
}

TEST_CASE("text chart: what is no chart is refused") {
    CHECK_THROWS_AS(text_chart({"loss", {}, {}}, 80, Characters::ascii), InputError);
    CHECK_THROWS_AS(text_chart({"loss", {1, 2}, {{"train", {1}}}}, 80, Characters::ascii),
                    InputError);
    CHECK_THROWS_AS(
        text_chart({"loss", {1}, {{"a", {1}}, {"b", {1}}, {"c", {1}}}}, 80, Characters::ascii),
        InputError);
}
