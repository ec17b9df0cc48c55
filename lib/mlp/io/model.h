#pragma once

#include "mlp/core/extension.h"
#include "mlp/core/options.h"
#include "mlp/data/dataset.h"
#include "mlp/data/scaling.h"
#include "mlp/nn/network.h"

#include <filesystem>
#include <utility>
#include <variant>

namespace mlp {

class Safetensors;

/// A trained network with all that is needed to use it on raw data. Movable, not copyable.
/// Threads: predict() may run in many threads at once.
template <class T>
struct Model {
    Network<T> network;
    Columns columns;
    Scaling scaling;
    Choice loss;  ///< that it was trained with

    /// raw_inputs: features × samples, not scaled. Returns outputs × samples. Throws InputError if
    /// the number of features is not that of the network.
    Matrix<T> predict(const Matrix<double>& raw_inputs) const;
};

using AnyModel = std::variant<Model<float>, Model<double>>;

/// Writes one safetensors file: tensors "layers.N.weight" [out, in] and "layers.N.bias" [out], and
/// the rest as JSON texts in the metadata, with a self-test: an input and the output that belongs
/// to it. Throws RunError if it cannot be written; then what stood there before is still there.
template <class T>
void save_model(const std::filesystem::path& path, const Model<T>& model);

/// Reads it back, float or double as it was saved, and runs the self-test. `extensions` must hold
/// those that the network was made with. Throws InputError naming the file if it is not such a
/// file, damaged, or computes something else than it should.
AnyModel load_model(const std::filesystem::path& path, const Extensions& extensions = {});

/// Copies the tensors of a safetensors file, named and shaped as above, into the parameters of a
/// network, all of them. Throws InputError at one missing, too many, or of the wrong shape.
template <class T>
void load_weights(const std::filesystem::path& path, Network<T>& network);
template <class T>
void load_weights(const Safetensors& file, Network<T>& network);

}  // namespace mlp
