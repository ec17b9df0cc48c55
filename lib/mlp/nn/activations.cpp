#if defined(__GNUC__) && !defined(__clang__)
// A false alarm of GCC 12 about its own AVX-512 headers (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

#include "mlp/nn/activation_of.h"
#include "mlp/nn/activations/exponential_units.h"
#include "mlp/nn/activations/gated.h"
#include "mlp/nn/activations/linear.h"
#include "mlp/nn/activations/maxout.h"
#include "mlp/nn/activations/prelu.h"
#include "mlp/nn/activations/rectifiers.h"
#include "mlp/nn/activations/sigmoids.h"
#include "mlp/nn/activations/smooth_rectifiers.h"
#include "mlp/nn/activations/softmax.h"
#include "mlp/nn/activations/steps.h"
#include "mlp/nn/activations/symmetric.h"
#include "mlp/nn/activations/waves.h"

namespace mlp {
namespace {

using namespace activation;

/// The class that makes an Activation<T> of a struct: ActivationOf, but for those that have
/// parameters or take more than one z.
template <class T, class S>
struct Made {
    using type = ActivationOf<T, S>;
};
template <class T>
struct Made<T, PReluOptions> {
    using type = PRelu<T>;
};
template <class T>
struct Made<T, MaxoutOptions> {
    using type = Maxout<T>;
};

template <class T, class... S>
Catalogue<Activation<T>> table() {
    return {"activation", "", {catalogue_entry<Activation<T>, S, typename Made<T, S>::type>()...}};
}

}  // namespace

/// The table: one struct in activations/, one name here.
template <class T>
const Catalogue<Activation<T>>& activations() {
    static const auto catalogue =
        table<T, Linear, BentIdentity,                                         // lines
              Step, Sign,                                                      // steps
              Sigmoid, HardSigmoid, GeneralizedLogistic, ComplementaryLogLog,  // S, 0 to 1
              Tanh, ScaledTanh, HardTanh, Arctan, Softsign, Algebraic, Gudermannian, Erf,  // S, odd
              Relu, Relu6, LeakyRelu, PReluOptions, NoisyRelu, RRelu,                      // kinks
              Elu, Selu, Celu, Softplus, Squareplus, LogSigmoid,                           // bends
              Gelu, Silu, HardSwish, Mish,                                                 // gates
              Gaussian, Sine,                                                              // waves
              Softmax, LogSoftmax, Sparsemax, MaxoutOptions>();                            // groups
    return catalogue;
}

const CatalogueInfo& activation_names() { return activations<double>(); }

template const Catalogue<Activation<float>>& activations<float>();
template const Catalogue<Activation<double>>& activations<double>();

}  // namespace mlp
