#pragma once

#include "mlp/core/matrix.h"
#include "mlp/data/number_transform.h"

#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace mlp {

/// What the target columns of a problem mean. It is learnt from the training data and kept with
/// the model.
struct Targets {
    std::vector<std::string> names;  ///< of the columns
    /// Names of the classes, in the order of the outputs, if the target is a class; else empty.
    std::vector<std::string> classes{};
    /// How numbers were scaled for the network, one for each column; empty: not at all.
    std::vector<NumberTransform> scaling{};

    bool classification() const { return !classes.empty(); }
};

/// Inputs that stay where they are, such as in a file larger than memory, and are made ready sample
/// by sample whenever they are needed. Threads: const and free of state.
template <class T>
class StoredInputs {
  public:
    virtual ~StoredInputs() = default;
    virtual Index features() const = 0;
    virtual Index samples() const = 0;
    /// Writes the features of one sample.
    virtual void copy(Index sample, T* out) const = 0;
};

/// Samples ready for training: every number final, every class a number.
template <class T>
struct Dataset {
    Matrix<T> inputs;                   ///< features × samples; empty if they are `stored`
    Matrix<T> targets;                  ///< outputs × samples; empty if the target is a class
    std::vector<std::uint32_t> labels;  ///< index of the class of each sample, else empty
    std::vector<T> weights{};  ///< how much each sample counts in the loss; empty: all the same
    T no = 0;   ///< how a class is written as a target: for an output that is not its own
    T yes = 1;  ///< and for its own
    std::shared_ptr<const StoredInputs<T>> stored{};

    Index samples() const { return stored ? stored->samples() : inputs.cols(); }
    Index features() const { return stored ? stored->features() : inputs.rows(); }
};

/// Some samples of a data set, which it does not own.
template <class T>
struct Subset {
    const Dataset<T>* data = nullptr;
    std::vector<Index> rows;

    Index samples() const { return static_cast<Index>(rows.size()); }
    bool empty() const { return rows.empty(); }

    /// All samples, in order.
    static Subset all(const Dataset<T>& data) {
        Subset subset{&data, std::vector<Index>(static_cast<std::size_t>(data.samples()))};
        std::iota(subset.rows.begin(), subset.rows.end(), Index{0});
        return subset;
    }
};

/// How much some samples count together.
template <class T>
T total_weight(const Dataset<T>& data, std::span<const Index> rows) {
    if (data.weights.empty()) return static_cast<T>(rows.size());
    T sum = 0;
    for (const Index row : rows) sum += data.weights[static_cast<std::size_t>(row)];
    return sum;
}

/// Copies some samples into a batch. x: features × rows.size(). target: outputs × rows.size(); a
/// class becomes `yes` in its own row and `no` elsewhere or, with one output for two classes, `no`
/// or `yes`. weight: rows.size().
template <class T>
void gather(const Dataset<T>& data, std::span<const Index> rows, View<T> x, View<T> target,
            VectorView<T> weight) {
    const auto n = static_cast<Index>(rows.size());
    const auto sample = [rows](Index i) { return rows[static_cast<std::size_t>(i)]; };
    const auto copy = [&](const Matrix<T>& from, View<T> to) {
        const Index size = from.rows();
        for (Index i = 0; i < n; ++i) {
            const T* source = from.data() + sample(i) * size;
            T* column = to.data() + i * size;
            for (Index k = 0; k < size; ++k) column[k] = source[k];
        }
    };
    if (data.stored) {
        for (Index i = 0; i < n; ++i) data.stored->copy(sample(i), x.col(i).data());
    } else {
        copy(data.inputs, x);
    }
    for (Index i = 0; i < n; ++i) {
        weight[i] = data.weights.empty() ? T(1) : data.weights[static_cast<std::size_t>(sample(i))];
    }
    if (data.labels.empty()) return copy(data.targets, target);
    const bool single = target.rows() == 1;
    target.setConstant(data.no);
    for (Index i = 0; i < n; ++i) {
        const auto label = static_cast<Index>(data.labels[static_cast<std::size_t>(sample(i))]);
        if (!single) {
            target(label, i) = data.yes;
        } else if (label == 1) {
            target(0, i) = data.yes;
        }
    }
}

}  // namespace mlp
