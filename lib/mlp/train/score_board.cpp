#include "mlp/core/error.h"
#include "mlp/train/metric.h"

#include <type_traits>

namespace mlp {

template <class T>
ScoreBoard<T>::ScoreBoard(const std::vector<Choice>& chosen, Judging judging)
    : judging_(std::move(judging)) {
    for (const auto& metric : chosen) {
        const auto problem = problem_with_metric(metric, judging_);
        if (!problem.empty()) throw InputError(problem);
        metrics_.emplace_back(metric.type, metrics().make(metric));
        metrics_.back().second->prepare(judging_);
    }
}

template <class T>
void ScoreBoard<T>::reset() {
    for (auto& [name, metric] : metrics_) metric->reset();
    loss_sum_ = 0;
    weight_sum_ = 0;
}

template <class T>
void ScoreBoard<T>::add_loss(T loss, T weight) {
    loss_sum_ += static_cast<double>(weight) * static_cast<double>(loss);
    weight_sum_ += static_cast<double>(weight);
}

template <class T>
void ScoreBoard<T>::add_outputs(ConstView<T> output, ConstView<T> target) {
    if (metrics_.empty()) return;
    const ConstView<double> outputs = original(output, output_);
    const ConstView<double> targets = original(target, target_);
    for (auto& [name, metric] : metrics_) metric->add(outputs, targets);
}

template <class T>
ConstView<double> ScoreBoard<T>::original(ConstView<T> batch, Matrix<double>& buffer) const {
    const auto& scaling = judging_.targets;
    if constexpr (std::is_same_v<T, double>) {
        if (scaling.empty()) return batch;
    }
    if (buffer.rows() != batch.rows() || buffer.cols() < batch.cols()) {
        buffer.resize(batch.rows(), batch.cols());
    }
    View<double> numbers = first_columns(buffer, batch.cols());
    numbers = batch.template cast<double>();
    for (std::size_t k = 0; k < scaling.size(); ++k) {
        const auto row = static_cast<Index>(k);
        for (Index i = 0; i < numbers.cols(); ++i) {
            numbers(row, i) = scaling[k].invert(numbers(row, i));
        }
    }
    return constant(numbers);
}

template <class T>
Scores ScoreBoard<T>::scores() const {
    Scores scores;
    write(scores);
    return scores;
}

template <class T>
void ScoreBoard<T>::write(Scores& scores) const {
    if (scores.empty()) {
        scores.emplace_back("loss", 0);
        for (const auto& [name, metric] : metrics_) scores.emplace_back(name, 0);
    }
    scores.front().second = loss();
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
        scores[i + 1].second = metrics_[i].second->value();
    }
}

template class ScoreBoard<float>;
template class ScoreBoard<double>;

}  // namespace mlp
