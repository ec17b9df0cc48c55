#include "mlp/report/data_record.h"
#include "mlp/report/html/html_text.h"
#include "mlp/report/html/line_chart.h"
#include "mlp/report/html/page_assets.h"
#include "mlp/report/html/report_page.h"
#include "mlp/report/plots/style.h"

#include "html_page.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
    return n;
}

TEST_CASE("html: the page has every section, and its script every number") {
    const std::string html = report_html(full_page());
    for (const auto* id : {"summary", "curves", "boundary", "network", "predictions", "layers",
                           "activations", "go-on", "config", "environment"}) {
        CAPTURE(id);
        CHECK(has(html, std::string("<section id=\"") + id + '"'));
        CHECK(has(html, std::string("<a href=\"#") + id + '"'));
    }
    CHECK_FALSE(has(html, "id=\"missing\""));
    CHECK(has(html, "test accuracy <strong>0.75</strong> (train 0.875)"));
    CHECK(has(html, "1 min 15 s"));
    CHECK(has(html, "mlp resume &#39;runs/a b&#39; --set training.epochs=6<"));
    CHECK(has(html, "data-tip=\"x2 to layers.0[0]: weight -0.75\""));
    CHECK(has(html, "data-tip=\"1 of 2 samples of no (50.0 %) are taken for yes\""));
    CHECK(has(html, "3 of 4 are right."));
    CHECK(has(html, "<input type=\"range\" id=\"epoch\" min=\"0\" max=\"2\""));

    const auto data = page_data(html);
    CHECK(data["charts"]["loss"]["best"] == 2);
    CHECK(data["charts"]["loss"]["epochs"] == nlohmann::json::parse("[1.0, 2.0, 3.0]"));
    const auto& lines = data["charts"]["loss"]["lines"];
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["name"] == "train");
    CHECK(lines[0]["values"] == nlohmann::json::parse("[0.7, 0.5, 0.25]"));
    CHECK(lines[1]["name"] == "validation");
    CHECK(lines[1]["values"] == nlohmann::json::parse("[0.8, null, 0.5]"));
    CHECK(data["charts"]["learning_rate"]["lines"].size() == 1);
    CHECK(data["charts"]["layer_gradients"]["lines"][0]["values"][2] == 0.01);
    CHECK(data["charts"].contains("layer_dead"));
    // No layer has a number of this.
    CHECK_FALSE(data["charts"].contains("layer_saturated"));
    CHECK(count(html, "data-chart=") == data["charts"].size());
    CHECK(data["boundary"]["frames"].size() == 3);
}

TEST_CASE("html: what is missing is told once, with the reason") {
    ReportPage page = full_page();
    page.network = {{}, "the model is gone\n  help: train it"};
    page.outcome = {{}, "the model is gone\n  help: train it"};
    page.decision_map = {{}, "3 features, where a plane has two"};
    page.curves = {{}, "no metrics"};
    page.layer_curves = {{}, "no diagnostics"};
    page.activations = {{}, "no activations"};
    const std::string html = report_html(page);
    for (const auto* id : {"curves", "boundary", "network", "predictions", "layers"}) {
        CHECK_FALSE(has(html, std::string("<section id=\"") + id + '"'));
    }
    CHECK(has(html, "<dt>network, predictions</dt><dd>the model is gone\n  help: train it</dd>"));
    CHECK(has(html, "<dt>decision boundary</dt><dd>3 features, where a plane has two</dd>"));
    CHECK(has(html, "<dt>curves</dt><dd>no metrics</dd>"));
    CHECK(page_data(html)["charts"].empty());
    CHECK_FALSE(page_data(html).contains("boundary"));
}

TEST_CASE("html: runs that did not end well say so") {
    ReportPage page = full_page();
    page.record.summary["status"] = "diverged";
    CHECK(has(report_html(page), "<p class=\"note bad\" role=\"note\">This run diverged"));
    page.record.summary["status"] = "interrupted";
    CHECK(has(report_html(page), "This run was interrupted before its end"));
    CHECK(has(report_html(page), "mlp resume &#39;runs/a b&#39;<"));
    page.record.summary = Json();
    page.record.environment = Json();
    const std::string html = report_html(page);
    CHECK(has(html, "There is no summary of this run"));
    CHECK(has(html, "epoch 3, train loss <strong>0.25</strong>, validation loss"));
    CHECK_FALSE(has(html, "id=\"environment\""));
    page.record.summary = Json::parse(R"({"status": 3, "metrics": {"train": {"loss": null}}})");
    CHECK(has(report_html(page), "<td>n/a</td>"));
}

TEST_CASE("html: names from files are text wherever they stand") {
    ReportPage page = full_page();
    const std::size_t scripts = count(report_html(page), "<script");
    page.record.directory = hostile;
    for (auto* json : {&page.record.config, &page.record.environment}) (*json)[hostile] = hostile;
    page.record.config["name"] = hostile;
    page.record.summary["status"] = hostile;
    page.record.summary["stop_reason"] = hostile;
    page.record.summary["metrics"]["train"][hostile] = 1;
    page.record.summary["metrics"]["test"] = Json{{hostile, 1}};
    page.record.summary["cross_validation"][hostile] = Json{{"mean", 1}};
    page.record.environment["started"] = hostile;
    page.curves.value->columns.emplace_back(hostile, std::vector<double>{1, 2, 3});
    page.layer_curves.value->front().layer = hostile;
    page.network.value->inputs = {hostile, hostile};
    page.network.value->outputs = {hostile};
    auto& layer = page.network.value->layers.front();
    layer.name = layer.type = layer.activation = hostile;
    page.outcome.value->part = hostile;
    page.outcome.value->classes = {hostile, hostile};
    page.decision_map.value->classes = {hostile, hostile};
    page.decision_map.value->grid.features = {hostile, hostile};
    page.decision_map.value->targets = {hostile};
    page.activations.value->front().name = hostile;
    const auto check = [&](const std::string& html) {
        CHECK(count(html, "<script") == scripts);
        CHECK(count(html, "</script") == scripts);
        CHECK_FALSE(has(html, "<!--"));
        const auto data = html.find("id=\"data\"");  // in JSON, a quote is just a quote
        CHECK_FALSE(has(html.substr(0, data), "alert('"));
        CHECK(count(html, "alert(&#39;&amp;&quot;1&quot;&#39;)") > 20);
    };
    const std::string html = report_html(page);
    check(html);
    CHECK(page_data(html)["boundary"]["classes"][1] == hostile);
    CHECK(page_data(html)["charts"].contains(hostile));

    page.outcome.value->classes.clear();
    page.outcome.value->targets = {hostile};
    page.outcome.value->actual = page.outcome.value->outputs;
    page.decision_map.value->classes.clear();
    page.decision_map = {{}, hostile};
    check(report_html(page));
}

TEST_CASE("html: the page asks for nothing outside of itself") {
    const std::string html = report_html(full_page());
    for (const auto* part : {"http:", "https:", "src=", "@import", "url(", "//cdn", "fetch(",
                             "XMLHttpRequest", "WebSocket", "import("}) {
        CAPTURE(part);
        CHECK_FALSE(has(html, part));
    }
    // The one link is an empty icon, so that browsers do not ask for one.
    CHECK(count(html, "<link") == 1);
    CHECK(has(html, "<link rel=\"icon\" href=\"data:,\">"));

    const std::string policy = between(html, "Content-Security-Policy\" content=\"", "\"");
    CHECK(policy.starts_with("default-src 'none'; script-src 'sha256-"));
    // The script that runs is the one that is allowed.
    CHECK(between(html, "</script>\n<script>", "</script>") == html::script);
    const std::string digest = between(policy, "'sha256-", "'");
    std::vector<std::uint8_t> bytes;
    const std::string hash = sha256(html::script);
    for (std::size_t i = 0; i < hash.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hash.substr(i, 2), nullptr, 16)));
    }
    CHECK(digest == html::base64(bytes));
}

TEST_CASE("html: light pages have the colours of the pictures") {
    const std::string css(html::style_sheet);
    for (std::size_t i = 0; i < style::series.size(); ++i) {
        CHECK(has(css, "--series-" + std::to_string(i) + ": " +
                           std::string(style::series_colour(i)) + ";"));
    }
    CHECK(has(css, "--train: " + std::string(style::train_colour)));
    CHECK(has(css, "--validation: " + std::string(style::validation_colour)));
}

TEST_CASE("html: long runs keep their peaks, and little else") {
    constexpr std::size_t count_of_epochs = 100000;
    Curves curves;
    std::vector<double> loss;
    for (std::size_t i = 0; i < count_of_epochs; ++i) {
        curves.epochs.push_back(static_cast<double>(i + 1));
        loss.push_back(1 / static_cast<double>(i + 1));
    }
    loss[54321] = 70;
    loss[54000] = NAN;
    curves.columns = {{"train_loss", loss}, {"learning_rate", std::vector(loss.size(), 0.1)}};
    const auto charts = html::metric_charts(curves, 77777);
    REQUIRE(charts.size() == 2);
    const auto& epochs = charts[0].epochs;
    CHECK(epochs.size() < 2500);
    CHECK(std::is_sorted(epochs.begin(), epochs.end()));
    CHECK(epochs.front() == 1);
    CHECK(epochs.back() == count_of_epochs);
    for (const double kept : {54322.0, 77777.0}) {
        CHECK(std::binary_search(epochs.begin(), epochs.end(), kept));
    }
    const auto& values = charts[0].lines[0].values;
    CHECK(*std::max_element(values.begin(), values.end()) == 70);
    CHECK(charts[0].log);
    CHECK_FALSE(charts[1].log);
}

TEST_CASE("html: a large layer is abbreviated") {
    ReportPage page = full_page();
    auto& network = *page.network.value;
    network.inputs.assign(100, "pixel");
    network.layers[0].weight = Matrix<double>::Ones(1, 100);
    const std::string html = report_html(page);
    CHECK(has(html, "+ 89</text>"));
    CHECK(count(html, "<line ") == 11);
    // A layer without a weight for each pair is a box.
    network.layers[0].weight.resize(0, 0);
    CHECK(count(report_html(page), "<line ") == 0);
    CHECK(count(report_html(page), "<rect class=\"layer\"") == 1);
}

TEST_CASE("html: numbers are shown against what they should be") {
    ReportPage page = full_page();
    auto& outcome = *page.outcome.value;
    outcome.classes.clear();
    outcome.actual = Matrix<double>(1, 4);
    outcome.actual << 1, 2, NAN, 4;
    outcome.outputs << 1.5, 2, 3, 4;
    const std::string html = report_html(page);
    CHECK(has(html, "data-tip=\"actual 1, predicted 1.5\""));
    CHECK(count(html, "data-tip=\"actual ") == 3);
    CHECK_FALSE(has(html, "class=\"confusion\""));
}

TEST_CASE("html: large targets that are all the same have a few ticks around them") {
    ReportPage page = full_page();
    auto& outcome = *page.outcome.value;
    outcome.classes.clear();
    outcome.actual = Matrix<double>::Constant(1, 4, 5e15);
    outcome.outputs = outcome.actual;
    const std::string html = report_html(page);
    CHECK(count(html, "class=\"grid\"") > 2);
    CHECK(count(html, "class=\"grid\"") < 12);
}

TEST_CASE("html: of very many classes the frequent mistakes are listed") {
    ReportPage page = full_page();
    auto& outcome = *page.outcome.value;
    outcome.classes.clear();
    for (int i = 0; i < 100; ++i) outcome.classes.push_back("c" + std::to_string(i));
    outcome.outputs = Matrix<double>::Zero(100, 4);
    outcome.labels = {0, 5, 5, 5};
    outcome.predicted = {0, 17, 17, 4};
    const std::string html = report_html(page);
    CHECK_FALSE(has(html, "class=\"confusion\""));
    const auto first = html.find("<th scope=\"row\">c5</th><td>c17</td><td>2</td><td>66.7 %</td>");
    const auto second = html.find("<th scope=\"row\">c5</th><td>c4</td><td>1</td><td>33.3 %</td>");
    CHECK(first < second);
    CHECK(second != std::string::npos);
}

}  // namespace
}  // namespace mlp::test
