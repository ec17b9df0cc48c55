#pragma once

#include "mlp/report/plots/picture.h"

#include "report/gnuplot_is_here.h"
#include "support.h"

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace mlp::test {

/// Whether the tags of an XML text open and close each other, and its texts hold nothing that XML
/// forbids there.
inline bool is_well_formed(const std::string& xml) {
    std::vector<std::string> open;
    std::size_t end = 0;
    for (auto start = xml.find('<'); start != std::string::npos; start = xml.find('<', end)) {
        const std::string text = xml.substr(end, start - end);
        if (text.find("]]>") != std::string::npos) return false;
        for (auto at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
            if (text.find(';', at) == std::string::npos) return false;
        }
        const bool comment = xml.compare(start, 4, "<!--") == 0;
        end = comment ? xml.find("-->", start) + 3 : xml.find('>', start) + 1;
        if (end < 3) return false;
        const std::string tag = xml.substr(start + 1, end - start - 2);
        if (comment || tag.front() == '?' || tag.front() == '!' || tag.back() == '/') continue;
        const std::string name = tag.substr(0, tag.find_first_of(" \t\n"));
        if (name.front() != '/') {
            open.push_back(name);
        } else {
            if (open.empty() || '/' + open.back() != name) return false;
            open.pop_back();
        }
    }
    return open.empty();
}

/// Has gnuplot draw a picture in both formats, and checks that they are complete; the .svg holds
/// these texts, spelled as in XML.
inline void check_drawing(const Picture& picture, const std::vector<std::string>& texts) {
    CAPTURE(picture.name);
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    draw(picture, directory.path() / "a.svg");
    const std::string svg = content(directory.path() / "a.svg");
    CHECK(svg.starts_with("<?xml"));
    CHECK(is_well_formed(svg));
    CHECK(svg.find("width=\"" + std::to_string(picture.width) + "\" height=\"" +
                   std::to_string(picture.height) + '"') != std::string::npos);
    for (const auto& text : texts) {
        CAPTURE(text);
        CHECK(svg.find("<text>" + text) != std::string::npos);
    }
    draw(picture, directory.path() / "a.png");
    const std::string png = content(directory.path() / "a.png");
    CHECK(png.starts_with("\x89PNG\r\n"));
    CHECK(png.find("IEND") == png.size() - 8);
}

/// Values of a falling exponential over epochs 1, 2, ...
inline std::vector<double> falling(std::size_t count, double first, double last) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(count);
        values.push_back(first * std::pow(last / first, share));
    }
    return values;
}
inline std::vector<double> counting(std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 1; i <= count; ++i) values.push_back(static_cast<double>(i));
    return values;
}

}  // namespace mlp::test
