#include "mlp/report/explain/explanation_words.h"

#include "mlp/core/text.h"
#include "mlp/report/short_name.h"

#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t longest_name = 50;

std::string digits(double number, int decimals) {
    if (number == 0) number = 0;  // not -0
    const double size = std::abs(number);
    const double least = std::pow(10.0, 2 - decimals);
    const bool plain = number == 0 || (size >= least && size < 1e5);
    return plain || !std::isfinite(number) ? fmt::format("{:.{}f}", number, decimals)
                                           : fmt::format("{:.{}e}", number, decimals - 1);
}

std::string with_options(const std::string& name, const std::string& options) {
    return options.empty() ? name : name + " with " + options;
}

}  // namespace

std::string four_digits(double number) { return digits(number, 4); }
std::string six_digits(double number) { return digits(number, 6); }

std::string title_text(const Explanation& explanation) {
    return fmt::format("{}: what it computes, by hand (in float64, shown with 4 digits)",
                       explanation.model);
}

std::string loss_text(double loss) { return fmt::format("{:.6g}", loss); }

std::string source_text(const Explanation& explanation, std::size_t layer) {
    return layer == 0 ? "input" : "a of " + explanation.layers[layer - 1].name;
}

std::string activation_text(const ExplainedLayer& layer) {
    return with_options(layer.activation, layer.options);
}

std::string loss_name_text(const ExplainedTarget& target) {
    return with_options(target.loss, target.options);
}

std::string layer_text(const ExplainedLayer& layer) {
    std::string text =
        fmt::format("{}, {} -> {}", layer.type, layer.input_shape, layer.output_shape);
    if (!layer.activation.empty()) text += ", " + activation_text(layer);
    return text;
}

std::string neuron_text(const ExplainedNeuron& neuron) {
    std::string text = fmt::format("neuron {}", neuron.unit);
    if (!neuron.name.empty()) text += " (" + short_name(neuron.name, longest_name) + ")";
    return text;
}

std::string scaling_text(const ExplainedInput& input) {
    if (!input.transform || input.transform->is_identity()) return {};
    const NumberTransform& t = *input.transform;
    std::string text = input.given;
    if (t.curve == Curve::log1p) text = fmt::format("ln(1 + {})", input.given);
    if (t.curve == Curve::yeo_johnson) {
        text = fmt::format("yeo_johnson({}, lambda {:.4g})", input.given, t.lambda);
    }
    if (t.shift != 0)
        text = fmt::format("({} {} {:.4g})", text, t.shift < 0 ? '+' : '-', std::abs(t.shift));
    if (t.scale != 1) text += fmt::format(" * {:.4g}", t.scale);
    return text;
}

std::string numbers_text(const std::vector<double>& first, Index left_out) {
    std::vector<std::string> texts;
    for (const double number : first) texts.push_back(four_digits(number));
    std::string text = join(texts);
    if (left_out > 0) text += fmt::format(", ... and {} more", left_out);
    return text;
}

std::string left_out_text(Index count) {
    return counted(static_cast<std::size_t>(count), "smaller term") +
           (count == 1 ? "" : ", together");
}

std::string share_text(const ExplainedShares& shares) {
    const bool scaled = shares.scale != 1;
    if (shares.shift == 0) return scaled ? fmt::format("e^({:.4g} z)", shares.scale) : "e^z";
    const std::string difference =
        fmt::format("z {} {:.4g}", shares.shift < 0 ? '+' : '-', std::abs(shares.shift));
    return scaled ? fmt::format("e^({:.4g} ({}))", shares.scale, difference)
                  : fmt::format("e^({})", difference);
}

std::string origin_text(const Explanation& explanation, std::size_t layer) {
    const ExplainedTarget& target = *explanation.target;
    const ExplainedLayer& here = explanation.layers[layer];
    const auto with = [&](const std::string& what) {
        return target.derivative.empty() ? what : what + " = " + target.derivative;
    };
    switch (here.from) {
        case GradientFrom::fused_loss:
            return fmt::format("delta = {}, from {} and {} together", with("dL/dz"), target.loss,
                               here.activation);
        case GradientFrom::loss:
            return fmt::format("{}, from {}", with("dL/da"), target.loss);
        case GradientFrom::dense_layer:
            return fmt::format("dL/da = sum of w * delta over the neurons of {}",
                               explanation.layers[layer + 1].name);
        case GradientFrom::other_layer:
            break;
    }
    const ExplainedLayer& next = explanation.layers[layer + 1];
    return fmt::format("dL/da comes from {} ({}), which is not written out", next.name, next.type);
}

bool is_written_out(const ExplainedLayer& layer, const ExplainedBlock& block) {
    return layer.written_out() &&
           (block.name == layer.name + ".weight" || block.name == layer.name + ".bias");
}

std::string step_text(const ExplainedTarget& target) {
    return fmt::format(
        "new w = w - {:g} * dL/dw: a step of plain gradient descent with this sample alone, "
        "whatever optimizer the network was trained with",
        target.learning_rate);
}

std::string answer_text(const Explanation& explanation) {
    if (!explanation.answer) {
        std::vector<std::string> numbers;
        for (const auto& output : explanation.outputs) {
            numbers.push_back(fmt::format("{} = {}", output.name,
                                          four_digits(output.unscaled.value_or(output.value))));
        }
        const std::string more = explanation.outputs_left_out > 0 ? ", ..." : "";
        return join(numbers) + more;
    }
    const ExplainedClass& answer = *explanation.answer;
    std::string text = fmt::format("class '{}'", short_name(answer.name, longest_name));
    if (answer.probability) text += ", with probability " + four_digits(*answer.probability);
    if (answer.decision) {
        const double output = explanation.outputs.front().value;
        text += fmt::format(" (the output is {} {:.4g})",
                            output > *answer.decision ? "above" : "not above", *answer.decision);
    }
    return text;
}

std::string outcome_text(const ExplainedTarget& target) {
    const char* verdict = target.after < target.value   ? "it fell"
                          : target.after > target.value ? "it rose: such a step is too large here"
                                                        : "it stayed";
    return fmt::format("{} before, {} after: {}", loss_text(target.value), loss_text(target.after),
                       verdict);
}

}  // namespace mlp
