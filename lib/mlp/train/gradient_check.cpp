#include "mlp/train/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mlp {
namespace {

constexpr double tolerance = 1e-6;
constexpr Index most_of_a_tensor = 100;

/// The loss of the batch as a function of the parameters, and its gradient.
class Probe {
  public:
    Probe(Network<double>& network, const Objective<double>& objective,
          Workspace<double>& workspace, Index samples)
        : network_(network), objective_(objective), workspace_(workspace), samples_(samples) {}

    double loss() {
        const Random noise = workspace_.random;
        network_.forward_training(x(), workspace_);
        workspace_.random = noise;
        return objective_.evaluate(workspace_, samples_);
    }
    void backward() {
        network_.backward(x(), workspace_, objective_.gradient_at(),
                          network_.parameters().gradients());
    }

  private:
    ConstView<double> x() const { return constant(first_columns(workspace_.x, samples_)); }

    Network<double>& network_;
    const Objective<double>& objective_;
    Workspace<double>& workspace_;
    Index samples_;
};

/// The slope of the loss over one number, from differences.
struct Slopes {
    double central = 0;
    double below = 0, above = 0;  ///< one-sided, the smaller one first
};

Slopes slopes_at(Probe& probe, double& w, double h) {
    const double saved = w;
    const auto loss_at = [&](double value) {
        w = value;
        return probe.loss();
    };
    const double up = loss_at(saved + h);
    const double down = loss_at(saved - h);
    const double here = loss_at(saved);
    const auto [below, above] = std::minmax({(up - here) / h, (here - down) / h});
    return {(up - down) / (2 * h), below, above};
}

/// Compares one number of a tensor, whose gradient is known. Where the second derivative jumps,
/// differences are off by a multiple of h, so smaller h are tried before a difference counts: a
/// wrong gradient is wrong at every h.
void compare(Probe& probe, double& w, double gradient, double loss, Index row, Index col,
             TensorCheck& check) {
    ++check.checked;
    double error = infinity;
    double difference = 0;
    for (const double h : {1e-5, 1e-6, 1e-7}) {
        const Slopes slopes = slopes_at(probe, w, h * std::max(1.0, std::abs(w)));
        // Differences of a loss around 1 are known to about 1e-9, so small slopes only as well.
        const double floor = 1e-2 * std::max(1.0, std::abs(loss));
        const double scale = floor + std::max(std::abs(gradient), std::abs(slopes.central));
        const double slack = tolerance * scale;
        const double off = std::abs(gradient - slopes.central) / scale;
        if (!(off >= error)) {
            error = off;
            difference = slopes.central;
        }
        if (error <= tolerance) break;
        // At a kink the slopes of both sides differ, and any slope between them is a gradient.
        if (slopes.above - slopes.below > 100 * slack && gradient > slopes.below - slack &&
            gradient < slopes.above + slack) {
            ++check.at_kinks;
            return;
        }
    }
    if (std::isnan(error)) error = infinity;
    if (error > check.largest) {
        check.largest = error;
        check.gradient = gradient;
        check.difference = difference;
        check.row = row;
        check.col = col;
    }
}

}  // namespace

bool TensorCheck::passed() const { return skipped || largest <= tolerance; }

std::vector<TensorCheck> check_gradients(Network<double>& network,
                                         const Objective<double>& objective,
                                         Workspace<double>& workspace, Index samples) {
    Probe probe(network, objective, workspace, samples);
    const double loss = probe.loss();
    probe.backward();
    auto& parameters = network.parameters();
    const Vector<double> gradients = std::as_const(parameters).gradients();

    // What the gradient reaches only through a surrogate cannot be compared.
    std::size_t exact_from = 0;
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        if (!network.layers()[i]->traits().exact_gradient) exact_from = i + 1;
    }
    std::vector<TensorCheck> checks;
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        for (const auto& block : network.blocks_of(i)) {
            if (block.role == Role::statistic) continue;
            TensorCheck check{.name = block.name, .skipped = i < exact_from};
            const Index step = std::max<Index>(1, block.size() / most_of_a_tensor);
            for (Index k = 0; k < block.size() && !check.skipped; k += step) {
                compare(probe, parameters.value(block).data()[k], gradients[block.offset + k], loss,
                        k % block.rows, k / block.rows, check);
            }
            checks.push_back(std::move(check));
        }
    }
    return checks;
}

}  // namespace mlp
