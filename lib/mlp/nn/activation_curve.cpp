#include "mlp/nn/activation_curve.h"

#include "mlp/core/error.h"
#include "mlp/nn/activation.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mlp {

ActivationCurve activation_curve(const Choice& choice, std::vector<double> x) {
    const auto activation = activations<double>().make(choice);
    const auto count = static_cast<Index>(x.size());
    const Index pieces = activation->pieces();
    if (count == 0) throw InputError("an activation needs at least one number");
    if (count % pieces != 0) {
        throw InputError(
            fmt::format("{} with {} pieces needs as many numbers for each piece, but {} cannot be "
                        "divided by {}",
                        activation->name(), pieces, count, pieces));
    }
    // One unit and many samples, or one sample of all units.
    const bool elementwise = activation->traits().elementwise;
    const Index units = elementwise ? 1 : count / pieces;
    const Index samples = elementwise ? count : 1;

    Parameters<double> parameters;
    activation->bind(Shape(units), "", parameters);
    parameters.allocate();
    activation->initialize(parameters);
    const auto values = std::as_const(parameters).values();

    ActivationCurve curve{std::move(x),
                          std::vector<double>(static_cast<std::size_t>(count / pieces)),
                          std::vector<double>(static_cast<std::size_t>(count))};
    const ConstView<double> z(curve.x.data(), pieces * units, samples);
    const View<double> a(curve.y.data(), units, samples);
    activation->forward(values, z, a, Pass{});

    Matrix<double> delta = Matrix<double>::Ones(units, samples);
    const auto backward = [&](View<double> dL_dz) {
        activation->backward(values, z, constant(a), view(delta), dL_dz, parameters.gradients());
    };
    if (pieces > 1) {
        backward(View<double>(curve.dy.data(), count, 1));
    } else if (elementwise) {
        backward(view(delta));
        std::copy_n(delta.data(), count, curve.dy.begin());
    } else {
        for (Index i = 0; i < count; ++i) {
            delta.setZero();
            delta(i) = 1;
            backward(view(delta));
            curve.dy[static_cast<std::size_t>(i)] = delta(i);
        }
    }
    return curve;
}

}  // namespace mlp
