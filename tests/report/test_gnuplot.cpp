#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/report/gnuplot.h"

#include "report/gnuplot_is_here.h"
#include "support.h"

#include <limits>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

const std::string to_output = "set print '-'\n";

TEST_CASE("run_gnuplot gives back what a script writes") {
    if (!gnuplot_is_here()) return;
    CHECK(run_gnuplot(to_output + "print 6 * 7\n") == "42\n");
    CHECK(run_gnuplot("").empty());
}

TEST_CASE("run_gnuplot takes scripts and gives output larger than any pipe holds") {
    if (!gnuplot_is_here()) return;
    // Output starts before the script has been read to its end.
    const std::string line(999, 'x');
    std::string script = to_output;
    std::string expected;
    for (int i = 0; i < 3000; ++i) {
        script += "print " + gnuplot_string(line) + '\n';
        expected += line + '\n';
    }
    REQUIRE(script.size() > 3'000'000);
    const bool same = run_gnuplot(script) == expected;  // too long to be shown
    CHECK(same);
}

TEST_CASE("run_gnuplot passes on gnuplot's own message") {
    if (!gnuplot_is_here()) return;
    const auto message = message_of([] { run_gnuplot("plot nonsense\n"); });
    CHECK(message.starts_with("gnuplot failed with code 1: "));
    CHECK(message.find("undefined variable: nonsense") != std::string::npos);
    CHECK_THROWS_AS(run_gnuplot("plot nonsense\n"), RunError);
}

TEST_CASE("gnuplot_string: nothing in a text is code") {
    CHECK(gnuplot_string("it's \"so\"") == "\"it's \\\"so\\\"\"");
    CHECK(gnuplot_string("two\nlines") == "\"two lines\"");
    if (!gnuplot_is_here()) return;
    for (const std::string text :
         {"it's `echo code`", "\"quoted\" \\n \\", "a_1 ^2 {x} @y $z %d #",
          "' . system('echo code') . '", "\" . system('echo code') . \"", "\\", "\\\"", ""}) {
        CAPTURE(text);
        CHECK(run_gnuplot(to_output + "print " + gnuplot_string(text) + "\n") == text + "\n");
    }
}

TEST_CASE("gnuplot_tic_label: nothing in a text is a format") {
    CHECK(gnuplot_tic_label("5%, \"so\" %d") == "\"5%%, \\\"so\\\" %%d\"");
    if (!gnuplot_is_here()) return;
    const std::string label = "100% %s of 5 %";
    const auto picture = gnuplot_picture(gnuplot_terminal("a.svg") + "set xtics (" +
                                         gnuplot_tic_label(label) + " 0.5)\nplot [0:1] x\n");
    CHECK(picture.find(label) != std::string::npos);
}

TEST_CASE("gnuplot_picture: a picture without a byte is a failure") {
    if (!gnuplot_is_here()) return;
    CHECK_THROWS_WITH_AS(gnuplot_picture(""), "gnuplot wrote nothing", GnuplotFailure);
    CHECK_THROWS_AS(gnuplot_picture("plot nonsense\n"), GnuplotFailure);
}

TEST_CASE("gnuplot_data: numbers arrive as they are, and what is not finite is NaN") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<std::vector<double>> columns{{0.1, 1e-300, 2.0}, {-1.0 / 3, nan, 1e300}};
    const std::string data = gnuplot_data("d", columns);
    CHECK(data == "$d << END\n0.1 -0.3333333333333333\n1e-300 NaN\n2 1e+300\nEND\n");
    CHECK(gnuplot_data("none", std::vector<std::vector<double>>(2)) == "$none << END\nEND\n");
    if (!gnuplot_is_here()) return;
    // The sum of the second column leaves the NaN out.
    CHECK(run_gnuplot(data + to_output +
                      "stats $d using 1:2 nooutput\nprint STATS_records, STATS_max_y == 1e300, "
                      "STATS_min_y == -1.0 / 3\n") == "2 1 1\n");
}

TEST_CASE("gnuplot_terminal goes by the ending of the file's name") {
    if (gnuplot_is_here()) {
        const std::string plot = "plot [0:1] x\n";
        CHECK(run_gnuplot(gnuplot_terminal("a/b.svg") + plot).starts_with("<?xml"));
        CHECK(run_gnuplot(gnuplot_terminal("a.b.png") + plot).starts_with("\x89PNG\r\n"));
    }
    for (const std::string name : {"plot.pdf", "plot", "svg", ".svg", "plot.svg.gz", "plot.SVG2"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(gnuplot_terminal(name), InputError);
        CHECK(message_of([&] { gnuplot_terminal(name); }) ==
              name + ": plots are written as .svg or .png");
    }
}

}  // namespace
}  // namespace mlp::test
