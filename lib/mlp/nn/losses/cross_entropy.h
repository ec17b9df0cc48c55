#pragma once

#include "mlp/nn/loss.h"
#include "mlp/nn/losses/held.h"
#include "mlp/nn/losses/log_softmax.h"

#include <cmath>

/// Losses that compare the predicted probabilities with those that the targets say.
namespace mlp::loss {

/// ℓ = −1/K Σ_k t_k ln a_k + (1 − t_k) ln(1 − a_k)
struct BinaryCrossEntropy {
    static constexpr std::string_view name = "binary_cross_entropy";
    static constexpr std::string_view help = "yes or no, of each output; with sigmoid outputs";
    static constexpr std::string_view formula = "-(t ln a + (1 - t) ln(1 - a))";
    static constexpr std::string_view source = "Bishop 2006, eq. 4.90";
    static constexpr LossTraits traits{
        .classification = true, .targets = between(0, 1), .fused_with = {"sigmoid"}};
    static Options<BinaryCrossEntropy> options() { return {}; }
    Range outputs() const { return between(0, 1); }

    template <class T>
    T value(T a, T t) const {
        return -(t * held_log(a) + (1 - t) * held_log_of_rest(a));
    }
    template <class T>
    T slope(T a, T t) const {
        return (a - t) / held_divisor(a * (1 - a));
    }

    /// With x = scale · z and a = σ(x): ℓ = 1/K Σ max(x, 0) − t x + ln(1 + e^−|x|), and
    /// ∂ℓ/∂x = (a − t)/K.
    template <class T>
    T sample_from_logits(Link, T scale, ConstSample<T> z, ConstSample<T> a, ConstSample<T> t,
                         Sample<T> delta) const {
        const T share = T(1) / static_cast<T>(z.size());
        T loss = 0;
        for (Index k = 0; k < z.size(); ++k) {
            const T x = scale * z[k];
            loss += (x < 0 ? T(0) : x) - t[k] * x + std::log1p(std::exp(-std::abs(x)));
            delta[k] = share * scale * (a[k] - t[k]);
        }
        return share * loss;
    }
};

/// ℓ = −Σ_k t′_k ln p_k. The targets are smoothed: t′ = (1 − s) t + s/K.
struct CrossEntropy {
    double label_smoothing = 0;

    static constexpr std::string_view name = "cross_entropy";
    static constexpr std::string_view help = "one class of several, with softmax outputs";
    static constexpr std::string_view formula = "-sum over k of t_k ln p_k";
    static constexpr std::string_view source =
        "Bishop 2006, eq. 4.108; label smoothing: Szegedy et al. 2016";
    static constexpr LossTraits traits{.classification = true,
                                       .targets = between(0, 1),
                                       .fused_with = {"softmax"},
                                       .only_with = {"softmax", "log_softmax"}};
    static Options<CrossEntropy> options() {
        return {{"label_smoothing", &CrossEntropy::label_smoothing, half_open(0, 1),
                 "share of the target that is spread evenly over all classes"}};
    }
    Range outputs() const { return {-infinity, 0}; }

    /// a = ln p, from log_softmax.
    template <class T>
    T sample(ConstSample<T> a, ConstSample<T> t, Sample<T> delta) const {
        T loss = 0;
        for (Index k = 0; k < a.size(); ++k) {
            const T target = smoothed(t, k);
            loss -= target * a[k];
            delta[k] = -target;
        }
        return loss;
    }

    /// With x = scale · z and a = p = softmax(x): ∂ℓ/∂x = a Σ_k t′_k − t′.
    template <class T>
    T sample_from_logits(Link, T scale, ConstSample<T> z, ConstSample<T> a, ConstSample<T> t,
                         Sample<T> delta) const {
        const LogSoftmax<T> log_p(scale, z, a);
        T loss = 0;
        T sum = 0;
        for (Index k = 0; k < a.size(); ++k) {
            const T target = smoothed(t, k);
            loss -= target * log_p[k];
            sum += target;
        }
        for (Index k = 0; k < a.size(); ++k) delta[k] = scale * (a[k] * sum - smoothed(t, k));
        return loss;
    }

  private:
    template <class T>
    T smoothed(const ConstSample<T>& t, Index k) const {
        const T s = T(label_smoothing);
        return (1 - s) * t[k] + s / static_cast<T>(t.size());
    }
};

/// ℓ = Σ_k t_k (ln t_k − ln a_k), where 0 ln 0 = 0: cross-entropy less what the targets leave open,
/// so that 0 is perfect.
struct KlDivergence {
    static constexpr std::string_view name = "kl_divergence";
    static constexpr std::string_view help =
        "distance to target probabilities; with softmax outputs";
    static constexpr std::string_view formula = "sum over k of t_k ln(t_k / a_k)";
    static constexpr std::string_view source = "Kullback and Leibler 1951";
    static constexpr LossTraits traits{
        .classification = true, .targets = between(0, 1), .fused_with = {"softmax"}};
    static Options<KlDivergence> options() { return {}; }
    Range outputs() const { return between(0, 1); }

    template <class T>
    T sample(ConstSample<T> a, ConstSample<T> t, Sample<T> delta) const {
        T loss = 0;
        for (Index k = 0; k < a.size(); ++k) {
            loss += minus_entropy(t[k]) - t[k] * held_log(a[k]);
            delta[k] = -t[k] / held_divisor(a[k]);
        }
        return loss;
    }

    /// Differs from cross-entropy by Σ t ln t, which is constant.
    template <class T>
    T sample_from_logits(Link link, T scale, ConstSample<T> z, ConstSample<T> a, ConstSample<T> t,
                         Sample<T> delta) const {
        T loss = CrossEntropy().sample_from_logits(link, scale, z, a, t, delta);
        for (Index k = 0; k < t.size(); ++k) loss += minus_entropy(t[k]);
        return loss;
    }

  private:
    template <class T>
    static T minus_entropy(T t) {
        return t == 0 ? T(0) : t * std::log(t);
    }
};

}  // namespace mlp::loss
