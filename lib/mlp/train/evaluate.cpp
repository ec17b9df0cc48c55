#include "mlp/train/evaluate.h"

#include "mlp/core/denormals.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace mlp {

template <class T>
void check_fit(const Network<T>& network, const Subset<T>& samples) {
    const auto fail = [](const std::string& what) { throw InputError("samples: " + what); };
    if (samples.data == nullptr || samples.empty()) fail("there are none");
    const Dataset<T>& data = *samples.data;
    if (data.features() != network.inputs()) {
        fail(fmt::format("{} features where the network has {} inputs", data.features(),
                         network.inputs()));
    }
    if (data.labels.empty()) {
        if (data.targets.rows() != network.outputs() || data.targets.cols() != data.samples()) {
            fail("there must be one target for each output and sample");
        }
    } else {
        const auto classes = static_cast<std::uint32_t>(std::max<Index>(network.outputs(), 2));
        const bool fits = std::all_of(data.labels.begin(), data.labels.end(),
                                      [&](std::uint32_t label) { return label < classes; });
        if (!fits || static_cast<Index>(data.labels.size()) != data.samples()) {
            fail("there must be one label for each sample, below the number of outputs");
        }
    }
    if (!data.weights.empty() && static_cast<Index>(data.weights.size()) != data.samples()) {
        fail("there must be one weight for each sample, or none");
    }
    for (const Index row : samples.rows) {
        if (row < 0 || row >= data.samples()) fail(fmt::format("there is no sample {}", row));
    }
}

namespace {

/// Puts samples through the network and into the board, batch by batch; after each calls
/// also(output, target).
template <class T, class Also>
void judge(const Network<T>& network, const Objective<T>& objective, const Subset<T>& samples,
           ScoreBoard<T>& board, Workspace<T>& workspace, Also also) {
    const FlushDenormals flush;
    board.reset();
    const std::span<const Index> rows(samples.rows);
    const auto step = static_cast<std::size_t>(workspace.capacity);
    for (std::size_t start = 0; start < rows.size(); start += step) {
        const auto batch = rows.subspan(start, std::min(step, rows.size() - start));
        const auto n = static_cast<Index>(batch.size());
        const View<T> x = first_columns(workspace.x, n);
        const View<T> target = first_columns(workspace.target, n);
        const VectorView<T> weight(workspace.weight.data(), n);
        gather(*samples.data, batch, x, target, weight);
        const ConstView<T> output = network.forward(constant(x), workspace);
        board.add(objective.evaluate(workspace, n), weight.sum(), output, constant(target));
        also(output, constant(target));
    }
}

}  // namespace

template <class T>
Scores evaluate(const Network<T>& network, const Objective<T>& objective, const Subset<T>& samples,
                ScoreBoard<T>& board, Workspace<T>& workspace) {
    evaluate_to_board(network, objective, samples, board, workspace);
    return board.scores();
}

template <class T>
void evaluate_to_board(const Network<T>& network, const Objective<T>& objective,
                       const Subset<T>& samples, ScoreBoard<T>& board, Workspace<T>& workspace) {
    judge(network, objective, samples, board, workspace, [](const auto&, const auto&) {});
}

template <class T>
Evaluation evaluate_in_detail(const Network<T>& network, const Objective<T>& objective,
                              const Subset<T>& samples, ScoreBoard<T>& board,
                              Workspace<T>& workspace) {
    const Judging& judging = board.judging();
    ConfusionMatrix confusion(judging.classes);
    judge(network, objective, samples, board, workspace,
          [&](const ConstView<T>& output, const ConstView<T>& target) {
              if (judging.classes > 0) confusion.add(output, target, judging.decision);
          });
    return {samples.samples(), board.scores(), std::move(confusion)};
}

template <class T>
Index affordable_batch(const Network<T>& network, Index wanted) {
    constexpr Index most_bytes = Index{256} << 20;
    const Index sample = std::max<Index>(network.numbers_per_sample(), 1) * Index{sizeof(T)};
    return std::clamp<Index>(most_bytes / sample, 1, std::max<Index>(wanted, 1));
}

template <class T>
Matrix<T> predict(const Network<T>& network, ConstView<T> inputs) {
    if (inputs.rows() != network.inputs()) {
        throw InputError(
            fmt::format("predict: {} features a sample where the network has {} inputs",
                        inputs.rows(), network.inputs()));
    }
    const FlushDenormals flush;
    Matrix<T> outputs(network.outputs(), inputs.cols());
    const Index step = affordable_batch(network, std::min<Index>(inputs.cols(), 256));
    Workspace<T> workspace = network.make_workspace(step);
    for (Index start = 0; start < inputs.cols(); start += step) {
        const Index n = std::min(step, inputs.cols() - start);
        const ConstView<T> x(inputs.data() + start * inputs.rows(), inputs.rows(), n);
        outputs.middleCols(start, n) = network.forward(x, workspace);
    }
    return outputs;
}

#define MLP_INSTANTIATE(T)                                                                    \
    template void check_fit(const Network<T>&, const Subset<T>&);                             \
    template Scores evaluate(const Network<T>&, const Objective<T>&, const Subset<T>&,        \
                             ScoreBoard<T>&, Workspace<T>&);                                  \
    template void evaluate_to_board(const Network<T>&, const Objective<T>&, const Subset<T>&, \
                                    ScoreBoard<T>&, Workspace<T>&);                           \
    template Evaluation evaluate_in_detail(const Network<T>&, const Objective<T>&,            \
                                           const Subset<T>&, ScoreBoard<T>&, Workspace<T>&);  \
    template Index affordable_batch(const Network<T>&, Index);                                \
    template Matrix<T> predict(const Network<T>&, ConstView<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
