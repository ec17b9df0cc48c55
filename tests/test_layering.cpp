#include "support.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <doctest/doctest.h>

// The arrows of the design: who may include whom. They keep the parts small enough to be read
// alone.

namespace {

using mlp::test::source_directory;

struct Source {
    std::string path;  ///< from the root of the sources: "lib/mlp/nn/layers/dense.h"
    std::vector<std::string> includes;  ///< with their quotes or brackets
    std::ptrdiff_t lines = 0;

    /// "nn" for lib/mlp/nn/..., empty for lib/mlp/mlp.h, which gathers everything.
    std::string part() const { return part_of(path.substr(std::string("lib/").size())); }
    static std::string part_of(const std::string& include) {
        const auto start = std::string("mlp/").size();
        const auto end = include.find('/', start);
        return end == std::string::npos ? "" : include.substr(start, end - start);
    }
};

std::vector<Source> sources_in(const std::string& folder) {
    std::vector<Source> sources;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(source_directory() / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp") continue;
        Source source{std::filesystem::relative(entry.path(), source_directory()).string(), {}, 0};
        const std::string text = mlp::test::content(entry.path());
        const std::regex include("(?:^|\n)\\s*#\\s*include\\s*([\"<][^\">]+[\">])");
        for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it) {
            source.includes.push_back((*it)[1]);
        }
        source.lines = std::count(text.begin(), text.end(), '\n');
        sources.push_back(std::move(source));
    }
    REQUIRE(sources.size() > 5);
    return sources;
}

const std::map<std::string, std::set<std::string>> may_include{
    {"core", {"core"}},
    {"nn", {"core", "nn"}},
    {"optim", {"core", "optim"}},
    {"data", {"core", "data"}},
    {"train", {"core", "nn", "optim", "data", "train"}},
    {"config", {"core", "nn", "optim", "data", "train", "config"}},
    {"io", {"core", "nn", "optim", "data", "train", "config", "io"}},
    {"report", {"core", "nn", "optim", "data", "train", "config", "report"}},
    {"experiment",
     {"core", "nn", "optim", "data", "train", "config", "io", "report", "experiment"}}};

bool includes_library(const Source& source, const std::string& library) {
    return std::any_of(
        source.includes.begin(), source.includes.end(),
        [&](const std::string& include) { return include.substr(1).starts_with(library); });
}

}  // namespace

TEST_CASE("layering: every part of the library includes only the parts below it") {
    for (const auto& source : sources_in("lib")) {
        CAPTURE(source.path);
        const std::string part = source.part();
        if (part.empty()) {
            CHECK(source.path == "lib/mlp/mlp.h");
            continue;
        }
        REQUIRE_MESSAGE(may_include.contains(part), "a new part: say here what it may include");
        for (const auto& include : source.includes) {
            if (include.front() != '"') continue;
            CAPTURE(include);
            CHECK(may_include.at(part).contains(Source::part_of(include.substr(1))));
        }
    }
}

TEST_CASE(
    "layering: the library includes its own headers by full path, and none of the programs'") {
    for (const auto& source : sources_in("lib")) {
        CAPTURE(source.path);
        for (const auto& include : source.includes) {
            CAPTURE(include);
            if (include.front() == '"') {
                CHECK(include.starts_with("\"mlp/"));
                const auto header = "lib/" + include.substr(1, include.size() - 2);
                const bool exists = std::filesystem::exists(source_directory() / header) ||
                                    std::filesystem::exists(source_directory() / (header + ".in"));
                CHECK(exists);
            }
        }
    }
}

TEST_CASE("layering: JSON is known only where configs, files and reports are") {
    const std::set<std::string> may{"config", "io", "report", "experiment"};
    int found = 0;
    for (const auto& source : sources_in("lib")) {
        CAPTURE(source.path);
        if (!includes_library(source, "nlohmann/")) continue;
        CHECK(may.contains(source.part()));
        ++found;
    }
    CHECK(found > 0);
}

TEST_CASE("layering: log and command line are known only to the programs") {
    for (const auto& source : sources_in("lib")) {
        CAPTURE(source.path);
        CHECK_FALSE(includes_library(source, "spdlog/"));
        CHECK_FALSE(includes_library(source, "CLI/"));
    }
}

TEST_CASE("layering: no file is longer than 400 lines") {
    for (const auto* folder : {"lib", "apps"}) {
        for (const auto& source : sources_in(folder)) {
            CAPTURE(source.path);
            CHECK(source.lines <= 400);
        }
    }
}
