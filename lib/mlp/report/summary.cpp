#include "mlp/report/summary.h"

#include "mlp/report/spread.h"

namespace mlp {
namespace {

/// One number of the Spread of each score over the folds.
Scores over_folds(const std::vector<Scores>& folds, double Spread::*number) {
    if (folds.empty()) return {};
    Scores result = folds.front();
    for (std::size_t i = 0; i < result.size(); ++i) {
        std::vector<double> values;
        for (const auto& fold : folds) values.push_back(fold[i].second);
        result[i].second = Spread(values).*number;
    }
    return result;
}

}  // namespace

Scores CrossValidation::mean() const { return over_folds(folds, &Spread::mean); }
Scores CrossValidation::sd() const { return over_folds(folds, &Spread::sd); }

}  // namespace mlp
