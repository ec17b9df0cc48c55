#pragma once

#include "mlp/nn/activation.h"

namespace mlp::activation {

struct MaxoutOptions {
    Index pieces = 2;

    static constexpr std::string_view name = "maxout";
    static constexpr std::string_view help = "the largest of several linear functions, all learnt";
    static constexpr std::string_view formula = "max(z_1, ..., z_pieces)";
    static constexpr std::string_view source =
        "Goodfellow, Warde-Farley, Mirza, Courville and Bengio 2013";
    /// Of a unit as a function of one of its z, the others fixed. The larger of two independent
    /// standard normal numbers has the mean square 1, so weights of variance 1/fan-in keep that.
    static constexpr ActivationTraits traits{.smoothness = Smoothness::c0,
                                             .monotonic = true,
                                             .derivative_monotonic = true,
                                             .identity_near_0 = false,
                                             .elementwise = false,
                                             .needs_z = true,
                                             .initializer = "lecun_uniform",
                                             .weakness = "as many times the weights as pieces"};
    static Options<MaxoutOptions> options() {
        return {
            {"pieces", &MaxoutOptions::pieces, between(2, 1000), "linear functions of each unit"}};
    }
};

/// z is made of `pieces` blocks, one below the other, each of as many rows as a has. Ties go to the
/// first piece.
template <class T>
class Maxout final : public Activation<T> {
  public:
    explicit Maxout(const MaxoutOptions& options) : pieces_(options.pieces) {}

    std::string_view name() const override { return MaxoutOptions::name; }
    const ActivationTraits& traits() const override { return MaxoutOptions::traits; }
    Range range() const override { return any_number; }
    Index pieces() const override { return pieces_; }
    Operations operations(ConstVectorView<T>, const Shape& units) const override {
        return {{operation::Maxout{pieces_}, units.size()}};
    }

    void forward(ConstVectorView<T>, ConstView<T> z, View<T> a, const Pass&) const override {
        for (Index sample = 0; sample < a.cols(); ++sample) {
            for (Index unit = 0; unit < a.rows(); ++unit) {
                a(unit, sample) = z(winner(z, unit, a.rows(), sample), sample);
            }
        }
    }

    /// Only the winning piece of a unit has a gradient.
    void backward(ConstVectorView<T>, ConstView<T> z, ConstView<T> a, View<T> delta, View<T> dz,
                  VectorView<T>) const override {
        for (Index sample = 0; sample < a.cols(); ++sample) {
            for (Index unit = 0; unit < a.rows(); ++unit) {
                // Found before anything is written: dz may be the memory of z.
                const Index best = winner(z, unit, a.rows(), sample);
                for (Index row = unit; row < dz.rows(); row += a.rows()) {
                    dz(row, sample) = row == best ? delta(unit, sample) : T(0);
                }
            }
        }
    }

  private:
    /// The row of z that a unit takes its value from. A NaN wins, and so is seen.
    static Index winner(ConstView<T> z, Index unit, Index units, Index sample) {
        Index best = unit;
        for (Index row = unit + units; row < z.rows(); row += units) {
            const T x = z(row, sample);
            if (x > z(best, sample) || x != x) best = row;
        }
        return best;
    }

    Index pieces_;
};

}  // namespace mlp::activation
