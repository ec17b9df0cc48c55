#include "mlp/io/onnx/onnx_import.h"

#include "mlp/config/document.h"
#include "mlp/core/error.h"
#include "mlp/core/mapped_file.h"
#include "mlp/io/onnx/onnx_chain.h"
#include "mlp/io/untrusted_json.h"
#include "mlp/nn/loss.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

using onnx::ChainStep;
using Names = std::vector<std::string>;

Choice with_activation(const char* layer, OptionValues options, const Choice& activation) {
    options["activation"] = std::vector<Choice>{activation};
    return {layer, std::move(options)};
}

/// Dense layers, each with the activation behind it; activations that stand alone are layers.
std::vector<Choice> layers_of(const std::vector<ChainStep>& steps) {
    std::vector<Choice> layers;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].weight) {
            layers.push_back(with_activation("activation", {}, steps[i].activation));
            continue;
        }
        const bool followed = i + 1 < steps.size() && !steps[i + 1].weight;
        const OptionValues units{{"units", steps[i].weight->rows()}};
        layers.push_back(
            with_activation("dense", units, followed ? steps[++i].activation : "linear"));
    }
    return layers;
}

/// The blocks of a network stand in the order of its layers: weights, bias, slopes.
void fill(Network<float>& network, const std::vector<ChainStep>& steps) {
    auto& parameters = network.parameters();
    std::size_t block = 0;
    const auto put = [&](const auto& numbers) {
        const auto rounded = numbers.template cast<float>().eval();
        if (!rounded.allFinite()) throw InputError("has weights that float32 cannot hold");
        parameters.value(parameters.blocks().at(block++)) = rounded;
    };
    for (const auto& step : steps) {
        if (step.weight) {
            put((step.scale * *step.weight).eval());
            put(step.bias);
        } else if (!step.slopes.empty()) {
            put(ConstVectorView<double>(step.slopes.data(),
                                        static_cast<Index>(step.slopes.size())));
        }
    }
}

/// A list of texts in the metadata, if that is one of `count` different ones.
Names listed(const onnx::File& file, const std::string& key, std::size_t count) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) return {};
    Names names;
    try {
        names = parse_untrusted<Json>(found->second, {1, 0}).get<Names>();
    } catch (const Json::exception&) {
        return {};
    } catch (const InputError&) {
        return {};
    }
    const std::set<std::string> different(names.begin(), names.end());
    return names.size() == count && different.size() == count ? names : Names();
}

Names numbered(const char* name, std::size_t count) {
    Names names;
    for (std::size_t i = 1; i <= count; ++i) names.push_back(fmt::format("{}{}", name, i));
    return names;
}

bool disjoint(const Names& a, const Names& b) {
    return std::ranges::none_of(
        a, [&](const std::string& name) { return std::ranges::find(b, name) != b.end(); });
}

/// What the classes are, where the file says so.
Targets targets_of(const onnx::File& file, const Names& columns, std::size_t outputs) {
    const Names classes = listed(file, "classes", outputs == 1 ? 2 : outputs);
    Names names = listed(file, "targets", classes.empty() ? outputs : 1);
    if (names.empty() || !disjoint(names, columns))
        names = numbered("y", classes.empty() ? outputs : 1);
    return {std::move(names), classes};
}

/// The loss that the file names, as far as it is one for such targets.
Choice loss_of(const onnx::File& file, const Targets& targets, std::size_t outputs) {
    const auto found = file.metadata.find("loss");
    const bool known = found != file.metadata.end() && loss_names().find(found->second) != nullptr;
    if (!targets.classification()) return "mse";
    if (known && found->second != "mse") return Choice(found->second);
    return outputs == 1 ? "binary_cross_entropy" : "cross_entropy";
}

}  // namespace

Model<float> read_onnx(std::string_view bytes) {
    const onnx::File file = onnx::parse_file(bytes);
    const std::vector<ChainStep> steps = read_chain(file);
    const auto first =
        std::ranges::find_if(steps, [](const auto& step) { return bool(step.weight); });
    Network<float> network((*first).weight->cols(), layers_of(steps));
    fill(network, steps);
    const auto inputs = static_cast<std::size_t>(network.inputs());
    const auto outputs = static_cast<std::size_t>(network.outputs());
    Names columns = listed(file, "inputs", inputs);
    if (columns.empty()) columns = numbered("x", inputs);
    Targets targets = targets_of(file, columns, outputs);
    const Choice loss = loss_of(file, targets, outputs);
    return {std::move(network), Preprocessing::none(columns), std::move(targets), loss};
}

Model<float> import_onnx(const std::filesystem::path& path) {
    const MappedFile file(path);
    try {
        return read_onnx(file.bytes());
    } catch (const InputError& error) {
        throw InputError(fmt::format("{}: {}", path.string(), error.what()));
    }
}

}  // namespace mlp
