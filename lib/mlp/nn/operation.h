#pragma once

#include "mlp/core/formula.h"
#include "mlp/core/matrix.h"
#include "mlp/core/options.h"
#include "mlp/nn/shape.h"
#include "mlp/nn/windows.h"

#include <iterator>
#include <optional>
#include <variant>
#include <vector>

namespace mlp {

struct Operation;
using Operations = std::vector<Operation>;

/// What a trained network computes, broken down to few kinds of steps, each fed by the one before:
/// all that a program needs to know that is to use the network elsewhere (io/onnx, io/c_header).
/// What only training does, such as dropout, is not in it. Numbers are those of the parameters,
/// as doubles.
namespace operation {

/// y = W x + b
struct Affine {
    Matrix<double> weight;  ///< outputs × inputs
    Vector<double> bias;    ///< outputs; zeros where the layer has none
};

/// y[f,r,c] = b[f] + Σ over k,i,j of W[f,k,i,j] x[k, r s + i − p, c s + j − p]; see
/// layers/conv2d.h.
struct Convolution {
    Shape input;
    Shape output;
    Windows windows;
    Matrix<double>
        weight;  ///< output.channels × (input.channels · height · width), row-major there
    Vector<double> bias;  ///< output.channels
};

/// The largest of each window, channel by channel; rows and columns that fill none are left out.
struct MaxPool {
    Shape input;
    Shape output;
    Windows windows;
};

/// Each number by itself: y_i = f(x_i), with parameters of its own.
struct Elementwise {
    Formula formula;  ///< of variable(0) and, for number i, of parameter(k) = parameters[k][i]
    std::vector<Vector<double>> parameters{};  ///< each of as many numbers as x has
    std::optional<Choice> activation{};  ///< the activation that it is, all options written out
};

/// y_i = e^x_i / Σ_j e^x_j, or the logarithm of that.
struct Softmax {
    bool logarithm = false;
};

/// y_i = max(0, x_i − τ), with τ such that Σ y = 1 (Martins and Astudillo 2016).
struct Sparsemax {};

/// y_i = the largest of x_i, x_(i+n), x_(i+2n), ..., where y has n numbers and x `pieces` times as
/// many.
struct Maxout {
    Index pieces = 2;
};

/// y = gain (x − mean)/√(variance + ε) + bias, with mean and variance over all numbers of x, the
/// variance divided by their number.
struct LayerNorm {
    Vector<double> gain;
    Vector<double> bias;
    double epsilon = 0;
};

/// y = layers(x) + projection(x); the projection is the identity where it has no steps.
struct Residual {
    Operations layers;
    Operations projection;
};

}  // namespace operation

/// One step; y has `outputs` numbers.
struct Operation {
    std::variant<operation::Affine, operation::Convolution, operation::MaxPool,
                 operation::Elementwise, operation::Softmax, operation::Sparsemax,
                 operation::Maxout, operation::LayerNorm, operation::Residual>
        step;
    Index outputs = 0;
};

/// Adds steps behind others.
inline void append(Operations& operations, Operations more) {
    operations.insert(operations.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
}

}  // namespace mlp
