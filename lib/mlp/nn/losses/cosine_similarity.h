#pragma once

#include "mlp/nn/loss.h"

#include <cmath>

namespace mlp::loss {

/// ℓ = 1 − â·t̂, where x̂ = x / max(|x|, 1e-8), as PyTorch holds the norms. Only the direction of the
/// outputs counts: ∂ℓ/∂a = ((â·t̂) â − t̂) / |a| is orthogonal to a.
struct CosineSimilarity {
    static constexpr std::string_view name = "cosine_similarity";
    static constexpr std::string_view help =
        "1 - the cosine between outputs and targets: directions, of two outputs or more";
    static constexpr std::string_view formula = "1 - (a . t) / (|a| |t|)";
    static constexpr std::string_view source = "Barz and Denzler 2020";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<CosineSimilarity> options() { return {}; }

    template <class T>
    T sample(ConstSample<T> a, ConstSample<T> t, Sample<T> delta) const {
        constexpr T least = T(1e-8);
        // In order, unlike Eigen's sums, so that the place of a sample does not matter.
        T squares = 0;
        T target_squares = 0;
        for (Index i = 0; i < a.size(); ++i) {
            squares += a[i] * a[i];
            target_squares += t[i] * t[i];
        }
        const T norm = std::sqrt(squares);
        const T target_norm = std::sqrt(target_squares);
        const T a_norm = norm < least ? least : norm;
        const T t_norm = target_norm < least ? least : target_norm;
        T cosine = 0;
        for (Index i = 0; i < a.size(); ++i) cosine += a[i] / a_norm * (t[i] / t_norm);
        // The first term is the change of |a|, which is not seen where the norm is held.
        delta = -t / t_norm / a_norm;
        if (!(norm < least)) delta += cosine / a_norm * (a / a_norm);
        return 1 - cosine;
    }
};

}  // namespace mlp::loss
