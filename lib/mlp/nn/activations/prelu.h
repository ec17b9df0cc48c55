#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <string>
#include <vector>

namespace mlp::activation {

struct PReluOptions {
    double alpha = 0.25;
    std::string per = "layer";

    static constexpr std::string_view name = "prelu";
    static constexpr std::string_view help = "leaky_relu that learns its slopes";
    static constexpr std::string_view formula = "z if z > 0, else s z with a learnt s";
    static constexpr std::string_view source = "He, Zhang, Ren and Sun 2015";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c0,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "he_uniform",
        .weakness = "more parameters to fit: small data can be overfitted"};
    static Options<PReluOptions> options() {
        return {{"alpha", &PReluOptions::alpha, slope_range, "slope for negative inputs at first"},
                {"per", &PReluOptions::per, std::vector<std::string>{"layer", "unit"},
                 "one slope for the layer, or one for each unit (of an image: each channel)"}};
    }
};

/// Its slopes s are parameters, in a block "slope" of one number a layer or a unit. A unit of an
/// image is a channel, whose numbers stand in a row in memory, `rows_` of them.
template <class T>
class PRelu final : public Activation<T> {
  public:
    explicit PRelu(PReluOptions options) : options_(std::move(options)) {}

    std::string_view name() const override { return PReluOptions::name; }
    const ActivationTraits& traits() const override { return PReluOptions::traits; }
    Range range() const override { return any_number; }

    void bind(const Shape& units, const std::string& prefix, Parameters<T>& parameters) override {
        const Index slopes = options_.per == "unit" ? units.channels : 1;
        rows_ = units.size() / slopes;
        slope_ = parameters.add_vector(prefix + "slope", Role::bias, {slopes});
    }
    void initialize(Parameters<T>& parameters) const override {
        parameters.value(slope_).setConstant(T(options_.alpha));
    }

    Operations operations(ConstVectorView<T> parameters, const Shape& units) const override {
        const ConstView<T> slope = slope_.in(parameters);
        Vector<double> slopes(units.size());
        for (Index i = 0; i < slopes.size(); ++i) {
            slopes[i] = static_cast<double>(slope(i / rows_));
        }
        const Formula z = Formula::variable();
        const Formula bent = if_less(z, 0, Formula::parameter() * z, z);
        return {{operation::Elementwise{bent, {slopes}, to_choice(options_)}, units.size()}};
    }

    void forward(ConstVectorView<T> parameters, ConstView<T> z, View<T> a,
                 const Pass&) const override {
        const ConstView<T> slope = slope_.in(parameters);
        for (Index sample = 0; sample < z.cols(); ++sample) {
            for (Index k = 0; k < slope.size(); ++k) {
                const T s = slope(k);
                for (Index i = k * rows_; i < (k + 1) * rows_; ++i) {
                    const T x = z(i, sample);
                    a(i, sample) = x < 0 ? s * x : x;
                }
            }
        }
    }

    /// ∂L/∂z = δ where z > 0, else s δ; ∂L/∂s = Σ z δ over all z < 0 that s belongs to.
    void backward(ConstVectorView<T> parameters, ConstView<T> z, ConstView<T>, View<T> delta,
                  View<T>, VectorView<T> gradients) const override {
        const ConstView<T> slope = slope_.in(parameters);
        View<T> slope_gradient = slope_.in(gradients);
        slope_gradient.setZero();
        for (Index sample = 0; sample < z.cols(); ++sample) {
            for (Index k = 0; k < slope.size(); ++k) {
                const T s = slope(k);
                T sum = 0;
                for (Index i = k * rows_; i < (k + 1) * rows_; ++i) {
                    const T x = z(i, sample);
                    if (x > 0) continue;
                    sum += delta(i, sample) * x;
                    delta(i, sample) *= s;
                }
                slope_gradient(k) += sum;
            }
        }
    }

  private:
    PReluOptions options_;
    Block slope_;
    Index rows_ = 0;
};

}  // namespace mlp::activation
