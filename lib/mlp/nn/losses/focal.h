#pragma once

#include "mlp/nn/loss.h"
#include "mlp/nn/losses/log_softmax.h"

#include <cmath>

namespace mlp::loss {

/// Cross-entropy in which what is predicted well already counts less. With the probability p of the
/// right answer, ℓ = F(p) = −(1 − p)^γ ln p; with γ = 0 it is cross-entropy.
///   softmax: ℓ = Σ_k t_k F(p_k)
///   sigmoid: ℓ = 1/K Σ_k t_k F(p_k) + (1 − t_k) F(1 − p_k)
/// The α of the paper is a class weight.
struct Focal {
    double gamma = 2;

    static constexpr std::string_view name = "focal";
    static constexpr std::string_view help =
        "cross-entropy that looks at the hard samples, where one class is rare";
    static constexpr std::string_view formula = "-(1 - p)^gamma ln p, p of the right answer";
    static constexpr std::string_view source = "Lin et al. 2017";
    static constexpr LossTraits traits{.classification = true,
                                       .targets = between(0, 1),
                                       .fused_with = {"sigmoid", "softmax"},
                                       .only_with = {"sigmoid", "softmax", "log_softmax"}};
    static Options<Focal> options() {
        return {{"gamma", &Focal::gamma, at_least(0), "how little the easy samples count"}};
    }
    Range outputs() const { return {-infinity, 0}; }

    /// a = ln p, from log_softmax.
    template <class T>
    T sample(ConstSample<T> a, ConstSample<T> t, Sample<T> delta) const {
        T loss = 0;
        for (Index k = 0; k < a.size(); ++k) {
            const Judged<T> f = judge(a[k]);
            loss += t[k] * f.value;
            delta[k] = t[k] * f.slope;
        }
        return loss;
    }

    template <class T>
    T sample_from_logits(Link link, T scale, ConstSample<T> z, ConstSample<T> a, ConstSample<T> t,
                         Sample<T> delta) const {
        return link == Link::softmax ? from_softmax(scale, z, a, t, delta)
                                     : from_sigmoid(scale, z, t, delta);
    }

  private:
    template <class T>
    struct Judged {
        T value;
        T slope;
    };

    /// F and ∂F/∂ln p = q^γ (γ p (ln p)/q − 1), where q = 1 − p and (ln p)/q goes to −1 as q goes
    /// to 0.
    template <class T>
    Judged<T> judge(T log_p) const {
        const T q = log_p > 0 ? T(0) : -std::expm1(log_p);
        const T focus = std::pow(q, T(gamma));
        const T ratio = q > 0 ? log_p / q : T(-1);
        return {-focus * log_p, focus * (T(gamma) * std::exp(log_p) * ratio - 1)};
    }

    /// With x = scale · z and g_k = t_k ∂F/∂ln p_k: ∂ℓ/∂x = g − p Σ_k g_k.
    template <class T>
    T from_softmax(T scale, ConstSample<T> z, ConstSample<T> p, ConstSample<T> t,
                   Sample<T> delta) const {
        const LogSoftmax<T> log_p(scale, z, p);
        T loss = 0;
        T sum = 0;
        for (Index k = 0; k < p.size(); ++k) {
            const Judged<T> f = judge(log_p[k]);
            loss += t[k] * f.value;
            delta[k] = t[k] * f.slope;
            sum += delta[k];
        }
        for (Index k = 0; k < p.size(); ++k) delta[k] = scale * (delta[k] - p[k] * sum);
        return loss;
    }

    /// With x = scale · z, p = σ(x) and q = 1 − p = σ(−x): ∂F(p)/∂x = q^γ (γ p ln p − q), and
    /// F(q) mirrors it.
    template <class T>
    T from_sigmoid(T scale, ConstSample<T> z, ConstSample<T> t, Sample<T> delta) const {
        const T share = T(1) / static_cast<T>(z.size());
        const T g = T(gamma);
        T loss = 0;
        for (Index k = 0; k < z.size(); ++k) {
            const T x = scale * z[k];
            const T soft = std::log1p(std::exp(-std::abs(x)));
            const T log_p = (x < 0 ? x : T(0)) - soft;
            const T log_q = (x < 0 ? T(0) : -x) - soft;
            const T p = std::exp(log_p);
            const T q = std::exp(log_q);
            const T focus_p = std::exp(g * log_q);  // (1 − p)^γ
            const T focus_q = std::exp(g * log_p);
            loss -= t[k] * focus_p * log_p + (1 - t[k]) * focus_q * log_q;
            delta[k] =
                share * scale *
                (t[k] * focus_p * (g * p * log_p - q) - (1 - t[k]) * focus_q * (g * q * log_q - p));
        }
        return share * loss;
    }
};

}  // namespace mlp::loss
