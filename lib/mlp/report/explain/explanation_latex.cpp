#include "mlp/report/explain/explanation_formats.h"
#include "mlp/report/explain/explanation_words.h"
#include "mlp/report/short_name.h"

#include <fmt/format.h>

namespace mlp {
namespace {

/// Any text, to be read as it stands. Characters that the fonts do not have become "?".
std::string escaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || byte < 0x20 || byte == 0x7F) {
            // The Latin letters U+00C0 to U+017F, in UTF-8 two bytes from C3 80 on, but for a few.
            constexpr std::string_view not_in_fonts = "ĦħĸĿŀŉŦŧſ";
            const bool letter = byte >= 0xC3 && byte <= 0xC5 && i + 1 < text.size() &&
                                not_in_fonts.find(text.substr(i, 2)) == text.npos;
            result += letter ? text.substr(i, 2) : starts_character(c) ? "?" : "";
            i += letter ? 1 : 0;
            continue;
        }
        switch (c) {
            case '\\':
                result += "\\textbackslash{}";
                break;
            case '~':
                result += "\\textasciitilde{}";
                break;
            case '^':
                result += "\\textasciicircum{}";
                break;
            case '<':
                result += "\\textless{}";
                break;
            case '>':
                result += "\\textgreater{}";
                break;
            case '|':
                result += "\\textbar{}";
                break;
            case '"':
                result += "\\textquotedbl{}";
                break;
            case '{':
            case '}':
            case '$':
            case '&':
            case '#':
            case '%':
            case '_':
                result += '\\';
                result += c;
                break;
            default:
                result += c;
        }
    }
    return result;
}

/// A number in a formula: 1.234e-05 becomes 1.234 \cdot 10^{-5}.
std::string number(const std::string& digits) {
    const auto e = digits.find('e');
    if (e == std::string::npos || digits.find("inf") != std::string::npos) return digits;
    return fmt::format("{} \\cdot 10^{{{}}}", digits.substr(0, e), std::stoi(digits.substr(e + 1)));
}
std::string number(double value) { return number(four_digits(value)); }
/// The same as a factor: negative ones in parentheses.
std::string factor(double value) { return value < 0 ? "(" + number(value) + ")" : number(value); }

std::string aligned(const std::string& lines) {
    return "\\begin{align*}\n" + lines + "\\end{align*}\n";
}

/// z = w x + ... + b, some terms a line.
std::string sum_lines(const std::string& name, const ExplainedSum& sum) {
    constexpr std::size_t terms_a_line = 3;
    std::vector<std::string> terms;
    for (const auto& term : sum.terms) {
        terms.push_back(factor(term.weight) + " \\cdot " + factor(term.value));
    }
    if (sum.left_out > 0) {
        terms.push_back(fmt::format("\\underbrace{{{}}}_{{\\text{{{} more}}}}",
                                    factor(sum.left_out_sum), sum.left_out));
    }
    if (sum.bias) terms.push_back(factor(*sum.bias));
    std::string text = name + " &= ";
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (i > 0) text += i % terms_a_line == 0 ? " \\\\\n&\\quad + " : " + ";
        text += terms[i];
    }
    return text + " \\\\\n&= " + number(sum.total);
}

std::string table(const std::string& columns, const std::vector<std::vector<std::string>>& rows) {
    std::string text = "\\begin{center}\n\\begin{tabular}{" + columns + "}\n";
    for (const auto& cells : rows) {
        for (std::size_t i = 0; i < cells.size(); ++i) text += (i > 0 ? " & " : "") + cells[i];
        text += " \\\\\n";
        if (&cells == &rows.front()) text += "\\hline\n";
    }
    return text + "\\end{tabular}\n\\end{center}\n";
}

std::string math(const std::string& formula) { return "$" + formula + "$"; }

std::string list(const std::vector<std::string>& items) {
    if (items.empty()) return {};
    std::string text = "\\begin{itemize}\n";
    for (const auto& one : items) text += "\\item " + one + '\n';
    return text + "\\end{itemize}\n";
}

std::string inputs_latex(const Explanation& explanation) {
    std::vector<std::vector<std::string>> rows{{"input", "given", "scaled", "value"}};
    for (const auto& input : explanation.inputs) {
        rows.push_back({escaped(input.name), escaped(input.given), escaped(scaling_text(input)),
                        math(number(input.value))});
    }
    std::string text = "\\section*{Inputs}\n" + table("lrrr", rows);
    if (explanation.inputs_left_out > 0)
        text += fmt::format("\\dots{{}} and {} more inputs.\n", explanation.inputs_left_out);
    return text;
}

std::string heading(const ExplainedLayer& layer) {
    return fmt::format("\\subsection*{{{}: {}}}\n", escaped(layer.name),
                       escaped(layer_text(layer)));
}

std::string exponent(const ExplainedShares& shares) {
    const std::string text = share_text(shares);  // "e^z" or "e^(...)"
    return text == "e^z" ? text : "e^{" + text.substr(3, text.size() - 4) + "}";
}

std::string forward_neuron(const ExplainedLayer& layer, const ExplainedNeuron& neuron) {
    std::string lines;
    for (const auto& row : neuron.rows) lines += sum_lines("z", row.z) + " \\\\\n";
    if (layer.shares) {
        lines += fmt::format("a &= \\frac{{{}}}{{S}} = \\frac{{{}}}{{{}}} = {}\n",
                             exponent(*layer.shares),
                             number(layer.shares->of(neuron.rows.front().z.total)),
                             number(layer.shares->sum), number(neuron.a));
    } else {
        lines +=
            fmt::format("a &= \\text{{{}}}(z) = {}\n", escaped(layer.activation), number(neuron.a));
    }
    return fmt::format("\\paragraph{{{}}}\n", escaped(neuron_text(neuron))) + aligned(lines);
}

std::string forward_layer(const ExplainedLayer& layer) {
    std::vector<std::string> facts;
    if (!layer.formula.empty())
        facts.push_back(fmt::format("$a = f(z)$ = \\texttt{{{}}}", escaped(layer.formula)));
    if (!layer.written_out() || !layer.elementwise)
        facts.push_back("output: " + numbers_text(layer.outputs, layer.outputs_left_out));
    if (!layer.written_out()) facts.emplace_back("not written out");
    if (layer.shares) {
        facts.push_back(math(fmt::format("S = \\sum {} = {}", exponent(*layer.shares),
                                         number(layer.shares->sum))) +
                        " over all neurons");
    }
    std::string text = heading(layer) + list(facts);
    for (const auto& neuron : layer.neurons) text += forward_neuron(layer, neuron);
    if (layer.neurons_left_out > 0)
        text += fmt::format("\\dots{{}} and {} more neurons, with smaller $|a|$.\n",
                            layer.neurons_left_out);
    return text;
}

std::string outputs_latex(const Explanation& explanation) {
    std::vector<std::vector<std::string>> rows{{"output", "$a$", "in its own units"}};
    for (const auto& output : explanation.outputs) {
        rows.push_back({escaped(output.name), math(number(output.value)),
                        output.unscaled ? math(number(*output.unscaled)) : ""});
    }
    const std::string left_out =
        explanation.outputs_left_out == 0
            ? ""
            : fmt::format("\\dots{{}} and {} more outputs.\n\n", explanation.outputs_left_out);
    return "\\section*{Outputs}\n" + table("lrr", rows) + left_out +
           "Answer: " + escaped(answer_text(explanation)) + ".\n";
}

std::string step_table(const ExplainedRow& row) {
    std::vector<std::vector<std::string>> rows{
        {"from", "$w$", "$x$", "$\\partial L / \\partial w$", "new $w$"}};
    const auto add = [&](const ExplainedStep& step, const std::string& x) {
        rows.push_back({escaped(step.name), math(number(six_digits(step.value))), x,
                        math(number(step.gradient)), math(number(six_digits(step.updated)))});
    };
    for (const auto& step : row.steps) add(step, math(number(step.x)));
    if (row.left_out > 0) {
        rows.push_back({fmt::format("{} more", row.left_out), "", "",
                        fmt::format("norm {}", math(number(row.left_out_norm))), ""});
    }
    if (row.bias) add(*row.bias, "");
    return table("lrrrr", rows);
}

std::string backward_layer(const Explanation& explanation, std::size_t i) {
    const ExplainedLayer& layer = explanation.layers[i];
    std::vector<std::string> facts{escaped(origin_text(explanation, i))};
    for (const auto& block : layer.gradients) {
        if (is_written_out(layer, block)) continue;
        facts.push_back(fmt::format("gradient of {} ({} numbers): norm {}", escaped(block.name),
                                    block.size, math(number(block.norm))));
    }
    std::string text = heading(layer) + list(facts);
    constexpr auto over_a = "\\frac{\\partial L}{\\partial a}";
    for (const auto& neuron : layer.neurons) {
        text += fmt::format("\\paragraph{{{}}}\n", escaped(neuron_text(neuron)));
        std::string lines;
        if (neuron.from_next) {
            lines += sum_lines(over_a, *neuron.from_next) + " \\\\\n";
        } else if (layer.from != GradientFrom::fused_loss) {
            lines += fmt::format("{} &= {} \\\\\n", over_a, number(neuron.gradient));
        }
        if (neuron.target) {
            lines += fmt::format("a &= {}, \\quad t = {} \\\\\n", number(neuron.a),
                                 number(*neuron.target));
        }
        if (neuron.slope) lines += fmt::format("f'(z) &= {} \\\\\n", number(*neuron.slope));
        for (const auto& row : neuron.rows) {
            const std::string how = neuron.slope ? fmt::format("f'(z) \\cdot {}", over_a)
                                                 : std::string("\\frac{\\partial L}{\\partial z}");
            lines += fmt::format("\\delta &= {} = {}", how, number(row.delta));
            lines += &row == &neuron.rows.back() ? "\n" : " \\\\\n";
        }
        text += aligned(lines);
        for (const auto& row : neuron.rows) text += step_table(row);
    }
    if (layer.neurons_left_out > 0)
        text += fmt::format("\\dots{{}} and {} more neurons.\n", layer.neurons_left_out);
    return text;
}

std::string backward_latex(const Explanation& explanation) {
    const ExplainedTarget& target = *explanation.target;
    std::string text =
        fmt::format("\\section*{{Backwards, from the target {}}}\n", escaped(target.given));
    std::vector<std::string> facts{fmt::format(
        "$L$ = {}: \\texttt{{{}}}", escaped(loss_name_text(target)), escaped(target.formula))};
    for (const auto& note : target.notes) facts.push_back(escaped(note));
    facts.insert(facts.end(),
                 {math("L = " + number(loss_text(target.value))),
                  "$\\partial L / \\partial w = \\delta x$ and $\\partial L / \\partial b = "
                  "\\delta$, with $\\delta = \\partial L / \\partial z$ of the neuron",
                  escaped(step_text(target))});
    text += list(facts);
    for (std::size_t i = explanation.layers.size(); i-- > 0;)
        text += backward_layer(explanation, i);
    return text +
           "\\section*{After the step}\n$L$ of this sample: " + escaped(outcome_text(target)) +
           ".\n";
}

}  // namespace

std::string explanation_latex(const Explanation& explanation) {
    std::string text =
        "\\documentclass{article}\n"
        "\\usepackage[T1]{fontenc}\n"
        "\\usepackage[utf8]{inputenc}\n"
        "\\usepackage{amsmath}\n"
        "\\begin{document}\n";
    text += "\\noindent " + escaped(title_text(explanation)) + ".\n";
    std::vector<std::string> notes;
    for (const auto& note : explanation.notes) notes.push_back(escaped(note));
    text += list(notes) + inputs_latex(explanation) + "\\section*{Forwards}\n";
    for (const auto& layer : explanation.layers) text += forward_layer(layer);
    text += outputs_latex(explanation);
    if (explanation.target) text += backward_latex(explanation);
    return text + "\\end{document}\n";
}

}  // namespace mlp
