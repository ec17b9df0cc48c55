#include "mlp/io/weights.h"

#include "mlp/core/suggest.h"
#include "mlp/io/weight_names.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

/// What a block is called in the file.
const std::string& name_in_file(const Block& block, const TextsByName& names) {
    const auto given = names.find(block.name);
    return given == names.end() ? block.name : given->second;
}

template <class T>
void copy_weights(const Safetensors& file, Network<T>& network, const TextsByName& names) {
    auto& parameters = network.parameters();
    for (const auto& block : parameters.blocks()) {
        file.copy(name_in_file(block, names), block.shape, parameters.value(block));
    }
}

void check_names(const Safetensors& file, const std::vector<Block>& blocks,
                 const TextsByName& names) {
    std::vector<std::string> ours;
    for (const auto& block : blocks) ours.push_back(block.name);
    std::map<std::string, std::string> used;
    for (const auto& [name, in_file] : names) {
        if (std::ranges::find(ours, name) == ours.end()) {
            throw TensorNameError(name, fmt::format("the network has no tensor '{}'\n  help: {}",
                                                    name, suggest(name, ours, "its tensors")));
        }
        try {
            file.tensor(in_file);
        } catch (const InputError& error) {
            throw TensorNameError(name, error.what());
        }
        const auto [first, is_new] = used.emplace(in_file, name);
        if (!is_new) {
            throw TensorNameError(
                name, fmt::format("'{}' is also the name of '{}'", in_file, first->second));
        }
    }
}

bool has_all(const Safetensors& file, const std::vector<Block>& blocks) {
    return std::ranges::all_of(
        blocks, [&](const Block& block) { return file.tensors().contains(block.name); });
}

}  // namespace

void check_tensors(const Safetensors& file, const std::vector<Block>& blocks) {
    for (const auto& block : blocks) file.check(block.name, block.shape);
    std::vector<std::string> known;
    for (const auto& block : blocks) known.push_back(block.name);
    std::ranges::sort(known);
    for (const auto& [name, tensor] : file.tensors()) {
        if (name.starts_with("training.") || std::ranges::binary_search(known, name)) continue;
        throw InputError(
            fmt::format("{}: tensor '{}' belongs to no layer of the network", file.file(), name));
    }
}

template <class T>
void load_weights(const Safetensors& file, Network<T>& network) {
    check_tensors(file, network.parameters().blocks());
    copy_weights(file, network, {});
}

template <class T>
void load_weights(const std::filesystem::path& path, Network<T>& network,
                  const TextsByName& names) {
    const Safetensors file = Safetensors::read(path);
    const auto& blocks = network.parameters().blocks();
    if (names.empty()) {
        if (!has_all(file, blocks)) throw InputError(other_names(file, blocks));
        return load_weights(file, network);
    }
    check_names(file, blocks, names);
    copy_weights(file, network, names);
}

#define MLP_INSTANTIATE(T)                                       \
    template void load_weights(const Safetensors&, Network<T>&); \
    template void load_weights(const std::filesystem::path&, Network<T>&, const TextsByName&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
