#pragma once

#include "mlp/core/error.h"
#include "mlp/nn/loss.h"

#include <algorithm>
#include <memory>
#include <string>

namespace mlp {

/// Makes a Loss<T> of a struct S, which is
/// - `name`, `help`, `formula`, `source`, `traits`, `options()`: what catalogues know,
/// - if need be `Range outputs() const`: the outputs that it can judge; any number without it,
/// - ℓ and its derivative for one sample: either of one output a and its target t, to be averaged
///   over the outputs,
///     T value(T a, T t) const;  T slope(T a, T t) const;           ℓ and ∂ℓ/∂a
///   or, where outputs depend on each other or are to be summed,
///     T sample(ConstSample<T> a, ConstSample<T> t, Sample<T> delta) const;
///                                                        returns ℓ, writes delta = ∂ℓ/∂a
/// - where traits.fused_with names activations, the same from the logits, with a = link(scale · z):
///     T sample_from_logits(Link link, T scale, ConstSample<T> z, ConstSample<T> a,
///                          ConstSample<T> t, Sample<T> delta) const;
///                                                        returns ℓ, writes delta = ∂ℓ/∂z
template <class T, class S>
class LossOf final : public Loss<T> {
  public:
    explicit LossOf(const S& s) : s_(s) {}

    std::string_view name() const override { return S::name; }
    const LossTraits& traits() const override { return S::traits; }
    Range outputs() const override {
        if constexpr (requires { s_.outputs(); }) return s_.outputs();
        return any_number;
    }

    double at_output(ConstView<T> a, ConstView<T> target, ConstVectorView<T> shares,
                     View<T> delta) const override {
        if constexpr (by_number) {
            return mean_over_outputs(a, target, shares, delta);
        } else {
            return weighted_sum(shares, delta, [&](Index n, Sample<T> d) {
                return s_.template sample<T>(column(a, n), column(target, n), d);
            });
        }
    }

    double at_logits(Link link, T scale, ConstView<T> z, ConstView<T> a, ConstView<T> target,
                     ConstVectorView<T> shares, View<T> delta) const override {
        const auto& links = S::traits.fused_with;
        if (std::find(links.begin(), links.end(), link_name(link)) == links.end()) {
            throw InputError(std::string(S::name) + " is not computed from the logits of " +
                             std::string(link_name(link)));
        }
        if constexpr (fused) {
            return weighted_sum(shares, delta, [&](Index n, Sample<T> d) {
                return s_.template sample_from_logits<T>(link, scale, column(z, n), column(a, n),
                                                         column(target, n), d);
            });
        }
        return 0;
    }

  private:
    static constexpr bool by_number = requires(const S& s, T x) { s.template value<T>(x, x); };
    static constexpr bool fused = !S::traits.fused_with[0].empty();

    static ConstSample<T> column(const ConstView<T>& m, Index n) {
        return {m.data() + n * m.rows(), m.rows()};
    }

    double mean_over_outputs(const ConstView<T>& a, const ConstView<T>& target,
                             const ConstVectorView<T>& shares, View<T>& delta) const {
        const Index outputs = delta.rows();
        double sum = 0;
        for (Index n = 0; n < delta.cols(); ++n) {
            const T share = shares[n] / static_cast<T>(outputs);
            T sample = 0;
            for (Index i = n * outputs; i < (n + 1) * outputs; ++i) {
                const T x = a.data()[i];
                const T t = target.data()[i];
                sample += s_.template value<T>(x, t);
                delta.data()[i] = share * s_.template slope<T>(x, t);
            }
            sum += static_cast<double>(share) * static_cast<double>(sample);
        }
        return sum;
    }

    template <class LossOfSample>
    static double weighted_sum(const ConstVectorView<T>& shares, View<T>& delta,
                               LossOfSample sample) {
        double sum = 0;
        for (Index n = 0; n < delta.cols(); ++n) {
            Sample<T> d(delta.data() + n * delta.rows(), delta.rows());
            sum += static_cast<double>(shares[n]) * static_cast<double>(sample(n, d));
            for (Index k = 0; k < d.size(); ++k) d[k] *= shares[n];
        }
        return sum;
    }

    S s_;
};

/// A loss of your own: extensions.add(loss_extension<Trimmed>()), and configs read with these
/// extensions may name it.
template <class S>
std::shared_ptr<const Extension> loss_extension() {
    return make_extension<S, LossOf, Loss>("loss");
}

}  // namespace mlp
