#include "mlp/nn/loss.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

// Each struct is one loss. Shapes: everything outputs × samples. K outputs, N samples.
//   at_output(a, t, delta)     returns L, delta = ∂L/∂a
//   at_logits(z, a, t, delta)  returns L, delta = ∂L/∂z, where a = f(z) for the fused activation f

/// L = 1/(KN) Σ (a − t)²
struct MeanSquaredError {
    static constexpr std::string_view name = "mse";
    static constexpr std::string_view help = "mean squared error: regression";
    static constexpr LossTraits traits{false, any_number, any_number, "", false};
    static Options<MeanSquaredError> options() { return {}; }

    template <class T>
    T at_output(ConstArrayView<T> a, ConstArrayView<T> t, ArrayView<T> delta) const {
        const T scale = T(1) / static_cast<T>(a.size());
        delta = a - t;
        const T loss = delta.square().sum() * scale;
        delta *= 2 * scale;
        return loss;
    }
};

/// L = 1/(KN) Σ |a − t|
struct MeanAbsoluteError {
    static constexpr std::string_view name = "mae";
    static constexpr std::string_view help = "mean absolute error: regression with outliers";
    static constexpr LossTraits traits{false, any_number, any_number, "", false};
    static Options<MeanAbsoluteError> options() { return {}; }

    template <class T>
    T at_output(ConstArrayView<T> a, ConstArrayView<T> t, ArrayView<T> delta) const {
        const T scale = T(1) / static_cast<T>(a.size());
        delta = a - t;
        const T loss = delta.abs().sum() * scale;
        delta = delta.sign() * scale;
        return loss;
    }
};

/// L = −1/(KN) Σ t ln a + (1−t) ln(1−a)   (Bishop 2006, eq. 4.90)
struct BinaryCrossEntropy {
    static constexpr std::string_view name = "binary_cross_entropy";
    static constexpr std::string_view help = "yes or no, with sigmoid outputs";
    static constexpr LossTraits traits{true, between(0, 1), between(0, 1), "sigmoid", false};
    static Options<BinaryCrossEntropy> options() { return {}; }

    template <class T>
    T at_output(ConstArrayView<T> a, ConstArrayView<T> t, ArrayView<T> delta) const {
        // Where a reaches 0 or 1, ln is held above −100 and a division above 1e-12, as PyTorch
        // does.
        const T scale = T(1) / static_cast<T>(a.size());
        T sum = 0;
        for (Index i = 0; i < a.size(); ++i) {
            const T p = a.data()[i];
            const T y = t.data()[i];
            sum -=
                y * at_least_minus_100(std::log(p)) + (1 - y) * at_least_minus_100(std::log1p(-p));
            const T variance = p * (1 - p);
            delta.data()[i] = scale * (p - y) / (variance < T(1e-12) ? T(1e-12) : variance);
        }
        return sum * scale;
    }

    /// With a = σ(z): L = 1/(KN) Σ max(z, 0) − t z + ln(1 + e^−|z|), and ∂L/∂z = (a − t)/(KN).
    template <class T>
    T at_logits(ConstArrayView<T> z, ConstArrayView<T> a, ConstArrayView<T> t,
                ArrayView<T> delta) const {
        const T scale = T(1) / static_cast<T>(a.size());
        delta = (a - t) * scale;
        T sum = 0;
        for (Index i = 0; i < z.size(); ++i) {
            const T x = z.data()[i];
            sum += (x < 0 ? T(0) : x) - t.data()[i] * x + std::log1p(std::exp(-std::abs(x)));
        }
        return sum * scale;
    }

  private:
    template <class T>
    static T at_least_minus_100(T x) {
        return x < T(-100) ? T(-100) : x;
    }
};

/// L = −1/N Σ over samples of Σ_k t_k ln a_k, where Σ_k t_k = 1 and a = softmax(z), so
/// L = 1/N Σ over samples of ln Σ_j e^z_j − Σ_k t_k z_k, and ∂L/∂z = (a − t)/N.
/// (Bishop 2006, eq. 4.108 and 4.109)
struct CrossEntropy {
    static constexpr std::string_view name = "cross_entropy";
    static constexpr std::string_view help = "one class of several, with softmax outputs";
    static constexpr LossTraits traits{true, between(0, 1), between(0, 1), "softmax", true};
    static Options<CrossEntropy> options() { return {}; }

    template <class T>
    T at_logits(ConstArrayView<T> z, ConstArrayView<T> a, ConstArrayView<T> t,
                ArrayView<T> delta) const {
        const T scale = T(1) / static_cast<T>(a.cols());
        delta = (a - t) * scale;
        T sum = 0;
        for (Index sample = 0; sample < z.cols(); ++sample) {
            // ln a_k = z_k − ln Σ_j e^z_j, best taken at the largest a_k, which is at least 1/K.
            Index k = 0;
            const T largest = a.col(sample).maxCoeff(&k);
            const T log_sum_exp = z(k, sample) - std::log(largest);
            sum += log_sum_exp - (t.col(sample) * z.col(sample)).sum();
        }
        return sum * scale;
    }
};

template <class T, class S>
class LossOf final : public Loss<T> {
  public:
    explicit LossOf(const S& s) : s_(s) {}

    const LossTraits& traits() const override { return S::traits; }
    T at_output(ConstView<T> a, ConstView<T> t, View<T> delta) const override {
        if constexpr (S::traits.fused_only) {
            throw InputError(std::string(S::name) + " is computed from logits only");
        } else {
            return s_.template at_output<T>(array(a), array(t), array(delta));
        }
    }
    T at_logits(ConstView<T> z, ConstView<T> a, ConstView<T> t, View<T> delta) const override {
        if constexpr (S::traits.fused_with.empty()) {
            throw InputError(std::string(S::name) + " is computed from outputs only");
        } else {
            return s_.template at_logits<T>(array(z), array(a), array(t), array(delta));
        }
    }

  private:
    S s_;
};

template <class T, class... S>
Catalogue<Loss<T>> table() {
    return {"loss", "", {catalogue_entry<Loss<T>, S, LossOf<T, S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
template <class T>
const Catalogue<Loss<T>>& losses() {
    static const auto catalogue =
        table<T, MeanSquaredError, MeanAbsoluteError, BinaryCrossEntropy, CrossEntropy>();
    return catalogue;
}

const CatalogueInfo& loss_names() { return losses<double>(); }

template const Catalogue<Loss<float>>& losses<float>();
template const Catalogue<Loss<double>>& losses<double>();

}  // namespace mlp
