#include "mlp/report/explain/explanation_formats.h"
#include "mlp/report/explain/explanation_words.h"
#include "mlp/report/short_name.h"
#include "mlp/report/text_table.h"
#include "mlp/report/wrapped.h"

#include <sstream>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t name_width = 28;

/// A long sentence in lines of the page, all of them indented.
std::string sentence(const std::string& text, std::size_t indent = 0) {
    std::string result;
    std::istringstream lines(wrapped(text, page_width - indent));
    for (std::string line; std::getline(lines, line);)
        result += std::string(indent, ' ') + line + '\n';
    return result;
}

/// Two columns of factors, a column of results, and what they belong to.
std::string product_line(std::string_view a, std::string_view b, std::string_view result,
                         const std::string& name) {
    std::string line = fmt::format("  {:>14}{:>14}{:>14}", a, b, result);
    if (!name.empty()) line += "  " + short_name(name, name_width);
    return line + '\n';
}
std::string result_line(std::string_view what, double result) {
    return fmt::format("  {:>28}{:>14}\n", what, four_digits(result));
}

std::string sum_lines(const ExplainedSum& sum, std::string_view a, std::string_view b,
                      std::string_view product, const std::string& source) {
    std::string text = product_line(a, b, product, source);
    for (const auto& term : sum.terms) {
        text += product_line(four_digits(term.weight), four_digits(term.value),
                             four_digits(term.product()), term.name);
    }
    if (sum.left_out > 0) {
        text += product_line("", "...", four_digits(sum.left_out_sum), left_out_text(sum.left_out));
    }
    if (sum.bias) text += product_line("", "", four_digits(*sum.bias), "bias");
    return text;
}

std::string inputs_text(const Explanation& explanation) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& input : explanation.inputs) {
        rows.push_back({short_name(input.name, name_width), four_digits(input.value)});
        if (!explanation.preprocessed) continue;
        rows.back().insert(rows.back().begin() + 1,
                           {short_name(input.given, 16), scaling_text(input)});
    }
    std::vector<std::string> headings{"input", "value"};
    if (explanation.preprocessed) headings = {"input", "given", "scaled", "value"};
    std::string text = text_table(headings, rows);
    if (explanation.inputs_left_out > 0)
        text += fmt::format("... and {} more\n", explanation.inputs_left_out);
    return text;
}

std::string forward_neuron(const ExplainedLayer& layer, const ExplainedNeuron& neuron,
                           const std::string& source) {
    std::string text = fmt::format("\n  {}\n", neuron_text(neuron));
    for (const auto& row : neuron.rows) {
        text += sum_lines(row.z, "w", "x", "w * x", source);
        text += result_line("z =", row.z.total);
    }
    if (layer.shares) {
        text += result_line(share_text(*layer.shares) + " =",
                            layer.shares->of(neuron.rows.front().z.total));
        return text + result_line("a = " + share_text(*layer.shares) + " / S =", neuron.a);
    }
    return text + result_line(fmt::format("a = {}(z) =", layer.activation), neuron.a);
}

std::string forward_layer(const Explanation& explanation, std::size_t i) {
    const ExplainedLayer& layer = explanation.layers[i];
    std::string text = fmt::format("\n{}: {}\n", layer.name, layer_text(layer));
    if (!layer.formula.empty()) text += sentence("a = f(z) = " + layer.formula, 2);
    if (!layer.written_out()) {
        return text + sentence("not written out; its output: " +
                                   numbers_text(layer.outputs, layer.outputs_left_out),
                               2);
    }
    if (layer.shares) {
        text += sentence(fmt::format("S = sum of {} over all neurons = {}",
                                     share_text(*layer.shares), four_digits(layer.shares->sum)),
                         2);
    } else if (!layer.elementwise) {
        text += sentence(
            "a of all neurons together: " + numbers_text(layer.outputs, layer.outputs_left_out), 2);
    }
    for (const auto& neuron : layer.neurons)
        text += forward_neuron(layer, neuron, source_text(explanation, i));
    if (layer.neurons_left_out > 0) {
        text +=
            fmt::format("\n  ... and {} more neurons, with smaller |a|\n", layer.neurons_left_out);
    }
    return text;
}

std::string outputs_text(const Explanation& explanation) {
    bool unscaled = false;
    for (const auto& output : explanation.outputs) unscaled |= output.unscaled.has_value();
    std::vector<std::string> headings{"output", "a"};
    if (unscaled) headings.emplace_back("in its own units");
    std::vector<std::vector<std::string>> rows;
    for (const auto& output : explanation.outputs) {
        rows.push_back({short_name(output.name, 40), four_digits(output.value)});
        if (unscaled) rows.back().push_back(four_digits(output.unscaled.value_or(output.value)));
    }
    std::string text = text_table(headings, rows);
    if (explanation.outputs_left_out > 0)
        text += fmt::format("... and {} more\n", explanation.outputs_left_out);
    return text + '\n' + sentence("answer: " + answer_text(explanation));
}

std::string backward_row(const ExplainedRow& row, const std::string& source) {
    constexpr auto line = "{:>14}{:>14}{:>14}{:>14}  {}\n";
    std::string text = "  " + fmt::format(line, "w", "x", "dL/dw", "new w", source);
    const auto add = [&](const ExplainedStep& step, const std::string& x) {
        text += "  " + fmt::format(line, six_digits(step.value), x, four_digits(step.gradient),
                                   six_digits(step.updated), short_name(step.name, 20));
    };
    for (const auto& step : row.steps) add(step, four_digits(step.x));
    if (row.left_out > 0) {
        text += fmt::format("  {:>14}  {} weights with smaller dL/dw, of norm {}\n", "...",
                            row.left_out, four_digits(row.left_out_norm));
    }
    if (row.bias) add(*row.bias, "");
    return text;
}

std::string backward_neuron(const Explanation& explanation, std::size_t i,
                            const ExplainedNeuron& neuron) {
    const ExplainedLayer& layer = explanation.layers[i];
    std::string text = fmt::format("\n  {}\n", neuron_text(neuron));
    if (neuron.from_next) {
        text += sum_lines(*neuron.from_next, "w", "delta", "w * delta",
                          "of " + explanation.layers[i + 1].name);
    }
    if (neuron.target) text += result_line("a =", neuron.a) + result_line("t =", *neuron.target);
    if (layer.from != GradientFrom::fused_loss) text += result_line("dL/da =", neuron.gradient);
    if (neuron.slope) text += result_line("f'(z) =", *neuron.slope);
    for (const auto& row : neuron.rows) {
        text +=
            result_line(neuron.slope ? "delta = f'(z) * dL/da =" : "delta = dL/dz =", row.delta);
        text += backward_row(row, source_text(explanation, i));
    }
    return text;
}

std::string backward_layer(const Explanation& explanation, std::size_t i) {
    const ExplainedLayer& layer = explanation.layers[i];
    std::string text = fmt::format("\n{}: {}\n", layer.name, layer_text(layer));
    text += sentence(origin_text(explanation, i), 2);
    for (const auto& neuron : layer.neurons) text += backward_neuron(explanation, i, neuron);
    if (layer.neurons_left_out > 0) {
        text += fmt::format("\n  ... and {} more neurons\n", layer.neurons_left_out);
    }
    for (const auto& block : layer.gradients) {
        if (is_written_out(layer, block)) continue;
        text += fmt::format("  gradient of {} ({} numbers): norm {}\n", block.name, block.size,
                            four_digits(block.norm));
    }
    return text;
}

std::string backward_text(const Explanation& explanation) {
    const ExplainedTarget& target = *explanation.target;
    std::string text =
        fmt::format("\nBackwards, from the target {}\n\n", short_name(target.given, 50));
    text += sentence(fmt::format("L = {}: {}", loss_name_text(target), target.formula));
    for (const auto& note : target.notes) text += sentence(note);
    text += fmt::format("L = {}\n", loss_text(target.value));
    text += "dL/dw = delta * x and dL/db = delta, with delta = dL/dz of the neuron\n";
    text += sentence(step_text(target));
    for (std::size_t i = explanation.layers.size(); i-- > 0;)
        text += backward_layer(explanation, i);
    return text + '\n' + sentence("L of this sample: " + outcome_text(target));
}

}  // namespace

std::string explanation_text(const Explanation& explanation) {
    std::string text = sentence(title_text(explanation));
    for (const auto& note : explanation.notes) text += sentence("note: " + note);
    text += '\n' + inputs_text(explanation);
    for (std::size_t i = 0; i < explanation.layers.size(); ++i)
        text += forward_layer(explanation, i);
    text += '\n' + outputs_text(explanation);
    if (explanation.target) text += backward_text(explanation);
    return text;
}

}  // namespace mlp
