#include "program.h"

using namespace mlp::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

json quick_xor() {
    json config = xor_problem();
    config["name"] = "xor";
    config["training"]["epochs"] = 20;
    return config;
}

bool has(const std::string& text, const std::string& part) { return count(text, part) > 0; }

bool has_section(const std::string& html, const std::string& id) {
    return has(html, "<section id=\"" + id + "\"");
}

json page_data(const std::string& html) {
    const std::string start = "<script type=\"application/json\" id=\"data\">";
    const auto first = html.find(start);
    REQUIRE(first != std::string::npos);
    const auto text = first + start.size();
    return json::parse(html.substr(text, html.find("</script>", text) - text));
}

}  // namespace

TEST_CASE("report: a run of two features gives a page with curves, boundary and network") {
    const TemporaryDirectory directory;
    const auto run = train(directory, quick_xor());
    const auto outcome = mlp_program(directory, "report run");
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == "run/report.html\n");
    CHECK(has(outcome.err, "not shown: layers while training: "));
    const std::string html = content(run / "report.html");
    CHECK(html.size() < 500000);
    for (const auto* id : {"summary", "curves", "boundary", "network", "predictions", "activations",
                           "go-on", "config", "environment", "missing"}) {
        CAPTURE(id);
        CHECK(has_section(html, id));
    }
    const json data = page_data(html);
    const auto rows = table(content(run / "metrics.csv"));
    const json& loss = data["charts"]["loss"];
    REQUIRE(loss["epochs"].size() == 20);
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(loss["lines"][0]["values"][i].get<double>() ==
              doctest::Approx(std::stod(rows[i + 1][1])).epsilon(1e-5));
    }
    CHECK(loss["best"] == json_file(run / "summary.json")["best_epoch"]);
    // Before training, each of the first ten epochs, 12, 15, 20.
    const json& frames = data["boundary"]["frames"];
    REQUIRE(frames.size() >= 14);
    CHECK(frames.front()["epoch"] == 0);
    CHECK(frames.back()["epoch"] == 20);
    CHECK(frames.front()["cells"] != frames.back()["cells"]);
    CHECK(frames.back()["train"] == loss["lines"][0]["values"][19]);
    CHECK(data["boundary"]["points"].size() == 4);

    // Written anew, it is the same; elsewhere and quietly, if so asked.
    const auto quiet = mlp_program(directory, "report run -o 'my page.html' --quiet");
    CHECK(quiet.out == "my page.html\n");
    CHECK(quiet.err.empty());
    CHECK(content(directory.path() / "my page.html") == html);
}

TEST_CASE("report: other problems have what there is to show of them") {
    const TemporaryDirectory directory;
    json classes = iris();
    classes["training"]["epochs"] = 3;
    train(directory, classes, "iris");
    CHECK(mlp_program(directory, "report iris -q").exit_code == 0);
    const std::string iris_page = content(directory.path() / "iris/report.html");
    CHECK(has(iris_page, "<table class=\"confusion\">"));
    CHECK_FALSE(has_section(iris_page, "boundary"));
    CHECK(has(iris_page, "<dt>decision boundary"));
    CHECK_FALSE(page_data(iris_page).contains("boundary"));

    json numbers = diabetes();
    numbers["training"]["epochs"] = 3;
    train(directory, numbers, "diabetes");
    CHECK(mlp_program(directory, "report diabetes -q").exit_code == 0);
    const std::string diabetes_page = content(directory.path() / "diabetes/report.html");
    CHECK(has(diabetes_page, "progression: predicted against actual"));
    CHECK(count(diabetes_page, "data-tip=\"actual ") > 100);
}

TEST_CASE("report: of more classes than a map can tell apart, the reason is shown") {
    const TemporaryDirectory directory;
    json config = xor_problem();
    config["data"] = json::parse(
        R"({"type": "generator", "make": {"type": "blobs", "samples": 387, "classes": 129}})");
    config["network"]["layers"][1]["activation"] = "softmax";
    config["loss"] = "cross_entropy";
    config["training"]["epochs"] = 1;
    const auto run = train(directory, config);
    const auto outcome = mlp_program(directory, "report run");
    CHECK(outcome.exit_code == 0);
    CHECK(has(outcome.err, "decision boundary: 129 classes"));
    const std::string html = content(run / "report.html");
    CHECK_FALSE(has_section(html, "boundary"));
    CHECK_FALSE(page_data(html).contains("boundary"));
    CHECK(has(html,
              "<dt>decision boundary</dt><dd>129 classes, where the page&#39;s map has room "
              "for 128"));
}

TEST_CASE("report: around a large constant feature there is a plane") {
    const TemporaryDirectory directory;
    directory.write("data.csv", "x1,x2,y\n0,1e17,0\n1,1e17,1\n2,1e17,0\n3,1e17,1\n");
    json config = quick_xor();
    config["data"] = json::parse(
        R"({"type": "csv", "path": "data.csv", "target": "y", "preprocessing": "standardize"})");
    const auto run = train(directory, config);
    CHECK(mlp_program(directory, "report run -q").exit_code == 0);
    const json map = page_data(content(run / "report.html"))["boundary"];
    CHECK(map["min"][1] == 5e16);
    CHECK(map["max"][1] == 1.5e17);
    CHECK(map["max"][0].get<double>() == doctest::Approx(3.45));
}

TEST_CASE("report: a run that is not finished gives a page of what there is") {
    const TemporaryDirectory directory;
    const auto run = train(directory, quick_xor());
    fs::remove(run / "summary.json");
    fs::remove(run / "model.safetensors");
    const auto outcome = mlp_program(directory, "report run");
    CHECK(outcome.exit_code == 0);
    CHECK(has(outcome.err, "not shown: "));
    std::string html = content(run / "report.html");
    CHECK(has(html, "There is no summary of this run"));
    CHECK(has(html, "epoch 20, train loss"));
    CHECK(has_section(html, "curves"));
    CHECK_FALSE(has_section(html, "network"));
    CHECK(has(html, "<dt>decision boundary, network, predictions, activations</dt>"));

    // Half a line more is that of a run that goes on.
    directory.write("run/metrics.csv", content(run / "metrics.csv") + "21,0.");
    CHECK(mlp_program(directory, "report run -q").exit_code == 0);
    CHECK(page_data(content(run / "report.html"))["charts"]["loss"]["epochs"].size() == 20);
}

TEST_CASE("report: a run that diverged says so, and still shows its curves") {
    const TemporaryDirectory directory;
    json config = diabetes();
    config["optimizer"] = {{"type", "sgd"}, {"learning_rate", 1e6}};
    directory.write("bad.json", config.dump());
    CHECK(mlp_program(directory, "train bad.json -q --output bad").exit_code == 1);
    const auto outcome = mlp_program(directory, "report bad");
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 0);
    const std::string html = content(directory.path() / "bad/report.html");
    CHECK(has(html, "This run diverged"));
    CHECK(has_section(html, "summary"));
}

TEST_CASE("report: metrics that are gone are named, and the rest is shown") {
    const TemporaryDirectory directory;
    const auto run = train(directory, quick_xor());
    fs::remove(run / "metrics.csv");
    const auto outcome = mlp_program(directory, "report run");
    CHECK(outcome.exit_code == 0);
    CHECK(has(outcome.err, "not shown: curves: "));
    const std::string html = content(run / "report.html");
    CHECK_FALSE(has_section(html, "curves"));
    CHECK(has_section(html, "boundary"));
    CHECK(page_data(html)["boundary"]["frames"][0]["train"].is_null());
}

TEST_CASE("report: where there is nothing to show, no page is written") {
    const TemporaryDirectory directory;
    const auto run = train(directory, quick_xor());
    check_refused(directory, "report missing",
                  {"error: missing: is not a run directory: it does not exist"});
    check_refused(directory, "report", {"RUN_DIR is required"});
    for (const auto* name : {"metrics.csv", "model.safetensors", "summary.json"}) {
        fs::remove(run / name);
    }
    check_refused(directory, "report run", {"error: run: there is nothing to show yet"});

    fs::create_directories(directory.path() / "sweep/runs");
    directory.write("sweep/sweep.json", "{}");
    check_refused(directory, "report sweep",
                  {"error: sweep: this is a sweep", "mlp compare sweep", "mlp plot sweep"});
    const auto unwritable = mlp_program(directory, "report run -o nowhere/page.html");
    CHECK(unwritable.exit_code == 2);  // nothing to show, whatever the file
}

TEST_CASE("report: a page that cannot be written is a failure that names it") {
    const TemporaryDirectory directory;
    train(directory, quick_xor());
    const auto outcome = mlp_program(directory, "report run -q -o nowhere/page.html");
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.out.empty());
    CHECK(has(outcome.err, "nowhere/page.html"));
}

TEST_CASE("report: train and resume write the page where the config says so") {
    const TemporaryDirectory directory;
    json config = quick_xor();
    config["logging"]["report"] = true;
    config["checkpoint"]["every_epochs"] = 10;
    const auto run = train(directory, config);
    const std::string html = content(run / "report.html");
    CHECK(page_data(html)["charts"]["loss"]["epochs"].size() == 20);
    CHECK(mlp_program(directory, "resume run --quiet --set training.epochs=30").exit_code == 0);
    CHECK(page_data(content(run / "report.html"))["charts"]["loss"]["epochs"].size() == 30);

    // A new run in the same place takes the old page away.
    config["logging"]["report"] = false;
    directory.write("run.json", config.dump());
    CHECK(mlp_program(directory, "train run.json -q --output run --force").exit_code == 0);
    CHECK_FALSE(fs::exists(run / "report.html"));
}
