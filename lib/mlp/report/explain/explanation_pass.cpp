#include "mlp/report/explain/explanation_pass.h"

#include "mlp/nn/layers/dense.h"

#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

ConstView<double> column(const Vector<double>& v) { return {v.data(), v.size(), 1}; }

/// f′(z): what backward() makes of a gradient of 1. `scratch` takes what the activation's own
/// parameters get.
Vector<double> slope(const Network<double>& network, const Activation<double>& f,
                     const LayerPass& pass, Vector<double>& scratch) {
    Vector<double> delta = Vector<double>::Ones(pass.a.size());
    const View<double> view(delta.data(), delta.size(), 1);
    f.backward(network.parameters().values(), column(pass.z), column(pass.a), view, view,
               {scratch.data(), scratch.size()});
    return delta;
}

}  // namespace

bool is_dense(const Layer<double>& layer) {
    return dynamic_cast<const Dense<double>*>(&layer) != nullptr;
}

const Block* block_of(const Network<double>& network, std::size_t layer, std::string_view name) {
    const std::string full = fmt::format("layers.{}.{}", layer, name);
    for (const auto& block : network.parameters().blocks()) {
        if (block.name == full) return &block;
    }
    return nullptr;
}

NetworkPass::NetworkPass(const Network<double>& network, const Vector<double>& x)
    : network_(network),
      workspace_(network.make_workspace(1)),
      gradients_(Vector<double>::Zero(network.parameters().size())) {
    workspace_.x.col(0) = x;
    network.forward(view(std::as_const(workspace_.x)), workspace_);
    const auto& parameters = network.parameters();
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const Layer<double>& layer = *network.layers()[i];
        LayerPass pass;
        pass.x = i == 0 ? x : layers_.back().a;
        pass.a = workspace_.layers[i].a.col(0);
        if (is_dense(layer)) {
            const auto w = parameters.value(*block_of(network, i, "weight"));
            const Block* bias = block_of(network, i, "bias");
            pass.z = Vector<double>::Zero(w.rows());
            if (bias != nullptr) pass.z = parameters.value(*bias).col(0);
            pass.z.noalias() += w * pass.x;
            if (const auto* f = layer.activation(); f != nullptr && f->traits().elementwise)
                pass.slope = slope(network, *f, pass, gradients_);
        }
        layers_.push_back(std::move(pass));
    }
    gradients_.setZero();
}

double NetworkPass::backward(const Objective<double>& objective, const Vector<double>& target) {
    workspace_.target.col(0) = target;
    const double loss = objective.evaluate(workspace_, 1);
    GradientAt at = objective.gradient_at();
    // As Network::backward() goes, with a stop at each layer to note what it is given: buffers are
    // used again on the way.
    for (std::size_t i = layers_.size(); i-- > 0;) {
        auto& buffers = workspace_.layers[i];
        auto& pass = layers_[i];
        if (at == GradientAt::output) pass.gradient = buffers.delta.col(0);
        const View<double> dx =
            i == 0 ? View<double>(nullptr, 0, 0) : view(workspace_.layers[i - 1].delta);
        network_.layers()[i]->backward(network_.parameters().values(), column(pass.x), buffers, at,
                                       {gradients_.data(), gradients_.size()}, dx);
        if (pass.z.size() > 0) {
            // The gradient stands in the place of z where that is longer than a.
            pass.delta = (pass.z.size() > pass.a.size() ? buffers.z : buffers.delta).col(0);
        }
        at = GradientAt::output;
    }
    return loss;
}

}  // namespace mlp
