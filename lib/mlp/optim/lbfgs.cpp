#include "mlp/optim/lbfgs.h"

#include "mlp/optim/line_search.h"

#include <cmath>
#include <limits>

namespace mlp {

template <class T>
void LbfgsOptimizer<T>::allocate(Index parameters) {
    if (direction_.size() == parameters) return;
    if (steps_ == 0) {
        w_changes_.setZero(parameters, options_.history_size);
        g_changes_.setZero(parameters, options_.history_size);
        products_.setZero(options_.history_size);
    }
    alphas_.resize(options_.history_size);
    w0_.resize(parameters);
    g0_.resize(parameters);
    direction_.resize(parameters);
}

template <class T>
void LbfgsOptimizer<T>::visit_state(StateVisitor& state) {
    state.visit("optimizer.steps", steps_);
    state.visit("optimizer.w_changes", w_changes_);
    state.visit("optimizer.g_changes", g_changes_);
    state.visit("optimizer.products", products_);
    state.visit("optimizer.pairs", pairs_);
    state.visit("optimizer.newest", newest_);
}

template <class T>
Index LbfgsOptimizer<T>::column(Index i) const {
    return (newest_ - i + options_.history_size) % options_.history_size;
}

template <class T>
double LbfgsOptimizer<T>::find_direction(ConstVectorView<T> g) {
    // The two loops of algorithm 7.4, from −g instead of g.
    Vector<T>& d = direction_;
    d = -g;
    for (Index i = 0; i < pairs_; ++i) {
        const Index k = column(i);
        alphas_[k] = w_changes_.col(k).dot(d) / products_[k];
        d -= alphas_[k] * g_changes_.col(k);
    }
    if (pairs_ > 0) d *= products_[newest_] / g_changes_.col(newest_).squaredNorm();  // (7.20)
    for (Index i = pairs_; i-- > 0;) {
        const Index k = column(i);
        const T beta = g_changes_.col(k).dot(d) / products_[k];
        d += (alphas_[k] - beta) * w_changes_.col(k);
    }
    return static_cast<double>(g.dot(d));
}

template <class T>
void LbfgsOptimizer<T>::remember(ConstVectorView<T> w, ConstVectorView<T> g, double promised) {
    // H stays positive definite only with sᵀy > 0, and more than rounding of it (Byrd et al. 1995).
    const T product = (w - w0_).dot(g - g0_);
    const double epsilon = std::numeric_limits<T>::epsilon();
    if (!(static_cast<double>(product) > epsilon * promised)) return;
    const Index k = pairs_ == 0 ? 0 : (newest_ + 1) % options_.history_size;
    w_changes_.col(k) = w - w0_;
    g_changes_.col(k) = g - g0_;
    products_[k] = product;
    newest_ = k;
    pairs_ = std::min(pairs_ + 1, options_.history_size);
}

template <class T>
void LbfgsOptimizer<T>::step(VectorView<T> w, ConstVectorView<T> g, BatchLoss<T>* batch) {
    if (batch == nullptr) {
        throw InputError("lbfgs: step() needs the loss of the batch, for its line search");
    }
    allocate(w.size());
    ++steps_;
    eigen_assert(w0_.size() == w.size() && g.size() == w.size());

    double slope = find_direction(g);
    if (!(slope < 0)) {
        pairs_ = 0;
        slope = find_direction(g);  // steepest descent
    }
    if (std::isnan(slope)) w += direction_;  // let it be seen
    if (!(slope < 0)) return;                // there is nowhere to go from a stationary point

    w0_ = w;
    g0_ = g;
    double at = 0;
    const auto evaluate = [&](double alpha) -> LinePoint {
        w = w0_ + T(alpha) * direction_;
        at = alpha;
        const auto value = static_cast<double>(batch->loss_and_gradient());
        const auto slope_there = static_cast<double>(g.dot(direction_));
        return {alpha, std::isfinite(slope_there) ? value : infinity, slope_there};
    };
    const LinePoint start{0, static_cast<double>(batch->loss()), slope};
    // Without a history, nothing tells the scale of the direction (as PyTorch).
    const double scale =
        pairs_ > 0 ? 1 : std::min(1.0, 1 / static_cast<double>(g0_.template lpNorm<1>()));
    const LinePoint found =
        strong_wolfe(evaluate, start, scale * options_.learning_rate,
                     {options_.c1, options_.c2, static_cast<int>(options_.max_evaluations),
                      static_cast<double>(std::numeric_limits<T>::epsilon())});
    if (found.at == 0) {
        w = w0_;
        pairs_ = 0;  // what it remembers is of no use here
        return;
    }
    if (found.at != at) evaluate(found.at);
    remember(ConstVectorView<T>(w.data(), w.size()), g, -slope * found.at);
}

template class LbfgsOptimizer<float>;
template class LbfgsOptimizer<double>;

}  // namespace mlp
