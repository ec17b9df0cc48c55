#pragma once

#include <span>

namespace mlp {

/// The λ of Yeo and Johnson's power transformation (see data/number_transform.h) under which the
/// numbers are most likely to come from a normal distribution: the largest of
///   −n/2 · log(variance of the transformed) + (λ − 1) Σ sign(x) log(1 + |x|)
/// between −5 and 7, by golden section (Kiefer 1953). 1 where the numbers do not change.
double yeo_johnson_lambda(std::span<const double> numbers);

}  // namespace mlp
