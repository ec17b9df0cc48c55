#pragma once

#include "mlp/train/judging.h"

#include <cstdint>
#include <vector>

namespace mlp {

/// How well a class is found, or several of them on average. Where a quotient is 0/0 (a class that
/// is never predicted has no precision), the value is 0, as in scikit-learn.
struct ClassScores {
    double precision = 0;  ///< of what is predicted as this class, the share that is right
    double recall = 0;     ///< of the samples of this class, the share that is found
    double f1 = 0;         ///< 2 precision recall/(precision + recall)
    double support = 0;    ///< samples of this class
};

/// How many samples of each class are predicted as which.
class ConfusionMatrix {
  public:
    ConfusionMatrix() = default;
    explicit ConfusionMatrix(Index classes)
        : classes_(classes), counts_(static_cast<std::size_t>(classes * classes)) {}

    void add(Index actual, Index predicted) { ++counts_[place(actual, predicted)]; }
    /// outputs, targets: outputs × samples. A single output says yes above `decision`.
    template <class T>
    void add(ConstView<T> outputs, ConstView<T> targets, double decision) {
        for (Index i = 0; i < outputs.cols(); ++i) {
            add(class_of(targets, i, T(decision)), class_of(outputs, i, T(decision)));
        }
    }

    Index classes() const { return classes_; }
    std::int64_t count(Index actual, Index predicted) const {
        return counts_[place(actual, predicted)];
    }
    std::int64_t samples() const;
    std::int64_t right() const;
    std::int64_t actual(Index k) const;     ///< samples of class k
    std::int64_t predicted(Index k) const;  ///< samples that are predicted as class k
    /// Whether there are samples of class k, or some are predicted as it.
    bool occurs(Index k) const { return actual(k) + predicted(k) > 0; }

    ClassScores of_class(Index k) const;
    /// The mean over the classes that occur.
    ClassScores macro() const;
    /// Of all classes taken together: every mistake is one false alarm and one miss.
    ClassScores micro() const;
    /// The mean over the classes, each counted as often as it has samples.
    ClassScores weighted() const;

  private:
    std::size_t place(Index actual, Index predicted) const {
        return static_cast<std::size_t>(actual * classes_ + predicted);
    }

    Index classes_ = 0;
    std::vector<std::int64_t> counts_;  ///< row by row: [actual][predicted]
};

}  // namespace mlp
