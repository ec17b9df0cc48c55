#include "mlp/report/explain/explanation_formats.h"

#include <nlohmann/json.hpp>

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
void set_if(Json& json, const char* key, const std::optional<T>& value) {
    if (value) json[key] = *value;
}

template <class Items, class ToJson>
Json list_of(const Items& items, ToJson to_json) {
    Json list = Json::array();
    for (const auto& item : items) list.push_back(to_json(item));
    return list;
}

Json input_json(const ExplainedInput& input) {
    Json json{{"name", input.name}, {"given", input.given}, {"value", input.value}};
    if (input.transform && !input.transform->is_identity()) {
        json["shift"] = input.transform->shift;
        json["scale"] = input.transform->scale;
        if (input.transform->curve == Curve::log1p) json["curve"] = "log1p";
        if (input.transform->curve == Curve::yeo_johnson) {
            json["curve"] = "yeo_johnson";
            json["lambda"] = input.transform->lambda;
        }
    }
    return json;
}

/// `value`: what the terms call what the weights multiply.
Json sum_json(const ExplainedSum& sum, const char* value) {
    Json json;
    json["terms"] = list_of(sum.terms, [&](const ExplainedTerm& term) {
        return Json{{"index", term.index},
                    {"name", term.name},
                    {"weight", term.weight},
                    {value, term.value},
                    {"product", term.product()}};
    });
    json["terms_left_out"] = sum.left_out;
    if (sum.left_out > 0) json["sum_left_out"] = sum.left_out_sum;
    set_if(json, "bias", sum.bias);
    return json;
}

Json step_json(const ExplainedStep& step) {
    return {{"index", step.index}, {"name", step.name},         {"weight", step.value},
            {"x", step.x},         {"gradient", step.gradient}, {"new_weight", step.updated}};
}

Json row_json(const ExplainedRow& row, bool target) {
    Json json = sum_json(row.z, "x");
    json["z"] = row.z.total;
    if (!target) return json;
    json["delta"] = row.delta;
    json["weights"] = list_of(row.steps, step_json);
    json["weights_left_out"] = row.left_out;
    if (row.left_out > 0) json["norm_left_out"] = row.left_out_norm;
    if (row.bias) {
        json["bias_gradient"] = row.bias->gradient;
        json["new_bias"] = row.bias->updated;
    }
    return json;
}

Json neuron_json(const ExplainedLayer& layer, const ExplainedNeuron& neuron, bool target) {
    Json json{{"unit", neuron.unit}};
    if (!neuron.name.empty()) json["name"] = neuron.name;
    // Its weighted sum stands in the neuron itself, unless it has several.
    if (neuron.rows.size() == 1) {
        json.update(row_json(neuron.rows.front(), target));
    } else {
        json["pieces"] =
            list_of(neuron.rows, [&](const ExplainedRow& row) { return row_json(row, target); });
    }
    if (layer.shares) json["share"] = layer.shares->of(neuron.rows.front().z.total);
    json["a"] = neuron.a;
    if (!target || layer.from == GradientFrom::fused_loss) return json;
    json["output_gradient"] = neuron.gradient;
    if (neuron.from_next) json["output_gradient_sum"] = sum_json(*neuron.from_next, "delta");
    set_if(json, "derivative", neuron.slope);
    return json;
}

Json layer_json(const ExplainedLayer& layer, bool target) {
    Json json{{"name", layer.name},
              {"type", layer.type},
              {"input_shape", layer.input_shape},
              {"output_shape", layer.output_shape}};
    if (!layer.activation.empty()) {
        json["activation"] = layer.activation;
        json["activation_options"] = layer.options;
        json["formula"] = layer.formula;
    }
    json["outputs"] = layer.outputs;
    json["outputs_left_out"] = layer.outputs_left_out;
    json["written_out"] = layer.written_out();
    if (layer.shares) {
        json["softmax"] = {{"scale", layer.shares->scale},
                           {"shift", layer.shares->shift},
                           {"sum", layer.shares->sum}};
    }
    if (layer.written_out()) {
        json["neurons"] = list_of(layer.neurons, [&](const ExplainedNeuron& neuron) {
            return neuron_json(layer, neuron, target);
        });
        json["neurons_left_out"] = layer.neurons_left_out;
    }
    if (target) {
        json["gradients"] = list_of(layer.gradients, [](const ExplainedBlock& block) {
            return Json{{"name", block.name}, {"size", block.size}, {"norm", block.norm}};
        });
    }
    return json;
}

}  // namespace

std::string explanation_json(const Explanation& explanation) {
    const bool target = explanation.target.has_value();
    Json json{{"model", explanation.model}, {"precision", "float64"}, {"notes", explanation.notes}};
    json["inputs"] = list_of(explanation.inputs, input_json);
    json["inputs_left_out"] = explanation.inputs_left_out;
    json["layers"] = list_of(
        explanation.layers, [&](const ExplainedLayer& layer) { return layer_json(layer, target); });
    json["outputs"] = list_of(explanation.outputs, [](const ExplainedOutput& output) {
        Json one{{"name", output.name}, {"value", output.value}};
        set_if(one, "unscaled", output.unscaled);
        set_if(one, "target", output.target);
        return one;
    });
    json["outputs_left_out"] = explanation.outputs_left_out;
    if (const auto& answer = explanation.answer) {
        json["class"] = answer->name;
        set_if(json, "probability", answer->probability);
        set_if(json, "decision", answer->decision);
    }
    if (target) {
        const ExplainedTarget& t = *explanation.target;
        json["target"] = t.given;
        json["loss"] = {{"name", t.loss}, {"formula", t.formula}, {"value", t.value}};
        if (!t.options.empty()) json["loss"]["options"] = t.options;
        if (!t.notes.empty()) json["loss"]["notes"] = t.notes;
        json["learning_rate"] = t.learning_rate;
        json["loss_after_step"] = t.after;
    }
    return json.dump(2) + '\n';
}

}  // namespace mlp
