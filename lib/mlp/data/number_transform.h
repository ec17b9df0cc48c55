#pragma once

#include "mlp/core/formula.h"

#include <cmath>

namespace mlp {

/// What bends numbers before they are scaled.
enum class Curve { none, log1p, yeo_johnson };

/// x ↦ (curve(x) − shift) · scale, for the numbers of one column. A plain value.
///
/// log1p is log(1 + x). yeo_johnson is the power transformation of Yeo and Johnson ("A new family
/// of power transformations to improve normality or symmetry", Biometrika 87, 2000), which is for
/// numbers of both signs:
///   x ≥ 0: ((1 + x)^λ − 1)/λ, for λ = 0 log(1 + x)
///   x < 0: −((1 − x)^(2−λ) − 1)/(2 − λ), for λ = 2 −log(1 − x)
struct NumberTransform {
    Curve curve = Curve::none;
    double lambda = 1;
    double shift = 0;
    double scale = 1;

    bool is_identity() const { return curve == Curve::none && shift == 0 && scale == 1; }
    double apply(double x) const { return (bend(curve, lambda, x) - shift) * scale; }
    /// apply() in symbols, for export.
    Formula symbolic(const Formula& x) const { return (bend(curve, lambda, x) - shift) * scale; }
    /// What apply() made y of; NaN where it cannot have come from any number.
    double invert(double y) const { return unbend(y / scale + shift); }
    /// invert() in symbols.
    Formula symbolic_inverse(const Formula& y) const {
        const Formula bent = y / scale + shift;
        switch (curve) {
            case Curve::none:
                return bent;
            case Curve::log1p:
                return expm1(bent);
            case Curve::yeo_johnson:
                return if_less(bent, 0, -root(-bent, 2 - lambda), root(bent, lambda));
        }
        return bent;
    }

    static double bend(Curve curve, double lambda, double x) {
        switch (curve) {
            case Curve::none:
                return x;
            case Curve::log1p:
                return std::log1p(x);
            case Curve::yeo_johnson:
                return x < 0 ? -power(-x, 2 - lambda) : power(x, lambda);
        }
        return x;
    }

    static Formula bend(Curve curve, double lambda, const Formula& x) {
        switch (curve) {
            case Curve::none:
                return x;
            case Curve::log1p:
                return log1p(x);
            case Curve::yeo_johnson:
                return if_less(x, 0, -power(maximum(-x, 0), 2 - lambda),
                               power(maximum(x, 0), lambda));
        }
        return x;
    }

  private:
    double unbend(double y) const {
        switch (curve) {
            case Curve::none:
                return y;
            case Curve::log1p:
                return std::expm1(y);
            case Curve::yeo_johnson:
                return y < 0 ? -root(-y, 2 - lambda) : root(y, lambda);
        }
        return y;
    }

    /// ((1 + x)^p − 1)/p for x ≥ 0, also where p is close to 0, and its inverse.
    static double power(double x, double p) {
        return p == 0 ? std::log1p(x) : std::expm1(p * std::log1p(x)) / p;
    }
    static double root(double y, double p) {
        return p == 0 ? std::expm1(y) : std::expm1(std::log1p(p * y) / p);
    }
    static Formula power(const Formula& x, double p) {
        return p == 0 ? log1p(x) : expm1(p * log1p(x)) / p;
    }
    static Formula root(const Formula& y, double p) {
        return p == 0 ? expm1(y) : expm1(log1p(p * y) / p);
    }
};

}  // namespace mlp
