#include "mlp/io/onnx/onnx_export.h"

#include "mlp/config/document.h"
#include "mlp/core/error.h"
#include "mlp/io/onnx/onnx_graph.h"
#include "mlp/io/onnx/onnx_operations.h"
#include "mlp/io/onnx/onnx_preprocessing.h"
#include "mlp/io/onnx/onnx_targets.h"
#include "mlp/nn/loss.h"
#include "mlp/train/judging.h"

#include <fmt/format.h>

namespace mlp {
namespace {

using onnx::Element;
using onnx::Graph;

/// The network, layer by layer, so that its parts are named as in model files.
template <class T>
std::string write_network(Graph& graph, const Network<T>& network, std::string value) {
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        graph.scope(fmt::format("layers.{}", i));
        try {
            const Operations steps = network.layers()[i]->operations(network.parameters().values());
            value = write_operations(graph, steps, std::move(value));
        } catch (const InputError& error) {
            throw InputError(fmt::format("{}: {}", network.layer_name(i), error.what()));
        }
    }
    return value;
}

std::string list_of(const std::vector<std::string>& texts) { return Json(texts).dump(); }

}  // namespace

template <class T>
std::string write_onnx(const Model<T>& model, const OnnxOptions& options) {
    const Network<T>& network = model.network;
    const Targets& targets = model.targets;
    Graph graph;
    std::string description;
    if (options.preprocessing) {
        const Judging judging =
            make_judging(network, losses<T>().traits(model.loss),
                         static_cast<Index>(targets.classes.size()), targets.scaling);
        const std::string inputs = write_preprocessing(graph, model.preprocessing);
        const std::string outputs = write_network(graph, network, inputs);
        write_targets(graph, targets, judging, network.outputs(), outputs);
        description = "Takes raw columns, in the order of \"columns\" of the metadata.";
    } else {
        const std::string input = graph.input("input", Element::float32, network.inputs());
        const std::string output = write_network(graph, network, input);
        graph.scope("");
        graph.output(output, "output", Element::float32, network.outputs());
        description =
            "The network alone: its inputs are those of \"inputs\" of the metadata, scaled and "
            "encoded as in training.";
    }
    graph.metadata("columns", list_of(model.preprocessing.column_names()));
    graph.metadata("inputs", list_of(model.preprocessing.input_names()));
    graph.metadata("targets", list_of(targets.names));
    if (targets.classification()) graph.metadata("classes", list_of(targets.classes));
    graph.metadata("loss", model.loss.type);
    return graph.file(options.name.empty() ? "mlp" : options.name, description);
}

template std::string write_onnx(const Model<float>&, const OnnxOptions&);
template std::string write_onnx(const Model<double>&, const OnnxOptions&);

}  // namespace mlp
