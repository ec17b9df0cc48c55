#pragma once

#include "mlp/core/state.h"
#include "mlp/io/model.h"
#include "mlp/io/safetensors.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace mlp {

/// A training between two epochs, as a file: a model file that holds all else that the rest of the
/// training depends on, in tensors named "training.…", so that it goes on to the very bits that it
/// would have come to without a break. It can be used like any model file.
///
/// Copies share the file, which is open as long as one of them lives. Threads: as Safetensors.
///
/// In the metadata stand, beside what a model has, the whole config, what the data was, and a
/// checksum (CRC-32) of all numbers.
class Checkpoint {
  public:
    /// What a training must have in common with the one that goes on.
    struct Origin {
        std::string config;  ///< JSON, every default written out
        std::string data;    ///< JSON: the files that were read, with their SHA-256
    };

    /// `visit` is to call visit_state() of all that has a state. Throws RunError if the file cannot
    /// be written; then what stood there before is still there.
    template <class T>
    static void save(const std::filesystem::path& path, const Model<T>& model, const Origin& origin,
                     const std::function<void(StateVisitor&)>& visit);

    /// Throws InputError naming the file if it is no checkpoint, damaged, or without a self-test.
    static Checkpoint read(const std::filesystem::path& path);
    /// The same of a file that is open. Not null.
    static Checkpoint read(std::shared_ptr<const Safetensors> file);

    const Origin& origin() const { return origin_; }
    /// How many epochs were done. Throws InputError if that is not in the file.
    Index epoch() const;

    /// Puts back the parameters of the network, and all that `visit` visits. Throws InputError if
    /// something is not there, or the network computes something else than it should.
    template <class T>
    void restore(Network<T>& network, const std::function<void(StateVisitor&)>& visit) const;

  private:
    std::shared_ptr<const Safetensors> file_;
    Origin origin_;
};

}  // namespace mlp
