#include "mlp/report/html/report_page.h"

#include "browser.h"
#include "html_page.h"

#include <doctest/doctest.h>

// The page in a real browser: that it draws, moves, answers, and asks for nothing.

namespace mlp::test {
namespace {

/// What a visitor would do, and what there is to see afterwards: it is written into the page.
constexpr const char* visit = R"js(
const results = {};
const one = selector => document.querySelector(selector);
const fire = (element, type, options) =>
  element.dispatchEvent(new PointerEvent(type, {bubbles: true, ...options}));
const picture = () => one('#boundary-map').toDataURL();

const last = picture(), slider = one('#epoch');
const move = to => { slider.value = to; slider.dispatchEvent(new Event('input')); };
move(0);
results.first_text = one('#epoch-text').textContent;
results.moved = picture() !== last;
move(1);
results.second_text = one('#epoch-text').textContent;
results.value_text = slider.getAttribute('aria-valuetext');
results.marked = one('[data-chart=loss] .readout').textContent;
move(2);
results.same_again = picture() === last;

const plot = one('[data-chart=loss] .plot');
const box = plot.getBoundingClientRect();
fire(plot, 'pointermove', {clientX: box.left + 60, clientY: box.top + 50});
results.hover = one('[data-chart=loss] .readout').textContent;
plot.dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}));
results.key = one('[data-chart=loss] .readout').textContent;
const path = () => one('[data-chart=loss] .line').getAttribute('d');
const before = path();
one('[data-chart=loss] button').click();
results.scale_changed = path() !== before;

const map = one('#boundary-map').getBoundingClientRect();
fire(one('#boundary-map'), 'pointermove', {clientX: map.left + 60, clientY: map.top + 20});
results.cell = one('#cell-text').textContent;

const line = one('.network line').getBoundingClientRect();
fire(one('.network'), 'pointermove',
  {clientX: line.left + line.width / 2, clientY: line.top + line.height / 2});
results.tip = one('#tip').hidden ? '' : one('#tip').textContent;

const background = () => getComputedStyle(document.body).backgroundColor;
const light = background();
one('#theme').click();
results.dark = background() !== light;
results.dark_picture = picture() !== last;
window.dispatchEvent(new Event('beforeprint'));
results.folded = document.querySelectorAll('details:not([open])').length;

one('#play').click();
results.playing = one('#play').textContent;
setTimeout(() => {
  results.played = one('#play').textContent + ' ' + slider.value;
  results.requests = performance.getEntriesByType('resource').length;
  results.width = document.documentElement.scrollWidth <= window.innerWidth;
  console.warn('the visit is over');
  const element = document.createElement('script');
  element.type = 'application/json';
  element.id = 'results';
  element.textContent = JSON.stringify(results);
  document.body.append(element);
}, 2500);
)js";

/// The page with a visitor's script at its end, which its policy must let run.
std::string with_visit(std::string html) {
    const std::string hash = between(html, "script-src ", ";");
    html.replace(html.find(hash), hash.size(), "'unsafe-inline'");
    html.insert(html.rfind("</body>"), std::string("<script>") + visit + "</script>");
    return html;
}

TEST_CASE("html in a browser: the page as it is draws everything, without any complaint") {
    if (!chromium_is_here()) return;
    const TemporaryDirectory directory;
    ReportPage page = full_page();
    page.record.config["name"] = hostile;
    page.decision_map.value->classes[1] = hostile;
    page.curves.value->columns.emplace_back(hostile, std::vector<double>{1, 2, 3});
    const auto browsed = browse(directory, directory.write("page.html", report_html(page)));
    for (const auto& message : browsed.console) FAIL_CHECK(message);
    // loss, accuracy, learning rate and the hostile one; gradients, updates, dead units
    std::size_t readouts = 0;
    for (auto at = browsed.dom.find("<span>epoch 3</span>"); at != std::string::npos;
         at = browsed.dom.find("<span>epoch 3</span>", at + 1)) {
        ++readouts;
    }
    CHECK(readouts == 7);
    CHECK(
        browsed.dom.find("epoch 3 (the network as saved): train loss 0.25, validation loss 0.5") !=
        std::string::npos);
}

TEST_CASE("html in a browser: large numbers that hardly differ have ticks") {
    if (!chromium_is_here()) return;
    const TemporaryDirectory directory;
    ReportPage page = full_page();
    page.curves.value->columns.emplace_back("train_large",
                                            std::vector<double>{5e15 - 1, 5e15, 5e15 + 1});
    auto& map = *page.decision_map.value;
    map.classes.clear();
    map.grid.min = {5e15 - 1, 1e17};
    map.grid.max = {5e15 + 1, 1e17 + 16};
    const auto browsed = browse(directory, directory.write("page.html", report_html(page)));
    for (const auto& message : browsed.console) FAIL_CHECK(message);
    CHECK(browsed.dom.find(">5e15</text>") != std::string::npos);
}

TEST_CASE("html in a browser: slider, hover, keys and theme do what they should") {
    if (!chromium_is_here()) return;
    const TemporaryDirectory directory;
    const auto browsed =
        browse(directory, directory.write("page.html", with_visit(report_html(full_page()))));
    // The last line of the visit is there, so others would be, too.
    CAPTURE(browsed.console.empty() ? "" : browsed.console[0]);
    REQUIRE(browsed.console.size() == 1);
    CHECK(browsed.console[0].find("the visit is over") != std::string::npos);
    const auto results = nlohmann::json::parse(
        between(browsed.dom, "<script type=\"application/json\" id=\"results\">", "</script>"));
    CAPTURE(results.dump(2));
    CHECK(results["first_text"] == "before training");
    CHECK(results["moved"] == true);
    CHECK(results["second_text"] == "epoch 1: train loss 0.7, validation loss 0.8");
    CHECK(results["value_text"] == results["second_text"]);
    CHECK(results["marked"] == "epoch 1train 0.7validation 0.8");
    CHECK(results["same_again"] == true);
    CHECK(results["hover"] == "epoch 1train 0.7validation 0.8");
    CHECK(results["key"] == "epoch 3train 0.25validation 0.5");
    CHECK(results["scale_changed"] == true);
    CHECK(results["cell"].get<std::string>().ends_with(": yes"));
    CHECK(results["tip"].get<std::string>().starts_with("x1 to layers.0[0]: weight 1.5"));
    CHECK(results["dark"] == true);
    CHECK(results["dark_picture"] == true);
    CHECK(results["folded"] == 0);
    CHECK(results["playing"] == "pause");
    CHECK(results["played"] == "play 2");
    CHECK(results["requests"] == 0);
    CHECK(results["width"] == true);
}

}  // namespace
}  // namespace mlp::test
