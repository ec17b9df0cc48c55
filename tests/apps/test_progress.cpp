#include "mlp/report/short_name.h"

#include "apps/program.h"
#include "apps/pseudo_terminal.h"

// What is seen of a training: on a terminal, on one that can do nothing, and in a pipe.

using namespace mlp;
using namespace mlp::test;

namespace {

const std::string utf8 = "LC_ALL=C.UTF-8 ";

/// Iris with validation samples, and so many metrics that they do not fit into 80 columns.
nlohmann::json many_metrics() {
    auto json = iris();
    json["data"]["validation"] = {{"fraction", 0.2}};
    json["metrics"] = {"accuracy", "f1_macro", "precision_macro", "recall_macro"};
    return json;
}

nlohmann::json sweep(const std::vector<int>& seeds) {
    return {{"base", (source_directory() / "configs/xor.json").string()},
            {"parameters", {{"training.epochs", {{"values", {10, 20}}}}}},
            {"seeds", seeds}};
}

std::string on_terminal(const TemporaryDirectory& directory, std::size_t columns,
                        const std::string& environment, const std::string& arguments) {
    return mlp::test::on_terminal(
        directory.path(), columns,
        "env -u NO_COLOR -u COLUMNS TERM=xterm " + environment + " " + program + " " + arguments);
}

std::size_t widest(const std::string& text) {
    std::size_t width = 0;
    for (const auto& line : lines(text)) width = std::max(width, display_width(line));
    return width;
}

bool plain(const std::string& text) { return text.find_first_of("\r\x1b") == std::string::npos; }

const std::string bold = "\x1b[1m";
const std::string erase = "\x1b[J";

}  // namespace

TEST_CASE("progress: a terminal has a live line, which leaves nothing behind") {
    const TemporaryDirectory directory;
    const std::string output = on_terminal(directory, 80, utf8, "train " + xor_config);
    CHECK(count(output, "\repoch   1/500   0%  loss ") >= 1);
    CHECK(count(output, "▅  0:0") >= 1);  // the course of the loss, of one value yet
    CHECK(count(output, bold) > 0);
    const Screen screen(80, output);
    CHECK(screen.wraps() == 0);
    CHECK(widest(screen.text()) <= 80);
    CHECK(count(screen.text(), "/500") == 0);
    CHECK(count(screen.text(), "ETA") == 0);
    CHECK(count(screen.text(), "\n    500") == 1);
    CHECK(count(screen.text(), "4 of 4 right\n") == 1);
}

TEST_CASE("progress: the rows are the same on a terminal and in a pipe") {
    const TemporaryDirectory directory;
    const Screen screen(80, on_terminal(directory, 80, "", "train " + xor_config + " -o a"));
    const auto piped = mlp_program(directory, "train " + xor_config + " -o b");
    for (const int epoch : {100, 150, 450, 500}) {
        for (const auto& line : lines(piped.err)) {
            if (!line.starts_with("    " + std::to_string(epoch) + " ")) continue;
            CHECK(count(screen.text(), line + "\n") == 1);
        }
    }
    CHECK(plain(piped.out + piped.err));
    CHECK(count(piped.err, "ETA") == 0);
    CHECK(count(piped.err, "/500") == 0);
}

TEST_CASE("progress: a dumb terminal has rows and nothing else") {
    const TemporaryDirectory directory;
    for (const char* environment : {"TERM=dumb", "TERM="}) {
        std::string output = on_terminal(directory, 80, environment, "train " + xor_config);
        std::erase(output, '\r');  // the terminal's own, at the ends of lines
        CHECK(plain(output));
        CHECK(count(output, "\n    500") == 1);
        CHECK(count(output, "/500") == 0);
    }
}

TEST_CASE("progress: NO_COLOR takes bold away, and leaves the live line") {
    const TemporaryDirectory directory;
    const std::string output = on_terminal(directory, 80, "NO_COLOR=1", "train " + xor_config);
    CHECK(count(output, bold) == 0);
    CHECK(count(output, erase) > 0);
    CHECK(count(output, "\repoch   1/500") >= 1);
}

TEST_CASE("progress: --quiet and --json write no progress to a terminal either") {
    const TemporaryDirectory directory;
    CHECK(on_terminal(directory, 80, "", "train " + xor_config + " --quiet --chart -o run") ==
          "run\r\n");
    const std::string json =
        on_terminal(directory, 80, "", "train " + xor_config + " --json --chart -o other");
    CHECK(nlohmann::json::parse(json).at("directory") == "other");
}

TEST_CASE("progress: ASCII alone where the locale is not one of UTF-8") {
    const TemporaryDirectory directory;
    for (const char* locale : {"LC_ALL=C", "LC_ALL= LC_CTYPE= LANG=de_DE.ISO-8859-1"}) {
        const std::string output =
            on_terminal(directory, 80, locale, "train " + xor_config + " --chart");
        CHECK(std::all_of(output.begin(), output.end(),
                          [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
        CHECK(count(output, "* train") == 1);
    }
    const std::string unicode = on_terminal(directory, 80, "LC_ALL= LC_CTYPE= LANG=de_DE.utf8",
                                            "train " + xor_config + " --chart");
    CHECK(count(unicode, "⠤⠤ train") == 1);
}

TEST_CASE("progress: no line is wider than the terminal, and what was left out is told") {
    const TemporaryDirectory directory;
    directory.write("iris.json", many_metrics().dump());
    for (const std::size_t columns : {200U, 80U, 50U, 40U, 25U}) {
        CAPTURE(columns);
        const std::string output = on_terminal(directory, columns, utf8, "train iris.json --chart");
        const std::string shown = Screen(columns, output).text();
        const auto table =
            shown.substr(shown.find("train\n") == shown.npos ? 0 : shown.find("\n\n"));
        const auto row = table.find("\n     30 ");
        REQUIRE(row != table.npos);
        CHECK(table.find('\n', row + 1) - row - 1 <= columns);
        CHECK(count(output, "\n... and ") == (columns == 200 ? 0 : 1));
        if (columns == 80) {
            CHECK(count(shown, "... and 4 columns more in metrics.csv: train_precision_macro,") ==
                  1);
        }
        if (columns == 25) CHECK(count(shown, "... and 9 columns more") == 1);
        // Nothing but texts that are prose may be wrapped: not the live line, table or chart.
        const auto live = lines(output);
        for (const auto& line : live) {
            const auto start = line.rfind("\repoch");
            if (start == line.npos) continue;
            const auto text = line.substr(start + 1, line.find('\x1b', start) - start - 1);
            CHECK(display_width(text) < columns);
        }
    }
}

TEST_CASE("progress: in a pipe no column is left out") {
    const TemporaryDirectory directory;
    directory.write("iris.json", many_metrics().dump());
    const auto run = mlp_program(directory, "train iris.json");
    CHECK(count(run.err, "more in metrics.csv") == 0);
    CHECK(count(run.err, "recall_macro") == 2);
}

TEST_CASE("chart: of train and validation, on standard output, 80 columns wide in a pipe") {
    const TemporaryDirectory directory;
    directory.write("iris.json", many_metrics().dump());
    const auto run = shell(
        directory, "env -u COLUMNS LC_ALL=C " + program + " train iris.json --chart --output run");
    CHECK(run.exit_code == 0);
    CHECK(plain(run.out));
    const auto title = run.out.find("\nloss over epochs");
    REQUIRE(title != run.out.npos);
    CHECK(title > run.out.find("\ntrain  "));
    const std::string chart = run.out.substr(title + 1);
    CHECK(count(chart, "* train   o validation   ^ best epoch: ") == 1);
    const auto drawn = lines(chart);
    CHECK(display_width(drawn[17]) == 80);  // the axis
    CHECK(widest(chart.substr(0, chart.find("* train"))) == 80);
    CHECK(drawn[18].ends_with(" 30"));
    CHECK(run.directory() == "run");  // still the last line

    const auto narrow = shell(directory, "env COLUMNS=50 LC_ALL=C.UTF-8 " + program +
                                             " train iris.json --chart --output narrow");
    CHECK(count(narrow.out, "⠤⠤ train   o validation") == 1);
    CHECK(display_width(lines(narrow.out.substr(narrow.out.find("loss over")))[17]) == 50);
}

TEST_CASE("chart: the whole curve after a resume, and no chart without an epoch") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["training"]["epochs"] = 40;
    train(directory, config);
    const auto resumed = mlp_program(directory, "resume run --chart --set training.epochs=90");
    CHECK(resumed.exit_code == 0);
    const auto chart = lines(resumed.out.substr(resumed.out.find("loss over")));
    CHECK(lines(chart[18]).front().find_first_not_of(' ') != std::string::npos);
    CHECK(chart[18].substr(chart[18].find_first_not_of(' '), 2) == "1 ");
    CHECK(chart[18].ends_with(" 90"));

    config["optimizer"] = {{"type", "sgd"}, {"learning_rate", 1e30}};
    config["network"]["layers"][0]["activation"] = "linear";
    config["training"] = {{"epochs", 5}, {"batch_size", 1}};
    config["network"]["layers"][1]["activation"] = "linear";
    config["loss"] = "mse";
    directory.write("broken.json", config.dump());
    const auto broken = mlp_program(directory, "train broken.json --chart --output broken");
    CHECK(broken.exit_code == 1);
    CHECK(count(broken.out, "loss over") == 0);
    CHECK(count(broken.err, "warning: no chart of the loss: broken/metrics.csv: ") == 1);
}

TEST_CASE("chart: a sweep has none") {
    const TemporaryDirectory directory;
    directory.write("sweep.json", sweep({1, 2}).dump());
    const auto sweep = mlp_program(directory, "sweep sweep.json --quiet --output all");
    REQUIRE_MESSAGE(sweep.exit_code == 0, sweep.err);
    check_refused(directory, "resume all --chart", {"--chart: a sweep has no curve of its own"});
}

TEST_CASE("description: printed before the training, wrapped, unless --quiet or --json") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["description"] = "Look at how " + std::string(30, 'x') + " and " + std::string(30, 'y') +
                            " learn together.\nSecond paragraph.";
    config["training"]["epochs"] = 2;
    directory.write("xor.json", config.dump());
    const auto run = shell(directory, "env -u COLUMNS " + program + " train xor.json --output run");
    CHECK(count(run.err, "\nLook at how " + std::string(30, 'x') + " and " + std::string(30, 'y') +
                             "\nlearn together.\nSecond paragraph.\n\n") == 1);
    CHECK(json_file(directory.path() / "run/config.json").at("description") ==
          config.at("description"));
    CHECK(count(mlp_program(directory, "train xor.json --json").err, "Look at") == 0);
    CHECK(mlp_program(directory, "train xor.json --quiet").err.empty());

    // Another description is no other training.
    const auto resumed = mlp_program(
        directory, "resume run --set 'description=\"Now this.\"' --set training.epochs=3");
    CHECK(resumed.exit_code == 0);
    CHECK(count(resumed.err, "\nNow this.\n\n") == 1);
}

TEST_CASE("sweep: its live line fits, and a dumb terminal has none") {
    const TemporaryDirectory directory;
    directory.write("sweep.json", sweep({1, 2, 3}).dump());
    const std::string live = on_terminal(directory, 30, "", "sweep sweep.json --output a");
    CHECK(count(live, erase) >= 1);
    CHECK(count(Screen(80, live).text(), "\n6/6 runs, ") == 1);
    for (const auto& line : lines(Screen(80, live).text())) {
        if (line.starts_with("6/6 runs")) CHECK(line.size() < 30);
    }
    std::string dumb = on_terminal(directory, 80, "TERM=dumb", "sweep sweep.json --output b");
    std::erase(dumb, '\r');
    CHECK(plain(dumb));
}
