#include "mlp/train/spread_batch.h"

#include <algorithm>

namespace mlp {

template <class T>
SpreadBatch<T>::SpreadBatch(Network<T>& network, const Objective<T>& objective, Index batch_size,
                            Team& team)
    : network_(network), objective_(objective), team_(team) {
    const Index members = team.members();
    for (Index i = 0; i < members; ++i) {
        const Part part{i, members};
        const Index block = Objective<T>::block;
        const Index most = part.end(batch_size, block) - part.begin(batch_size, block) + block;
        shares_.push_back({network.make_workspace(most), 0});
    }
}

template <class T>
T SpreadBatch<T>::begin(const Dataset<T>& data, std::span<const Index> rows, T total_weight) {
    team_.run([&](int member) {
        const Part part{member, team_.members()};
        const auto n = static_cast<Index>(rows.size());
        // Whole blocks, so that the losses add up in the same way.
        const auto first = static_cast<std::size_t>(part.begin(n, Objective<T>::block));
        const auto last = static_cast<std::size_t>(part.end(n, Objective<T>::block));
        begin_share(shares_[static_cast<std::size_t>(member)], data,
                    rows.subspan(first, last - first), total_weight);
    });
    double loss = 0;
    for (const Share& share : shares_) {
        loss = Objective<T>::add_losses(loss, share.workspace, share.samples);
    }
    return static_cast<T>(loss);
}

template <class T>
void SpreadBatch<T>::begin_share(Share& share, const Dataset<T>& data, std::span<const Index> rows,
                                 T total_weight) const {
    Workspace<T>& workspace = share.workspace;
    const auto n = static_cast<Index>(rows.size());
    share.samples = n;
    if (n == 0) return;
    gather(data, rows, first_columns(workspace.x, n), first_columns(workspace.target, n),
           VectorView<T>(workspace.weight.data(), n));
    const ConstView<T> x = inputs(share);
    network_.forward_training(x, workspace);
    objective_.evaluate_share(workspace, n, total_weight);
    network_.backward_samples(x, workspace, objective_.gradient_at());
}

template <class T>
void SpreadBatch<T>::collect(Workspace<T>& workspace) const {
    Index first = 0;
    const auto copy = [&](const Matrix<T>& from, Matrix<T>& to, Index samples) {
        std::copy_n(from.data(), samples * from.rows(), to.data() + first * to.rows());
    };
    for (const Share& share : shares_) {
        copy(share.workspace.layers.back().a, workspace.layers.back().a, share.samples);
        copy(share.workspace.target, workspace.target, share.samples);
        first += share.samples;
    }
}

template <class T>
void SpreadBatch<T>::backward() {
    const VectorView<T> gradients = network_.parameters().gradients();
    team_.run([&](int member) {
        bool add = false;
        for (Share& share : shares_) {
            if (share.samples == 0) continue;
            network_.write_gradient(inputs(share), share.workspace, Part{member, team_.members()},
                                    add, gradients);
            add = true;
        }
    });
}

template class SpreadBatch<float>;
template class SpreadBatch<double>;

}  // namespace mlp
