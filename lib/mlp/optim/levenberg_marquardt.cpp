#include "mlp/optim/levenberg_marquardt.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

namespace mlp {
namespace {

/// Below this, less damping makes no difference, but takes longer to grow again.
constexpr double smallest_mu = 1e-20;

}  // namespace

template <class T>
bool LevenbergMarquardtOptimizer<T>::move(VectorView<T> w, double mu) {
    damped_ = jtj_;
    damped_.diagonal().array() += T(mu);
    const Eigen::LLT<Eigen::Ref<Matrix<T>>> cholesky(damped_);  // in place
    if (cholesky.info() != Eigen::Success) return false;
    change_ = jtr_;
    cholesky.solveInPlace(change_);
    w = before_ - change_;
    return true;
}

template <class T>
void LevenbergMarquardtOptimizer<T>::step(VectorView<T> w, ConstVectorView<T> /*g*/,
                                          BatchLoss<T>* batch) {
    if (batch == nullptr) {
        throw InputError("levenberg_marquardt: step() needs the residuals of the batch");
    }
    ++steps_;
    eigen_assert(before_.size() == 0 || before_.size() == w.size());
    jtj_.setZero(w.size(), w.size());
    jtr_.setZero(w.size());
    const T loss = batch->add_normal_equations(jtj_, jtr_);
    if (std::isnan(jtr_.sum())) {
        w += jtr_;  // let it be seen
        return;
    }
    before_ = w;
    double mu = mu_;
    while (mu <= options_.mu_max) {
        if (move(w, mu)) {
            if (w == before_) return;  // more damping moves it even less
            if (batch->loss() < loss) {
                mu_ = std::max(mu * options_.mu_decrease, smallest_mu);
                return;
            }
        }
        mu *= options_.mu_increase;
    }
    w = before_;
}

template class LevenbergMarquardtOptimizer<float>;
template class LevenbergMarquardtOptimizer<double>;

}  // namespace mlp
