#pragma once

#include "mlp/core/extension.h"
#include "mlp/core/file.h"
#include "mlp/core/options.h"
#include "mlp/data/dataset.h"
#include "mlp/data/preprocessing.h"
#include "mlp/io/training_record.h"
#include "mlp/nn/network.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <variant>

namespace mlp {

class Safetensors;
class SafetensorsWriter;

/// A trained network with all that is needed to use it on raw data. Movable, not copyable.
/// Threads: const members may run in many threads at once.
template <class T>
struct Model {
    Network<T> network;
    Preprocessing preprocessing;
    Targets targets;
    Choice loss;                               ///< that it was trained with
    std::optional<TrainingRecord> training{};  ///< how; none: not known

    /// What the network sees of raw samples (columns × samples, as for predict()): inputs ×
    /// samples.
    Matrix<T> inputs(const Matrix<double>& raw) const;
    Matrix<T> inputs(const RawData& raw, UnknownTexts* unknown = nullptr) const;
    /// raw: columns × samples, not scaled, NaN for missing numbers; for a model all of whose
    /// columns are numbers. Returns outputs × samples, numbers in the units of the targets. Throws
    /// InputError where the columns do not fit, or at a number that cannot be used.
    Matrix<T> predict(const Matrix<double>& raw) const;
    /// The same for the samples of raw data with the columns of `preprocessing`, in its order.
    Matrix<T> predict(const RawData& raw, UnknownTexts* unknown = nullptr) const;
    /// Turns outputs (outputs × samples) into the units of the targets, in place.
    void unscale(View<T> outputs) const;
};

using AnyModel = std::variant<Model<float>, Model<double>>;

/// Writes one safetensors file: tensors "layers.N.weight" [out, in] and "layers.N.bias" [out], and
/// the rest as JSON texts in the metadata, with self-tests: an input of the network and the output
/// that belongs to it, and the same of the preprocessing. Throws RunError if it cannot be written;
/// then what stood there before is still there.
template <class T>
void save_model(const std::filesystem::path& path, const Model<T>& model,
                Durability durability = Durability::flushed);

/// The same, into a file that may hold more: tensors named "training.…" are
/// no part of a model (see io/checkpoint.h).
template <class T>
void write_model(SafetensorsWriter& file, const Model<T>& model);

/// Whether a file says of itself that it is a model.
bool is_model(const Safetensors& file);

/// Reads it back, float or double as it was saved, and runs the self-tests. `extensions` must hold
/// those that the network was made with. No more memory is taken than the file's size justifies.
/// Throws InputError naming the file if it is not such a file, damaged, without a self-test, or
/// computes something else than it should.
AnyModel load_model(const std::filesystem::path& path, const Extensions& extensions = {});
/// The same of a file that is open, and may be closed afterwards.
AnyModel load_model(const Safetensors& file, const Extensions& extensions = {});

}  // namespace mlp
