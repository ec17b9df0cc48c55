#pragma once

#include "mlp/core/random.h"
#include "mlp/nn/loss.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace mlp::test {

/// What a loss says of a batch: L and its gradient.
template <class T>
struct Judged {
    T loss;
    Matrix<T> delta;
};

/// A batch, outputs × samples. `prediction` is a or z.
template <class T>
struct Batch {
    Matrix<T> prediction;
    Matrix<T> target;
    Vector<T> shares;
};

template <class T>
Vector<T> even_shares(Index samples) {
    return Vector<T>::Constant(samples, T(1) / static_cast<T>(samples));
}

/// link(scale · z), written here once more, so that losses are tested without the activations.
template <class T>
Matrix<T> linked(Link link, T scale, const Matrix<T>& z) {
    const auto exp = [](T x) { return std::exp(x); };
    Matrix<T> a = scale * z;
    if (link == Link::sigmoid) return (1 / (1 + (-a).unaryExpr(exp).array())).matrix();
    for (Index n = 0; n < a.cols(); ++n) {
        a.col(n) = (a.col(n).array() - a.col(n).maxCoeff()).unaryExpr(exp);
        a.col(n) /= a.col(n).sum();
    }
    return a;
}

template <class T>
Judged<T> at_output(const Choice& choice, const Batch<T>& batch) {
    const auto& [a, target, shares] = batch;
    Matrix<T> delta = Matrix<T>::Constant(a.rows(), a.cols(), T(99));
    const double loss = losses<T>().make(choice)->at_output(
        view(a), view(target), {shares.data(), shares.size()}, view(delta));
    return {static_cast<T>(loss), delta};
}

template <class T>
Judged<T> at_logits(const Choice& choice, Link link, T scale, const Batch<T>& batch) {
    const auto& [z, target, shares] = batch;
    const Matrix<T> a = linked(link, scale, z);
    Matrix<T> delta = Matrix<T>::Constant(z.rows(), z.cols(), T(99));
    const double loss = losses<T>().make(choice)->at_logits(
        link, scale, view(z), view(a), view(target), {shares.data(), shares.size()}, view(delta));
    return {static_cast<T>(loss), delta};
}

/// The links that a loss is fused with.
inline std::vector<Link> links_of(const Choice& choice) {
    std::vector<Link> links;
    for (const auto& name : losses<double>().traits(choice).fused_with) {
        for (const Link link : {Link::sigmoid, Link::softmax}) {
            if (name == link_name(link)) links.push_back(link);
        }
    }
    return links;
}

/// Every loss with its defaults, and more of those with options.
inline std::vector<Choice> loss_variants() {
    std::vector<Choice> choices;
    for (const auto& name : loss_names().names()) choices.emplace_back(name);
    choices.push_back({"huber", {{"delta", 0.3}}});
    choices.push_back({"quantile", {{"tau", 0.9}}});
    choices.push_back({"poisson", {{"log_input", true}}});
    choices.push_back({"cross_entropy", {{"label_smoothing", 0.1}}});
    for (const double gamma : {0.0, 0.5, 1.0, 3.5}) {
        choices.push_back({"focal", {{"gamma", gamma}}});
    }
    return choices;
}

/// Uniform numbers, the same in each run.
inline Matrix<double> uniform(Index rows, Index cols, double low, double high, unsigned seed) {
    Random random(seed, RandomStream::weights);
    Matrix<double> m(rows, cols);
    for (Index i = 0; i < m.size(); ++i) m.data()[i] = random.uniform(low, high);
    return m;
}

/// Three outputs of four samples that a loss can judge, inside of its ranges, with shares that
/// differ. The targets have both ends of their range among them.
inline Batch<double> batch_for(const Choice& choice) {
    const auto loss = losses<double>().make(choice);
    const Range outputs = loss->outputs();
    const Range targets = loss->traits().targets;
    const double low = std::max(outputs.min, -2.0);
    const double high = std::min(outputs.max, 2.0);
    const double margin = 0.1 * (high - low);  // finite differences need slopes that change slowly
    Batch<double> batch{uniform(3, 4, low + margin, high - margin, 1),
                        uniform(3, 4, std::max(targets.min, -2.0), std::min(targets.max, 2.0), 2),
                        Vector<double>(4)};
    if (targets.min > -infinity) batch.target(0, 0) = batch.target(2, 1) = targets.min;
    if (targets.max < infinity) batch.target(1, 0) = batch.target(2, 2) = targets.max;
    batch.shares << 0.1, 0.2, 0.3, 0.4;
    return batch;
}

/// The same with logits.
inline Batch<double> logits_for(const Choice& choice) {
    Batch<double> batch = batch_for(choice);
    batch.prediction = uniform(3, 4, -3, 3, 3);
    return batch;
}

}  // namespace mlp::test
