#include "mlp/data/scaling.h"
#include "mlp/data/source.h"
#include "mlp/nn/activation.h"
#include "mlp/nn/initializer.h"
#include "mlp/nn/layer.h"
#include "mlp/nn/loss.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/schedule.h"
#include "mlp/report/markdown.h"
#include "mlp/report/reference_page.h"
#include "mlp/train/metric.h"
#include "mlp/train/training_options.h"

#include "apps/program.h"

#include <regex>
#include <set>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// Where a text stands in the page, so that a failure does not print the whole page.
bool has(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

/// The lines from one heading to the next.
std::vector<std::string> section(const std::string& page, const std::string& title) {
    std::vector<std::string> found;
    bool inside = false;
    for (const auto& line : lines(page)) {
        if (line.starts_with("## ")) inside = line == "## " + title;
        if (inside) found.push_back(line);
    }
    return found;
}

/// The cells of a row. A | in a cell is escaped.
std::size_t cells(const std::string& row) { return count(row, "|") - count(row, "\\|") - 1; }

TEST_CASE("the committed reference page is what the program prints") {
    const bool same = content(source_directory() / "configs/REFERENCE.md") == reference_page();
    CHECK_MESSAGE(same, "regenerate it: mlp schema --markdown > configs/REFERENCE.md");
    const TemporaryDirectory directory;
    const auto printed = mlp_program(directory, "schema --markdown");
    CHECK(printed.exit_code == 0);
    CHECK(printed.err.empty());
    const bool prints_page = printed.out == reference_page();
    CHECK(prints_page);
}

TEST_CASE("the reference page has every name with its formula, help and source in its section") {
    const std::string page = reference_page();
    const std::vector<std::pair<std::string, const CatalogueInfo*>> parts = {
        {"Activations", &activation_names()}, {"Losses", &loss_names()},
        {"Layers", &layer_names()},           {"Initializers", &initializer_names()},
        {"Optimizers", &optimizer_names()},   {"Schedules", &schedule_names()},
        {"Metrics", &metric_names()},         {"Preprocessings", &scaler_names()},
        {"Data sources", &source_names()}};
    for (const auto& part : parts) {
        const std::string& title = part.first;
        CAPTURE(title);
        const auto text = section(page, title);
        REQUIRE(text.size() > 4);
        for (const auto* entry : part.second->entries()) {
            const std::string& name = entry->name;
            CAPTURE(name);
            const auto row = std::find_if(text.begin(), text.end(), [&](const auto& line) {
                return line.starts_with("| `" + name + "` | ");
            });
            REQUIRE(row != text.end());
            CHECK(has(*row, markdown::code_cell(entry->formula)));
            CHECK(has(*row, markdown::plain(entry->help)));
            CHECK(has(*row, markdown::plain(entry->source)));
            for (const auto& option : entry->options) {
                CAPTURE(option.name);
                const std::string help = markdown::plain(option.help);
                CHECK(std::any_of(text.begin(), text.end(), [&](const std::string& line) {
                    return line.starts_with("  - `" + option.name + "` (") && line.ends_with(help);
                }));
            }
        }
    }
}

TEST_CASE("the reference page has every key of the objects in a config") {
    const std::string page = reference_page();
    for (const auto& option : option_infos<TrainingOptions>()) {
        CHECK(has(page, "\n| `" + option.name + "` | "));
    }
    for (const std::string key : {"seed", "schedule", "every_steps", "initial_weights"}) {
        CHECK(has(page, "\n| `" + key + "` | "));
    }
    CHECK(has(page, "| `seed` | whole number, at least 0"));
    CHECK(has(page, "| `batch_size` | whole number, at least 1 and at most 1000000000 | `32` |"));
    CHECK(has(page, "| `network` | [network](#network) | must be given |"));
    CHECK(has(page, "  - `alpha` (number, at least 0 and at most 1000000; default `0.01`): slope"));
}

TEST_CASE("all tables of the reference page are whole, and all links lead somewhere") {
    const std::string page = reference_page();
    std::size_t width = 0;
    int rows = 0;
    for (const auto& line : lines(page)) {
        CAPTURE(line);
        if (!line.starts_with("| ")) {
            width = 0;
            continue;
        }
        if (width == 0) width = cells(line);
        CHECK(cells(line) == width);
        CHECK(line.ends_with(" |"));
        ++rows;
    }
    CHECK(rows > 150);

    std::set<std::string> headings;
    for (const auto& line : lines(page)) {
        if (line.starts_with("## ")) headings.insert(markdown::link("", line.substr(3)));
    }
    const std::regex link(R"(\[[^\]]*\](\(#[^)]*\)))");
    int links = 0;
    for (std::sregex_iterator it(page.begin(), page.end(), link), end; it != end; ++it, ++links) {
        const std::string target = "[]" + (*it)[1].str();
        CAPTURE(target);
        CHECK(headings.contains(target));
    }
    CHECK(links > 30);
}

TEST_CASE("the reference page is the same everywhere and ends with one line end") {
    const std::string page = reference_page();
    CHECK_FALSE(has(page, source_directory().string()));
    CHECK_FALSE(has(page, std::filesystem::current_path().string()));
    CHECK(page.ends_with("|\n"));
    CHECK_FALSE(has(page, "\n\n\n"));
}

TEST_CASE("markdown: what would be markup is escaped, and code in tables keeps its |") {
    CHECK(markdown::plain("a * b < |c| [d] `e`") == "a \\* b \\< \\|c\\| \\[d] \\`e\\`");
    CHECK(markdown::code("|x|") == "`|x|`");
    CHECK(markdown::code_cell("|x|") == "`\\|x\\|`");
    CHECK(markdown::code_cell("").empty());
    CHECK(markdown::table_head({"a", "b"}) == "| a | b |\n| --- | --- |\n");
    CHECK(markdown::link("here", "Data sources") == "[here](#data-sources)");
}

}  // namespace
}  // namespace mlp::test
