#include "mlp/nn/dense.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr Index samples = 5;

double loss_of(const Network<double>& network, const Objective<double>& objective,
               Workspace<double>& workspace) {
    network.forward(constant(first_columns(workspace.x, samples)), workspace);
    return objective.evaluate(workspace, samples);
}

/// The largest difference between backpropagation and central differences over all parameters.
double largest_error(const std::string& hidden, const std::string& last, const std::string& loss) {
    Network<double> network(3, {dense(4, hidden), dense(4, hidden), dense(3, last)});
    Random random(7, RandomStream::weights);
    network.initialize(random);
    for (double& value : network.parameters().values()) value += 0.1 * random.normal();
    const Objective<double> objective(loss, network);

    auto workspace = network.make_workspace(samples + 2);  // a batch smaller than the buffers
    for (double& value : workspace.x.reshaped()) value = random.normal();
    for (Index i = 0; i < samples; ++i) {
        workspace.target(static_cast<Index>(random.below(3)), i) = 1;  // classes, one-hot
    }
    auto& parameters = network.parameters();
    loss_of(network, objective, workspace);
    network.backward(constant(first_columns(workspace.x, samples)), workspace,
                     objective.gradient_at(), parameters.gradients());

    constexpr double h = 1e-6;
    double error = 0;
    for (Index i = 0; i < parameters.size(); ++i) {
        double& value = parameters.values()[i];
        const double saved = value;
        value = saved + h;
        const double up = loss_of(network, objective, workspace);
        value = saved - h;
        const double down = loss_of(network, objective, workspace);
        value = saved;
        error = std::max(error, std::abs(parameters.gradients()[i] - (up - down) / (2 * h)));
    }
    return error;
}

}  // namespace

TEST_CASE(
    "gradients: backpropagation agrees with central differences for every activation, hidden and "
    "last, with every loss that accepts it") {
    int checked = 0;
    for (const auto& loss : loss_names().names()) {
        for (const auto& last : activation_names().names()) {
            if (!mismatch(loss, last).problem.empty()) continue;
            for (const auto& hidden : activation_names().names()) {
                CAPTURE(loss);
                CAPTURE(last);
                CAPTURE(hidden);
                CHECK(largest_error(hidden, last, loss) < 1e-8);
                ++checked;
            }
        }
    }
    // 10 hidden × (mse 10 + mae 10 + binary_cross_entropy 2 + cross_entropy 1)
    CHECK(checked == 230);
}
