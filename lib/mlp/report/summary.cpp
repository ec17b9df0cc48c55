#include "mlp/report/summary.h"

#include <cmath>

namespace mlp {

Scores CrossValidation::mean() const {
    if (folds.empty()) return {};
    Scores mean = folds.front();
    for (std::size_t i = 0; i < mean.size(); ++i) {
        double sum = 0;
        for (const auto& fold : folds) sum += fold[i].second;
        mean[i].second = sum / static_cast<double>(folds.size());
    }
    return mean;
}

Scores CrossValidation::sd() const {
    Scores sd = mean();
    for (std::size_t i = 0; i < sd.size(); ++i) {
        double squares = 0;
        for (const auto& fold : folds) {
            const double deviation = fold[i].second - sd[i].second;
            squares += deviation * deviation;
        }
        sd[i].second = std::sqrt(squares / static_cast<double>(folds.size() - 1));
    }
    return sd;
}

}  // namespace mlp
