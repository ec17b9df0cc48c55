#pragma once

#include "support.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace mlp::test {

/// Whether Chromium is installed. Tests that need it end where it is not, and say so.
inline bool chromium_is_here() {
    const bool here = std::system("command -v chromium >/dev/null 2>&1") == 0;
    if (!here) MESSAGE("skipped, because chromium is not installed");
    return here;
}

/// A page as a browser has it once its script has run.
struct BrowsedPage {
    std::string dom;
    std::vector<std::string> console;  ///< messages, errors and refused requests
};

/// Opens a page in a headless Chromium, with a profile in the directory and no network.
inline BrowsedPage browse(const TemporaryDirectory& directory, const std::filesystem::path& page) {
    const auto path = [&](const char* name) {
        return "'" + (directory.path() / name).string() + "'";
    };
    const std::string command =
        "timeout -k 5 120 chromium --headless --no-sandbox --disable-gpu --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync "
        "--proxy-server=127.0.0.1:9 --window-size=1000,1200 --virtual-time-budget=4000 "
        "--enable-logging=stderr --v=0 --user-data-dir=" +
        path("profile") + " --dump-dom 'file://" + page.string() + "' >" + path("dom.html") +
        " 2>" + path("browser.log");
    const int status = std::system(command.c_str());
    REQUIRE_MESSAGE(status == 0, content(directory.path() / "browser.log"));
    BrowsedPage result{content(directory.path() / "dom.html"), {}};
    std::istringstream log(content(directory.path() / "browser.log"));
    for (std::string line; std::getline(log, line);) {
        if (line.find("CONSOLE") != std::string::npos) result.console.push_back(line);
    }
    return result;
}

}  // namespace mlp::test
