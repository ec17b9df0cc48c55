#include "mlp/nn/activation_curve.h"

#include "mlp/core/error.h"
#include "mlp/nn/activation.h"

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

    // Matrices start at aligned addresses, so that the same numbers give the same bits wherever x
    // stands in memory: the ends of a vector are computed otherwise than its middle.
    const Matrix<double> z = ConstView<double>(x.data(), pieces * units, samples);
    Matrix<double> a(units, samples);
    Matrix<double> dz = Matrix<double>::Zero(pieces * units, samples);
    activation->forward(values, view(z), view(a), Pass{});

    Matrix<double> delta = Matrix<double>::Ones(units, samples);
    const auto backward = [&](View<double> dL_dz) {
        activation->backward(values, view(z), view(std::as_const(a)), view(delta), dL_dz,
                             parameters.gradients());
    };
    if (pieces > 1) {
        backward(view(dz));
    } else if (elementwise) {
        backward(view(delta));
        dz = delta;
    } else {
        for (Index i = 0; i < count; ++i) {
            delta.setZero();
            delta(i) = 1;
            backward(view(delta));
            dz(i) = delta(i);
        }
    }
    return {std::move(x), {a.data(), a.data() + a.size()}, {dz.data(), dz.data() + dz.size()}};
}

}  // namespace mlp
