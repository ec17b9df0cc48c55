#include "mlp/report/explain/explanation_formats.h"
#include "mlp/report/explain/explanation_words.h"
#include "mlp/report/markdown.h"
#include "mlp/report/short_name.h"

#include <fmt/format.h>

namespace mlp {
namespace {

using markdown::plain;
using markdown::row;
using markdown::table_head;

constexpr std::size_t longest_name = 60;

/// A name from data, which may hold anything.
std::string name_cell(const std::string& name) {
    const std::string text = short_name(name, longest_name);
    return text.find('`') == text.npos ? markdown::code_cell(text) : plain(text);
}

std::string item(const std::string& text) { return "- " + text + '\n'; }

std::string sum_table(const ExplainedSum& sum, const char* value, const char* product) {
    std::string text = table_head({"from", "w", value, product});
    for (const auto& term : sum.terms) {
        text += row({name_cell(term.name), four_digits(term.weight), four_digits(term.value),
                     four_digits(term.product())});
    }
    if (sum.left_out > 0)
        text += row({left_out_text(sum.left_out), "", "", four_digits(sum.left_out_sum)});
    if (sum.bias) text += row({"bias", "", "", four_digits(*sum.bias)});
    return text;
}

std::string inputs_markdown(const Explanation& explanation) {
    std::string text = "\n## Inputs\n\n";
    const bool preprocessed = explanation.preprocessed;
    text += preprocessed ? table_head({"input", "given", "scaled", "value"})
                         : table_head({"input", "value"});
    for (const auto& input : explanation.inputs) {
        const std::string value = four_digits(input.value);
        text += preprocessed ? row({name_cell(input.name), name_cell(input.given),
                                    plain(scaling_text(input)), value})
                             : row({name_cell(input.name), value});
    }
    if (explanation.inputs_left_out > 0)
        text += fmt::format("\n... and {} more inputs\n", explanation.inputs_left_out);
    return text;
}

std::string heading(const ExplainedLayer& layer) {
    return fmt::format("\n### {}: {}\n\n", layer.name, plain(layer_text(layer)));
}

std::string forward_layer(const ExplainedLayer& layer) {
    std::string text = heading(layer);
    if (!layer.formula.empty()) text += item("a = f(z) = " + markdown::code(layer.formula));
    if (!layer.written_out() || !layer.elementwise)
        text += item("output: " + numbers_text(layer.outputs, layer.outputs_left_out));
    if (!layer.written_out()) text += item("not written out");
    if (layer.shares) {
        text += item(fmt::format("S = sum of {} over all neurons = {}", share_text(*layer.shares),
                                 four_digits(layer.shares->sum)));
    }
    for (const auto& neuron : layer.neurons) {
        text += fmt::format("\n**{}**\n", plain(neuron_text(neuron)));
        for (const auto& part : neuron.rows) {
            text += '\n' + sum_table(part.z, "x", "w x") + '\n';
            text += item("z = " + four_digits(part.z.total));
        }
        if (layer.shares) {
            text += item(fmt::format("a = {} / S = {} / {} = **{}**", share_text(*layer.shares),
                                     four_digits(layer.shares->of(neuron.rows.front().z.total)),
                                     four_digits(layer.shares->sum), four_digits(neuron.a)));
        } else {
            text += item(
                fmt::format("a = {}(z) = **{}**", plain(layer.activation), four_digits(neuron.a)));
        }
    }
    if (layer.neurons_left_out > 0)
        text += fmt::format("\n... and {} more neurons, with smaller \\|a\\|\n",
                            layer.neurons_left_out);
    return text;
}

std::string outputs_markdown(const Explanation& explanation) {
    std::string text = "\n## Outputs\n\n" + table_head({"output", "a", "in its own units"});
    for (const auto& output : explanation.outputs) {
        text += row({name_cell(output.name), four_digits(output.value),
                     output.unscaled ? four_digits(*output.unscaled) : ""});
    }
    if (explanation.outputs_left_out > 0)
        text += fmt::format("\n... and {} more outputs\n", explanation.outputs_left_out);
    return text + "\nAnswer: " + plain(answer_text(explanation)) + '\n';
}

std::string backward_layer(const Explanation& explanation, std::size_t i) {
    const ExplainedLayer& layer = explanation.layers[i];
    std::string text = heading(layer) + item(plain(origin_text(explanation, i)));
    for (const auto& block : layer.gradients) {
        if (is_written_out(layer, block)) continue;
        text += item(fmt::format("gradient of {} ({} numbers): norm {}", block.name, block.size,
                                 four_digits(block.norm)));
    }
    for (const auto& neuron : layer.neurons) {
        text += fmt::format("\n**{}**\n\n", plain(neuron_text(neuron)));
        if (neuron.from_next) text += sum_table(*neuron.from_next, "delta", "w delta") + '\n';
        if (layer.from != GradientFrom::fused_loss)
            text += item("dL/da = " + four_digits(neuron.gradient));
        if (neuron.slope) text += item("f'(z) = " + four_digits(*neuron.slope));
        for (const auto& part : neuron.rows) {
            if (&part != &neuron.rows.front()) text += '\n';
            if (neuron.target) {
                text += item(fmt::format("a = {}, t = {}", four_digits(neuron.a),
                                         four_digits(*neuron.target)));
            }
            text += item(fmt::format("delta = {} = **{}**", neuron.slope ? "f'(z) dL/da" : "dL/dz",
                                     four_digits(part.delta)));
            text += '\n' + table_head({"from", "w", "x", "dL/dw", "new w"});
            const auto add = [&](const ExplainedStep& step, const std::string& name,
                                 const std::string& x) {
                text += row({name, six_digits(step.value), x, four_digits(step.gradient),
                             six_digits(step.updated)});
            };
            for (const auto& step : part.steps)
                add(step, name_cell(step.name), four_digits(step.x));
            if (part.left_out > 0) {
                text += row({fmt::format("{} weights with smaller dL/dw, of norm {}", part.left_out,
                                         four_digits(part.left_out_norm)),
                             "", "", "", ""});
            }
            if (part.bias) add(*part.bias, "bias", "");
        }
    }
    if (layer.neurons_left_out > 0)
        text += fmt::format("\n... and {} more neurons\n", layer.neurons_left_out);
    return text;
}

std::string backward_markdown(const Explanation& explanation) {
    const ExplainedTarget& target = *explanation.target;
    std::string text = fmt::format("\n## Backwards, from the target {}\n\n",
                                   plain(short_name(target.given, longest_name)));
    text += item(
        fmt::format("L = {}: {}", plain(loss_name_text(target)), markdown::code(target.formula)));
    for (const auto& note : target.notes) text += item(plain(note));
    text += item(fmt::format("L = **{}**", loss_text(target.value)));
    text += item("dL/dw = delta x and dL/db = delta, with delta = dL/dz of the neuron");
    text += item(plain(step_text(target)));
    for (std::size_t i = explanation.layers.size(); i-- > 0;)
        text += backward_layer(explanation, i);
    return text + "\n## After the step\n\nL of this sample: " + outcome_text(target) + '\n';
}

}  // namespace

std::string explanation_markdown(const Explanation& explanation) {
    std::string text = "# " + plain(title_text(explanation)) + '\n';
    if (!explanation.notes.empty()) text += '\n';
    for (const auto& note : explanation.notes) text += item(plain(note));
    text += inputs_markdown(explanation) + "\n## Forwards\n";
    for (const auto& layer : explanation.layers) text += forward_layer(layer);
    text += outputs_markdown(explanation);
    if (explanation.target) text += backward_markdown(explanation);
    return text;
}

}  // namespace mlp
