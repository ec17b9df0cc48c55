#pragma once

#include "mlp/core/error.h"
#include "mlp/core/option_info.h"
#include "mlp/core/parameters.h"
#include "mlp/io/safetensors.h"
#include "mlp/nn/network.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// An entry of a map of names that cannot be.
class TensorNameError : public InputError {
  public:
    /// `name`: the entry's key.
    TensorNameError(std::string name, const std::string& what)
        : InputError(what), name_(std::move(name)) {}
    const std::string& name() const { return name_; }

  private:
    std::string name_;
};

/// Throws InputError unless a file holds exactly these tensors, in their shapes, beside those named
/// "training.…". Looks at its header only.
void check_tensors(const Safetensors& file, const std::vector<Block>& blocks);

/// Reads all parameters of a network, after check_tensors(). Throws InputError also at a number
/// that is not finite.
template <class T>
void load_weights(const Safetensors& file, Network<T>& network);

/// The same from a file that may come from elsewhere. `names` says what tensors of the network are
/// called there, where not as in the network: {"layers.0.weight": "0.weight"} for the first layer
/// of a torch.nn.Sequential. With such names, other tensors may be left over. Throws
/// TensorNameError where a name does not exist on its side; where no names are given and the file's
/// are others, an InputError that shows which to give.
template <class T>
void load_weights(const std::filesystem::path& path, Network<T>& network,
                  const TextsByName& names = {});

}  // namespace mlp
