#pragma once

#include "mlp/nn/loss.h"

#include <cmath>

namespace mlp::loss {

/// The logarithms of one sample's probabilities a = softmax(scale · z), of which small ones may be
/// rounded to 0: ln a_k = scale (z_k − z_m) + ln a_m, best taken at the largest a_m, which is at
/// least 1/K.
template <class T>
class LogSoftmax {
  public:
    LogSoftmax(T scale, ConstSample<T> z, ConstSample<T> a) : scale_(scale), z_(z) {
        Index m = 0;
        for (Index k = 1; k < a.size(); ++k) {
            if (a[k] > a[m]) m = k;
        }
        largest_z_ = z[m];
        largest_log_a_ = std::log(a[m]);
    }
    T operator[](Index k) const { return scale_ * (z_[k] - largest_z_) + largest_log_a_; }

  private:
    T scale_;
    ConstSample<T> z_;
    T largest_z_;
    T largest_log_a_;
};

}  // namespace mlp::loss
