#include "mlp/report/explain/explanation_formats.h"
#include "mlp/report/short_name.h"

#include "report/explain/explanation_models.h"

#include <cmath>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace mlp;
using namespace mlp::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Explanations with all that formats must be able to write.
std::vector<Explanation> examples() {
    std::vector<Explanation> all;
    const auto add = [&](Explained<> model, const std::vector<double>& x,
                         const std::optional<TargetOfExplanation>& t,
                         const ExplanationLimits& limits = {}) {
        all.push_back(explain(model.model(), raw_sample(model.preprocessing, x), t, limits));
        all.back().model = "a_model & 100%.safetensors";
    };
    add(one_neuron(), one_neuron_sample, {});
    add(xor_by_hand(), {1, 0}, target({1}));
    add(many_units(), many_numbers(), target({0, 0, 1}, 0.1, "#{f}^~\\<$>\""));
    add(many_units(), many_numbers(), target({0, 0, 1}), ExplanationLimits::none());
    add(many_units(Choice("maxout", {{"pieces", Index{2}}})), many_numbers(), target({1, 0, 0}));
    add(many_units("prelu"), many_numbers(), {}, {2, 2});
    add(explained<>(Shape(1, 2, 2),
                    {Choice("conv2d", {{"filters", Index{2}}, {"kernel", Integers{2}}}), "flatten",
                     "batch_norm", dense(2, {"softmax", {{"temperature", 0.1}}})},
                    "mse"),
        {100, -200, 300, 1e-7}, target({1, 0}));
    return all;
}

/// Cells of a row of a table: | that are not escaped divide them.
std::size_t cells_in(const std::string& row) {
    std::size_t bars = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        bars += row[i] == '|' && (i == 0 || row[i - 1] != '\\') ? 1 : 0;
    }
    return bars - 1;
}

}  // namespace

TEST_CASE("explanation text: the sum 0.5 + 0.2 + 0.1 is 0.8, and its sigmoid 0.6900") {
    const auto neuron = one_neuron();
    const auto text = explanation_text(
        explain(neuron.model(), raw_sample(neuron.preprocessing, one_neuron_sample), {}));
    CHECK(has(text,
              "               w             x         w * x  input\n"
              "          0.5000        1.0000        0.5000  x1\n"
              "          0.4000        0.5000        0.2000  x2\n"
              "         -0.1000       -1.0000        0.1000  x3\n"
              "                                      0.0000  bias\n"
              "                           z =        0.8000\n"
              "              a = sigmoid(z) =        0.6900\n"));
    CHECK(has(text, "answer: class '1', with probability 0.6900 (the output is above 0.5)\n"));
}

TEST_CASE("explanation text: gradients and new weights stand where they arise") {
    const auto xor_ = xor_by_hand();
    const auto text = explanation_text(
        explain(xor_.model(), raw_sample(xor_.preprocessing, {1, 0}), target({1}, 0.01)));
    CHECK(has(text, "L = mse: (a - t)^2\nL = 0.5625\n"));
    CHECK(has(text, "dL/da = 2 (a - t), from mse\n"));
    CHECK(has(text,
              "               w         delta     w * delta  of layers.1\n"
              "         -2.0000       -1.5000        3.0000  neuron 0\n"
              "                       dL/da =        3.0000\n"
              "                       f'(z) =        1.0000\n"
              "       delta = f'(z) * dL/da =        3.0000\n"
              "               w             x         dL/dw         new w  input\n"
              "        1.000000        1.0000        3.0000      0.970000  x1\n"
              "        1.000000        0.0000        0.0000      1.000000  x2\n"
              "       -0.500000                      3.0000     -0.530000  bias\n"));
    CHECK(has(text, "L of this sample: 0.5625 before, 0.320639 after: it fell\n"));
}

TEST_CASE("explanations have the options of the loss and what else it takes, in all formats") {
    auto model = many_units();
    model.loss = {"cross_entropy", {{"label_smoothing", 0.3}}};
    const auto explanation =
        explain(model.model(), raw_sample(model.preprocessing, many_numbers()), target({0, 1, 0}));
    const auto text = explanation_text(explanation);
    CHECK(has(text,
              "\nL = cross_entropy with label_smoothing = 0.3: -sum over k of t_k ln p_k\n"
              "the target is smoothed: t = (1 - 0.3) * target + 0.3 / 3, which is"));
    const auto markdown = explanation_markdown(explanation);
    CHECK(has(markdown, "= 0.3: `-sum over k"));
    CHECK(has(markdown, "the target is smoothed"));
    const auto latex = explanation_latex(explanation);
    CHECK(has(latex, "= 0.3: \\texttt{-sum over k"));
    CHECK(has(latex, "the target is smoothed"));
    const auto json = nlohmann::json::parse(explanation_json(explanation));
    CHECK(json.at("loss").at("options") == "label_smoothing = 0.3");
    CHECK(json.at("loss").at("notes").size() == 1);
}

TEST_CASE("explanation text: says what it leaves out") {
    const auto model = many_units();
    const auto raw = raw_sample(model.preprocessing, many_numbers());
    const auto text = explanation_text(explain(model.model(), raw, target({1, 0, 0}), {3, 8}));
    CHECK(has(text, "\n... and 17 more\n"));
    CHECK(has(text, "17 smaller terms, together\n"));
    CHECK(has(text, "... and 4 more neurons, with smaller |a|\n"));
    CHECK(has(text, "17 weights with smaller dL/dw, of norm "));
    const auto all =
        explanation_text(explain(model.model(), raw, target({1, 0, 0}), ExplanationLimits::none()));
    CHECK_FALSE(has(all, "..."));
}

TEST_CASE("explanation text: fits 80 columns, has no blanks at ends of lines") {
    for (const auto& explanation : examples()) {
        for (const auto& line : lines_of(explanation_text(explanation))) {
            CAPTURE(line);
            CHECK(display_width(line) <= 80);
            CHECK_FALSE(line.ends_with(' '));
            CHECK_FALSE(has(line, "-0.0000 "));
        }
    }
}

TEST_CASE("explanation JSON: every number is there to its last digit") {
    const auto model = many_units();
    const auto explanation =
        explain(model.model(), raw_sample(model.preprocessing, many_numbers()), target({0, 1, 0}));
    const auto json = nlohmann::json::parse(explanation_json(explanation));
    CHECK(json.at("loss").at("value").get<double>() == explanation.target->value);
    CHECK(json.at("loss_after_step").get<double>() == explanation.target->after);
    CHECK(json.at("learning_rate") == 0.1);
    CHECK(json.at("class") == explanation.answer->name);
    CHECK(json.at("inputs").size() == 8);
    CHECK(json.at("inputs_left_out") == 12);
    REQUIRE(json.at("layers").size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& layer = explanation.layers[i];
        const auto& written = json.at("layers").at(i);
        CHECK(written.at("neurons_left_out") == layer.neurons_left_out);
        REQUIRE(written.at("neurons").size() == layer.neurons.size());
        for (std::size_t n = 0; n < layer.neurons.size(); ++n) {
            const auto& neuron = layer.neurons[n];
            const auto& row = neuron.rows[0];
            const auto& one = written.at("neurons").at(n);
            CHECK(one.at("unit") == neuron.unit);
            CHECK(one.at("a").get<double>() == neuron.a);
            CHECK(one.at("z").get<double>() == row.z.total);
            CHECK(one.at("bias").get<double>() == *row.z.bias);
            CHECK(one.at("delta").get<double>() == row.delta);
            CHECK(one.at("new_bias").get<double>() == row.bias->updated);
            CHECK(one.at("terms_left_out") == row.z.left_out);
            REQUIRE(one.at("terms").size() == row.z.terms.size());
            for (std::size_t k = 0; k < row.z.terms.size(); ++k) {
                const auto& term = one.at("terms").at(k);
                CHECK(term.at("weight").get<double>() == row.z.terms[k].weight);
                CHECK(term.at("x").get<double>() == row.z.terms[k].value);
                CHECK(term.at("product").get<double>() == row.z.terms[k].product());
            }
            REQUIRE(one.at("weights").size() == row.steps.size());
            for (std::size_t k = 0; k < row.steps.size(); ++k) {
                const auto& step = one.at("weights").at(k);
                CHECK(step.at("gradient").get<double>() == row.steps[k].gradient);
                CHECK(step.at("new_weight").get<double>() == row.steps[k].updated);
            }
            CHECK(one.contains("derivative") == (i == 0));
            CHECK(one.contains("share") == (i == 1));
        }
    }
    // Without a target there is nothing of the way back.
    const auto forward = explanation_json(
        explain(model.model(), raw_sample(model.preprocessing, many_numbers()), {}));
    for (const char* key : {"\"delta\"", "\"weights\"", "\"loss\"", "\"target\"", "\"gradients\""})
        CHECK_FALSE(has(forward, key));
}

TEST_CASE("explanation JSON: all examples are JSON") {
    for (const auto& explanation : examples()) {
        CHECK(nlohmann::json::accept(explanation_json(explanation)));
    }
}

TEST_CASE("explanation Markdown: all rows of a table have as many cells as its heading") {
    for (const auto& explanation : examples()) {
        const auto lines = lines_of(explanation_markdown(explanation));
        int tables = 0;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            CAPTURE(lines[i]);
            const bool row = lines[i].starts_with('|');
            const bool first = row && !lines[i - 1].starts_with('|');
            if (first) {
                ++tables;
                CHECK(lines[i - 1].empty());
                REQUIRE(i + 1 < lines.size());
                CHECK(lines[i + 1].starts_with("| ---"));
            } else if (row) {
                CHECK(cells_in(lines[i]) == cells_in(lines[i - 1]));
            }
            // A heading or a list begins a paragraph of its own.
            const bool begins = lines[i].starts_with('#') ||
                                (lines[i].starts_with("- ") && !lines[i - 1].starts_with("- "));
            if (begins) CHECK(lines[i - 1].empty());
        }
        CHECK(tables >= 3);
    }
}

TEST_CASE("explanation Markdown: the numbers of XOR") {
    const auto xor_ = xor_by_hand();
    const auto text = explanation_markdown(
        explain(xor_.model(), raw_sample(xor_.preprocessing, {1, 0}), target({1}, 0.01)));
    CHECK(has(text, "\n### layers.1: dense, 2 -> 1, linear\n"));
    CHECK(has(text, "| `a[1]` | -2.0000 | 0.5000 | -1.0000 |\n"));
    CHECK(has(text, "| `a[0]` | 1.000000 | 1.0000 | -1.5000 | 1.015000 |\n"));
}

TEST_CASE("explanation LaTeX: braces, environments and dollars are in pairs, names are escaped") {
    for (const auto& explanation : examples()) {
        const auto text = explanation_latex(explanation);
        int depth = 0, dollars = 0, bad = 0;
        std::vector<std::string> open;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\') {
                const bool begins = text.substr(i).starts_with("\\begin{");
                if (begins || text.substr(i).starts_with("\\end{")) {
                    const auto start = text.find('{', i) + 1;
                    const auto name = text.substr(start, text.find('}', start) - start);
                    if (begins) {
                        open.push_back(name);
                    } else {
                        REQUIRE_FALSE(open.empty());
                        CHECK(open.back() == name);
                        open.pop_back();
                    }
                }
                ++i;  // what follows is escaped, or a letter
                continue;
            }
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            bad += depth < 0 || text[i] == '%' || text[i] == '#' ? 1 : 0;
            dollars += text[i] == '$' ? 1 : 0;
        }
        CHECK(depth == 0);
        CHECK(bad == 0);
        CHECK(dollars % 2 == 0);
        CHECK(open.empty());
        CHECK(text.starts_with("\\documentclass"));
        CHECK(text.ends_with("\\end{document}\n"));
        CHECK_FALSE(has(text, "\\\\\n\\end{align*}"));
    }
}

TEST_CASE("explanation LaTeX: letters that its fonts lack are question marks") {
    const auto model = many_units();
    const auto text = explanation_latex(
        explain(model.model(), raw_sample(model.preprocessing, many_numbers()), {}));
    CHECK(has(text, "c\\textbar{}d`e \u00fc\u0142?? "));
    CHECK(has(text, "a\\_b \\& 50\\% "));
}

TEST_CASE("explanation formats are found by name") {
    std::vector<std::string_view> names;
    for (const auto& format : explanation_formats()) names.push_back(format.name);
    CHECK(names == std::vector<std::string_view>{"text", "markdown", "json", "latex"});
}
