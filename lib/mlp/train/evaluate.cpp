#include "mlp/train/evaluate.h"

#include <algorithm>
#include <span>

namespace mlp {

template <class T>
Scores evaluate(const Network<T>& network, const Objective<T>& objective, const Subset<T>& samples,
                ScoreBoard<T>& board, Workspace<T>& workspace) {
    board.reset();
    const std::span<const Index> rows(samples.rows);
    const auto step = static_cast<std::size_t>(workspace.capacity);
    for (std::size_t start = 0; start < rows.size(); start += step) {
        const auto batch = rows.subspan(start, std::min(step, rows.size() - start));
        const auto n = static_cast<Index>(batch.size());
        const View<T> x = first_columns(workspace.x, n);
        const View<T> target = first_columns(workspace.target, n);
        gather(*samples.data, batch, x, target);
        const ConstView<T> output = network.forward(constant(x), workspace);
        board.add(objective.evaluate(workspace, n), output, constant(target));
    }
    return board.scores();
}

template <class T>
Matrix<T> predict(const Network<T>& network, ConstView<T> inputs) {
    Matrix<T> outputs(network.outputs(), inputs.cols());
    const Index step = std::clamp<Index>(inputs.cols(), 1, 256);
    Workspace<T> workspace = network.make_workspace(step);
    for (Index start = 0; start < inputs.cols(); start += step) {
        const Index n = std::min(step, inputs.cols() - start);
        const ConstView<T> x(inputs.data() + start * inputs.rows(), inputs.rows(), n);
        outputs.middleCols(start, n) = network.forward(x, workspace);
    }
    return outputs;
}

#define MLP_INSTANTIATE(T)                                                             \
    template Scores evaluate(const Network<T>&, const Objective<T>&, const Subset<T>&, \
                             ScoreBoard<T>&, Workspace<T>&);                           \
    template Matrix<T> predict(const Network<T>&, ConstView<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
