// `mlp activations`: the list, the facts, values, and pictures.
#include "mlp/nn/activation.h"
#include "mlp/nn/activation_curve.h"

#include "apps/own_path.h"
#include "apps/program.h"
#include "report/gnuplot_is_here.h"

#include <cmath>
#include <iterator>
#include <set>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// What the program prints with these arguments, as JSON.
nlohmann::json printed_json(const std::string& arguments) {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, arguments);
    CAPTURE(arguments);
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.err.empty());
    return nlohmann::json::parse(run.out);
}

bool same_bits(double a, double b) { return a == b && std::signbit(a) == std::signbit(b); }

void check_same(const nlohmann::json& printed, const std::vector<double>& expected) {
    REQUIRE(printed.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        if (printed[i].is_null()) {
            CHECK_FALSE(std::isfinite(expected[i]));
        } else {
            CHECK(same_bits(printed[i].get<double>(), expected[i]));
        }
    }
}

void check_values(const std::string& arguments, const Choice& choice,
                  const std::vector<double>& x) {
    CAPTURE(arguments);
    const auto json = printed_json("activations " + arguments + " --json");
    const auto curve = activation_curve(choice, x);
    CHECK(json["name"] == choice.type);
    CHECK(json.size() == 5);
    check_same(json["x"], curve.x);
    check_same(json["y"], curve.y);
    check_same(json["dy"], curve.dy);
}

/// How many straight pieces the lines of a colour in an SVG are made of.
std::size_t line_pieces(const std::string& svg, const std::string& colour) {
    std::size_t pieces = 0;
    const std::string start = "<path stroke='rgb(" + colour + ")'";
    for (auto at = svg.find(start); at != std::string::npos; at = svg.find(start, at + 1)) {
        pieces += count(svg.substr(at, svg.find("/>", at) - at), "L");
    }
    return pieces;
}

void check_svg(const std::string& svg) {
    CHECK(svg.starts_with("<?xml"));
    CHECK(svg.find("</svg>") != std::string::npos);
    CHECK(svg.find("f(z)") != std::string::npos);
    // f is blue, its derivative vermillion, and both go through 1001 points.
    CHECK(line_pieces(svg, "  0, 114, 178") > 990);
    CHECK(line_pieces(svg, "213,  94,   0") > 990);
    for (std::size_t i = 0; i < svg.size(); ++i) {
        // Well-formed: & starts an entity.
        if (svg[i] == '&') CHECK(svg.find(';', i) < i + 8);
    }
    CHECK(count(svg, "<g") == count(svg, "</g>"));
}

TEST_CASE("activations lists all of them in lines of 80 columns") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "activations");
    CHECK(run.exit_code == 0);
    CHECK(run.err.empty());
    const auto rows = lines(run.out);
    CHECK(rows.at(0).starts_with("name "));
    const auto names = activation_names().names();
    REQUIRE(rows.size() > names.size());
    for (std::size_t i = 0; i < names.size(); ++i) CHECK(rows[i + 1].starts_with(names[i] + " "));
    for (const auto& row : rows) CHECK(row.size() <= 80);
}

TEST_CASE("activations --json has an object of the same form for each") {
    const auto list = printed_json("activations --json");
    const auto entries = activation_names().entries();
    REQUIRE(list.size() == entries.size());
    CHECK(list.size() >= 38);
    const std::set<std::string> keys{
        "name",        "formula",         "source",    "help",        "parameters",
        "range",       "smoothness",      "monotonic", "elementwise", "derivative_monotonic",
        "initializer", "identity_near_0", "weakness"};
    const std::set<std::string> smoothness{"discontinuous", "C0", "C1", "C-infinity"};
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto& json = list[i];
        const auto& entry = *entries[i];
        CAPTURE(entry.name);
        std::set<std::string> found;
        for (const auto& item : json.items()) found.insert(item.key());
        CHECK(found == keys);
        CHECK(json["name"] == entry.name);
        CHECK(json["formula"] == entry.formula);
        CHECK(json["source"] == entry.source);
        CHECK(json["help"] == entry.help);
        CHECK(json["parameters"].size() == entry.options.size());
        for (const auto& option : entry.options) CHECK(json["parameters"].contains(option.name));
        const auto range = activations<double>().make(entry.name)->range();
        REQUIRE(json["range"].size() == 2);
        check_same(json["range"], {range.min, range.max});
        CHECK(smoothness.contains(json["smoothness"].get<std::string>()));
        const auto& traits = activations<double>().traits(entry.name);
        CHECK(json["monotonic"] == traits.monotonic);
        CHECK(json["derivative_monotonic"] == traits.derivative_monotonic);
        CHECK(json["identity_near_0"] == traits.identity_near_0);
        CHECK(json["elementwise"] == traits.elementwise);
        CHECK(json["initializer"] == std::string(traits.initializer));
        CHECK(json["weakness"] == std::string(traits.weakness));
    }
}

TEST_CASE("activations NAME tells its facts, for the parameters that are set") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "activations elu");
    CHECK(run.exit_code == 0);
    for (const std::string fact :
         {"Clevert, Unterthiner and Hochreiter 2016", "alpha (e^z - 1)", "-1 to inf", "he_uniform",
          "alpha  number, at least 0 and at most 1000000 (default 1)", "C1",
          "saturates on the left"}) {
        CAPTURE(fact);
        CHECK(count(run.out, fact) == 1);
    }
    const auto json = printed_json("activations elu --set alpha=0.2 --json");
    CHECK(json["name"] == "elu");
    CHECK(json["parameters"] == nlohmann::json{{"alpha", 0.2}});
    CHECK(json["range"] == nlohmann::json{-0.2, nullptr});
    CHECK(json["smoothness"] == "C1");
    CHECK(mlp_program(directory, "activations relu").out.find("no parameters") !=
          std::string::npos);
    CHECK(entries(directory.path()).empty());
}

TEST_CASE("activations NAME --at computes what the library computes, to the last bit") {
    const std::vector<double> x{-2, -0.5, 0, 0.1, 1.0 / 3, 1.5, 1e-300, 700};
    for (const auto& name : activation_names().names()) {
        check_values(name + " --at=-2,-0.5,0,0.1,0.3333333333333333,1.5,1e-300,700", name, x);
    }
    check_values("tanh --at=-0.0", "tanh", {-0.0});
    check_values("tanh --at ' 1 , +2'", "tanh", {1, 2});
}

TEST_CASE("activations --at prints 17 digits") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "activations leaky_relu --at=-1,0.1 --json");
    CHECK(run.out ==
          "{\"name\": \"leaky_relu\", \"parameters\": {\"alpha\":0.01}, "
          "\"x\": [-1.0, 0.10000000000000001], \"y\": [-0.01, 0.10000000000000001], "
          "\"dy\": [0.01, 1.0]}\n");
}

TEST_CASE("activations --at without --json prints a table") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "activations relu --at=-2,1.5");
    CHECK(run.exit_code == 0);
    const auto rows = lines(run.out);
    REQUIRE(rows.size() == 3);
    std::vector<std::vector<std::string>> words;
    for (const auto& row : rows) {
        std::istringstream stream(row);
        words.emplace_back(std::istream_iterator<std::string>(stream),
                           std::istream_iterator<std::string>());
    }
    CHECK(words[0] == std::vector<std::string>{"z", "f(z)", "f'(z)"});
    CHECK(words[1] == std::vector<std::string>{"-2", "0", "0"});
    CHECK(words[2] == std::vector<std::string>{"1.5", "1.5", "1"});
    CHECK(mlp_program(directory, "activations step --set surrogate=sigmoid --at=0")
              .out.find("surrogate of f'(z)") != std::string::npos);
}

TEST_CASE("activations --set: parameters are read as those of a config") {
    check_values("elu --set alpha=0.2 --at=-2,0,1.5", {"elu", {{"alpha", 0.2}}}, {-2, 0, 1.5});
    check_values("gelu --set approximation=tanh --at=0.7", {"gelu", {{"approximation", "tanh"}}},
                 {0.7});
    check_values("maxout --set pieces=3 --at=1,2,3,4,5,6",
                 {"maxout", {{"pieces", std::int64_t{3}}}}, {1, 2, 3, 4, 5, 6});
    check_values("generalized_logistic --set lower=-1 --set upper=2 --set nu=0.5 --at=-3,3",
                 {"generalized_logistic", {{"lower", -1.0}, {"upper", 2.0}, {"nu", 0.5}}}, {-3, 3});
    // The last one of two counts.
    check_values("elu --set alpha=3 --set alpha=0.5 --at=-1", {"elu", {{"alpha", 0.5}}}, {-1});
}

TEST_CASE("activations refuses wrong names and parameters as a config does") {
    const TemporaryDirectory directory;
    check_refused(directory, "activations rlu",
                  {"unknown activation 'rlu'", "did you mean 'relu'?"});
    check_refused(directory, "activations swish --at=1", {"did you mean 'silu'?"});
    check_refused(directory, "activations elu --set alpha=NaN",
                  {"--set alpha=NaN: error: /alpha: "});
    check_refused(directory, "activations elu --set alpha=1e999 --at=1", {"expected a number"});
    check_refused(directory, "activations elu --set alpha=-1", {"must be at least 0", "but is -1"});
    check_refused(directory, "activations sine --set omega=0 --at=1", {"/omega: must be "});
    check_refused(directory, "activations elu --set alhpa=1",
                  {"unknown key 'alhpa'", "did you mean 'alpha'?"});
    check_refused(directory, "activations elu --set type=relu", {"unknown key 'type'"});
    check_refused(directory, "activations elu --set alpha", {"expected KEY=VALUE"});
    check_refused(directory, "activations relu --set alpha=1", {"relu has no parameters"});
    check_refused(directory, "activations rrelu --set lower=0.5 --set upper=0.1",
                  {"'lower' must not be greater than option 'upper'"});
    check_refused(directory, "activations gelu --set approximation=tan", {"did you mean 'tanh'?"});
}

TEST_CASE("activations refuses numbers that are none") {
    const TemporaryDirectory directory;
    for (const std::string at :
         {"", "1,,2", "1,", ",", "1,x", "nan", "1,inf", "1e999", "1;2", "0x10", "1 2"}) {
        check_refused(directory, "activations tanh --at '" + at + "'",
                      {"--at", "no finite number"});
    }
    check_refused(directory, "activations maxout --at=1,2,3", {"3 cannot be divided by 2"});
}

TEST_CASE("activations refuses arguments that do not go together") {
    const TemporaryDirectory directory;
    check_refused(directory, "activations --at=1", {"--at requires NAME"});
    check_refused(directory, "activations --set alpha=1", {"--set requires NAME"});
    check_refused(directory, "activations --plot x.svg", {"--plot needs", "--all"});
    check_refused(directory, "activations --all", {"--all requires --plot"});
    check_refused(directory, "activations elu --all --plot d", {"excludes"});
    check_refused(directory, "activations elu --plot x.svg --at=1", {"excludes"});
    check_refused(directory, "activations elu --plot x.svg --json", {"excludes"});
    check_refused(directory, "activations elu relu", {"relu"});
    for (const std::string file : {"x.pdf", "x", "x.svgz"}) {
        check_refused(directory, "activations elu --plot " + file,
                      {file + ": plots are written as .svg or .png"});
    }
}

TEST_CASE("activations NAME --plot draws f and its derivative") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "activations elu --set alpha=0.25 --plot elu.svg");
    CHECK_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.err.empty());
    CHECK(entries(directory.path()) == std::vector<std::string>{"elu.svg"});
    const auto svg = content(directory.path() / "elu.svg");
    check_svg(svg);
    CHECK(svg.find("alpha = 0.25") != std::string::npos);
    CHECK(svg.find("asymptote") != std::string::npos);
    // An older file is replaced.
    directory.write("elu.png", "old");
    CHECK(mlp_program(directory, "activations elu --plot elu.png").exit_code == 0);
    CHECK(content(directory.path() / "elu.png").starts_with("\x89PNG\r\n"));
}

TEST_CASE("activations --all --plot draws every one into a directory that it makes") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "activations --all --plot new/plots/");
    CHECK_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.err.empty());
    std::vector<std::string> expected;
    for (const auto& name : activation_names().names()) expected.push_back(name + ".svg");
    std::sort(expected.begin(), expected.end());
    CHECK(entries(directory.path() / "new/plots") == expected);
    for (const auto& name : expected) {
        CAPTURE(name);
        check_svg(content(directory.path() / "new/plots" / name));
    }
}

TEST_CASE("a picture that cannot be written ends with exit code 1") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    directory.write("file", "");
    for (const std::string arguments :
         {"elu --plot none/x.svg", "--all --plot file", "elu --plot file/x.svg"}) {
        CAPTURE(arguments);
        const auto run = mlp_program(directory, "activations " + arguments);
        CHECK(run.exit_code == 1);
        CHECK(count(run.err, "error: ") == 1);
        CHECK(entries(directory.path()) == std::vector<std::string>{"file"});
    }
}

TEST_CASE("without gnuplot the package is named, and nothing is written") {
    const TemporaryDirectory directory;
    for (const std::string arguments : {"elu --plot elu.svg", "--all --plot plots"}) {
        CAPTURE(arguments);
        const auto run = with_path(directory, "/nonexistent", "activations " + arguments);
        CHECK(run.exit_code == 1);
        CHECK(run.out.empty());
        CHECK(run.err.starts_with("error: gnuplot, which draws the plots, is not installed\n"));
        CHECK(run.err.find("gnuplot-nox") != std::string::npos);
        CHECK(entries(directory.path()).empty());
    }
    // Everything else works.
    CHECK(with_path(directory, "/nonexistent", "activations elu --at=1").exit_code == 0);
}

TEST_CASE("a gnuplot that fails is quoted, and nothing half-written is left") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"echo '<svg'; echo 'out of paper' >&2; exit 3\n", "failed with code 3: out of paper"},
        {"echo '<svg'; kill -9 $$\n", "was ended by signal 9"},
        {"exit 1\n", "failed with code 1"}};
    for (const auto& [script, message] : cases) {
        const TemporaryDirectory directory;
        write_gnuplot(directory, script);
        const auto before = entries(directory.path());
        const auto run = with_path(directory, (directory.path() / "bin").string(),
                                   "activations elu --plot elu.svg");
        const std::string err = run.err;  // clang captures no structured binding
        CAPTURE(err);
        CHECK(run.exit_code == 1);
        CHECK(err.find(message) != std::string::npos);
        CHECK(entries(directory.path()) == before);
    }
}

TEST_CASE("activations of a program's own are listed, computed and drawn like the others") {
    const TemporaryDirectory directory;
    const std::string own = "'" MLP_BROKEN_PROGRAM "' activations ";
    const auto list = nlohmann::json::parse(shell(directory, own + "--json").out);
    CHECK(list.size() == activation_names().names().size() + 1);
    CHECK(list.back()["name"] == "broken_tanh");
    CHECK(shell(directory, own).out.find("\nbroken_tanh ") != std::string::npos);
    const auto run = shell(directory, own + "broken_tanh --at=0.5 --json");
    CHECK(run.exit_code == 0);
    const auto values = nlohmann::json::parse(run.out);
    CHECK(values["y"][0].get<double>() == std::tanh(0.5));
    CHECK(values["dy"][0].get<double>() == 1 - std::tanh(0.5));
    CHECK(shell(directory, own + "broken_tan").err.find("did you mean 'broken_tanh'?") !=
          std::string::npos);
    if (!gnuplot_is_here()) return;
    CHECK(shell(directory, own + "broken_tanh --plot own.svg").exit_code == 0);
    check_svg(content(directory.path() / "own.svg"));
}

}  // namespace
}  // namespace mlp::test
