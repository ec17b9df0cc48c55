#pragma once

#include "mlp/core/matrix.h"
#include "mlp/nn/network.h"

#include <string>
#include <vector>

namespace mlp {

/// A network, to be drawn.
struct NetworkDiagram {
    struct Layer {
        std::string name;        ///< "layers.0"
        std::string type;        ///< "dense"
        std::string activation;  ///< empty if there is none
        Index units = 0;         ///< outputs
        /// units × outputs of the layer before. Empty where a layer has no weight for each pair
        /// (all but dense).
        Matrix<double> weight;
        Vector<double> bias;  ///< units; empty if there is none
        Index parameters = 0;
    };

    std::vector<std::string> inputs;  ///< names
    std::vector<std::string>
        outputs;  ///< names of classes or targets, one for each unit at the end
    std::vector<Layer> layers;
};

/// Which of so many units are drawn, where there is room for `most`: all, or else the first and the
/// `last` ones, which leaves one place for a gap.
std::vector<Index> drawn_units(Index units, Index most, Index last);

/// `inputs` and `outputs`: their names.
template <class T>
NetworkDiagram network_diagram(const Network<T>& network, std::vector<std::string> inputs,
                               std::vector<std::string> outputs);

}  // namespace mlp
