#pragma once

#include "mlp/nn/initializer.h"
#include "mlp/nn/initializers/orthonormal.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

/// Initializers of the whole matrix, outputs × inputs. Biases of these are 0.
namespace mlp::initializer {

struct Identity {
    double gain = 1;

    static constexpr std::string_view name = "identity";
    static constexpr std::string_view help = "each unit starts as a copy of one input";
    static constexpr std::string_view formula = "gain if unit = input, else 0";
    static constexpr std::string_view source = "Le, Jaitly and Hinton 2015";
    static Options<Identity> options() {
        return {{"gain", &Identity::gain, any_number, "the weight of that input"}};
    }
    void fill(Matrix<double>& w, const Fan& fan, Random&) const {
        w.setZero();
        if (!fan.is_bias) w.diagonal().setConstant(gain);
    }
};

/// Where a batch of signals passes, angles and lengths stay, whatever the depth. A normally
/// distributed matrix made orthonormal, with the signs of R's diagonal taken out of QR, is uniform
/// over all orthonormal ones (Mezzadri 2007).
struct Orthogonal {
    double gain = 1;

    static constexpr std::string_view name = "orthogonal";
    static constexpr std::string_view help =
        "rows (or columns, where there are fewer) at right angles: for deep networks";
    static constexpr std::string_view formula = "gain Q, where Q Q^T = 1 or Q^T Q = 1";
    static constexpr std::string_view source = "Saxe, McClelland and Ganguli 2014";
    static Options<Orthogonal> options() {
        return {{"gain", &Orthogonal::gain, positive, "length of the rows (or columns)"}};
    }
    void fill(Matrix<double>& w, const Fan& fan, Random& random) const {
        if (fan.is_bias) {
            w.setZero();
            return;
        }
        // The shorter dimension becomes the columns of q.
        const bool wide = w.rows() < w.cols();
        Matrix<double> q(std::max(w.rows(), w.cols()), std::min(w.rows(), w.cols()));
        const auto at = [&](Index row, Index col) -> double& {
            return wide ? q(col, row) : q(row, col);
        };
        for (Index row = 0; row < w.rows(); ++row) {
            for (Index col = 0; col < w.cols(); ++col) at(row, col) = random.normal();
        }
        make_columns_orthonormal(q);
        for (Index row = 0; row < w.rows(); ++row) {
            for (Index col = 0; col < w.cols(); ++col) w(row, col) = gain * at(row, col);
        }
    }
};

/// Martens 2010 gives each unit 15 inputs with weights of variance 1, so that it saturates no
/// sooner where a layer has many inputs.
struct Sparse {
    double sparsity = 0.9;
    double stddev = 1;

    static constexpr std::string_view name = "sparse";
    static constexpr std::string_view help = "each unit sees a few inputs only, drawn at random";
    static constexpr std::string_view formula =
        "0 for round(sparsity inputs) inputs of each unit, else N(0, stddev^2)";
    static constexpr std::string_view source = "Martens 2010";
    static Options<Sparse> options() {
        return {{"sparsity", &Sparse::sparsity, half_open(0, 1),
                 "share of the weights of each unit that are 0; one at least is not"},
                {"stddev", &Sparse::stddev, at_least(0), "standard deviation of the others"}};
    }
    void fill(Matrix<double>& w, const Fan& fan, Random& random) const {
        w.setZero();
        if (fan.is_bias) return;
        const double wanted = std::round(sparsity * static_cast<double>(w.cols()));
        const Index zeros = std::min(static_cast<Index>(wanted), w.cols() - 1);
        std::vector<Index> inputs(static_cast<std::size_t>(w.cols()));
        for (Index row = 0; row < w.rows(); ++row) {
            std::iota(inputs.begin(), inputs.end(), Index{0});
            random.shuffle(inputs);
            std::sort(inputs.begin() + zeros, inputs.end());
            for (auto input = inputs.begin() + zeros; input != inputs.end(); ++input) {
                w(row, *input) = stddev * random.normal();
            }
        }
    }
};

}  // namespace mlp::initializer
