#pragma once

#include "mlp/core/matrix.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// Goes through all that an object carries from one epoch of training to the next, be it to write
/// it down or to put it back: one function of the object,
///
///     void visit_state(StateVisitor& state) { state.visit("optimizer.steps", steps_); ... }
///
/// serves both, so that they cannot differ. Numbers keep every bit, NaN and infinities included. A
/// name stands for one thing in all of the training.
class StateVisitor {
  public:
    virtual ~StateVisitor() = default;

    virtual void visit(const std::string& name, std::vector<Index>& numbers) = 0;
    virtual void visit(const std::string& name, Matrix<float>& numbers) = 0;
    virtual void visit(const std::string& name, Matrix<double>& numbers) = 0;

    // The rest is said by these.

    template <class T>
    void visit(const std::string& name, Vector<T>& numbers) {
        Matrix<T> column = numbers;
        visit(name, column);
        numbers = ConstVectorView<T>(column.data(), column.size());
    }
    void visit(const std::string& name, Index& number) {
        std::vector<Index> list{number};
        visit(name, list);
        number = list.empty() ? 0 : list.front();
    }
    void visit(const std::string& name, bool& flag) {
        Index number = flag ? 1 : 0;
        visit(name, number);
        flag = number != 0;
    }
    void visit(const std::string& name, double& number) {
        std::optional<double> present = number;
        visit(name, present);
        number = present.value_or(0);
    }
    void visit(const std::string& name, std::optional<double>& number) {
        Matrix<double> list = Matrix<double>::Constant(number ? 1 : 0, 1, number.value_or(0));
        visit(name, list);
        number = list.size() > 0 ? std::optional<double>(list(0)) : std::nullopt;
    }
};

}  // namespace mlp
