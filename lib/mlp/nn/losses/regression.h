#pragma once

#include "mlp/nn/loss.h"

#include <cmath>

/// Losses of the error e = a − t of one output, averaged over the outputs: `value` is ℓ, `slope` is
/// ∂ℓ/∂a. Comparisons are written so that NaN passes through and a broken training is seen.
namespace mlp::loss {

struct MeanSquaredError {
    static constexpr std::string_view name = "mse";
    static constexpr std::string_view help = "mean squared error: predicts the mean";
    static constexpr std::string_view formula = "(a - t)^2";
    static constexpr std::string_view source = "Bishop 2006, eq. 3.12";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<MeanSquaredError> options() { return {}; }

    template <class T>
    T value(T a, T t) const {
        return (a - t) * (a - t);
    }
    template <class T>
    T slope(T a, T t) const {
        return 2 * (a - t);
    }
};

struct MeanAbsoluteError {
    static constexpr std::string_view name = "mae";
    static constexpr std::string_view help =
        "mean absolute error: predicts the median, so outliers count little";
    static constexpr std::string_view formula = "|a - t|";
    static constexpr std::string_view source = "Hastie, Tibshirani and Friedman 2009, section 10.6";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<MeanAbsoluteError> options() { return {}; }

    template <class T>
    T value(T a, T t) const {
        return std::abs(a - t);
    }
    template <class T>
    T slope(T a, T t) const {
        const T e = a - t;
        return e > 0 ? T(1) : e < 0 ? T(-1) : e;
    }
};

struct Huber {
    double delta = 1;

    static constexpr std::string_view name = "huber";
    static constexpr std::string_view help =
        "squared for small errors, absolute for large ones: smooth, yet outliers count little";
    static constexpr std::string_view formula =
        "e = a - t: e^2 / 2 if |e| <= delta, else delta (|e| - delta / 2)";
    static constexpr std::string_view source = "Huber 1964";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<Huber> options() {
        return {{"delta", &Huber::delta, positive, "the error from which on it grows linearly"}};
    }

    template <class T>
    T value(T a, T t) const {
        const T d = T(delta);
        const T size = std::abs(a - t);
        return size <= d ? size * size / 2 : d * (size - d / 2);
    }
    template <class T>
    T slope(T a, T t) const {
        const T d = T(delta);
        const T e = a - t;
        return e > d ? d : e < -d ? -d : e;
    }
};

struct LogCosh {
    static constexpr std::string_view name = "log_cosh";
    static constexpr std::string_view help =
        "like huber with delta 1, and smooth in all derivatives";
    static constexpr std::string_view formula = "ln cosh(a - t)";
    static constexpr std::string_view source = "Green 1990; Saleh and Saleh 2022";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<LogCosh> options() { return {}; }

    /// ln cosh e = |e| + ln((1 + e^(−2|e|)) / 2), which neither overflows nor, in this form, loses
    /// the small errors.
    template <class T>
    T value(T a, T t) const {
        const T size = std::abs(a - t);
        return size + std::log1p(std::expm1(-2 * size) / 2);
    }
    template <class T>
    T slope(T a, T t) const {
        return std::tanh(a - t);
    }
};

struct Quantile {
    double tau = 0.5;

    static constexpr std::string_view name = "quantile";
    static constexpr std::string_view help =
        "predicts the quantile tau (0.9: nine targets of ten lie below), the pinball loss";
    static constexpr std::string_view formula = "tau (t - a) if a <= t, else (1 - tau) (a - t)";
    static constexpr std::string_view source = "Koenker and Bassett 1978";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<Quantile> options() {
        return {{"tau", &Quantile::tau, open(0, 1), "the share of the targets below the output"}};
    }

    template <class T>
    T value(T a, T t) const {
        const T e = a - t;
        return e < 0 ? -T(tau) * e : (1 - T(tau)) * e;
    }
    template <class T>
    T slope(T a, T t) const {
        const T e = a - t;
        return e > 0 ? 1 - T(tau) : e < 0 ? -T(tau) : e;
    }
};

}  // namespace mlp::loss
