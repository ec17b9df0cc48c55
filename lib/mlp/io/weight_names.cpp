#include "mlp/io/weight_names.h"

#include "mlp/core/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {
namespace {

/// Shapes by the last part of the names.
using Group = std::map<std::string, std::vector<Index>>;

/// "layers.0." of "layers.0.weight"
std::string group_of(const std::string& name) {
    const auto dot = name.rfind('.');
    return dot == std::string::npos ? "" : name.substr(0, dot + 1);
}

void add(std::map<std::string, Group>& groups, const std::string& name,
         const std::vector<Index>& shape) {
    const std::string group = group_of(name);
    groups[group][name.substr(group.size())] = shape;
}

std::string shapes_of(const Safetensors& file) {
    constexpr std::size_t most = 12;
    std::vector<std::string> tensors;
    for (const auto& [name, tensor] : file.tensors()) {
        if (tensors.size() == most) {
            tensors.push_back(fmt::format("... ({} more)", file.tensors().size() - most));
            break;
        }
        tensors.push_back(fmt::format("{} [{}]", name, fmt::join(tensor.shape, ", ")));
    }
    return join(tensors);
}

}  // namespace

std::optional<TextsByName> names_by_shape(const Safetensors& file,
                                          const std::vector<Block>& blocks) {
    std::map<std::string, Group> ours;
    std::map<std::string, Group> theirs;
    for (const auto& block : blocks) add(ours, block.name, block.shape);
    for (const auto& [name, tensor] : file.tensors()) add(theirs, name, tensor.shape);
    TextsByName names;
    std::set<std::string> taken;
    for (const auto& [prefix, group] : ours) {
        const auto fits = [&shapes = group](const auto& other) { return other.second == shapes; };
        const auto match = std::ranges::find_if(theirs, fits);
        if (std::ranges::count_if(theirs, fits) != 1) return std::nullopt;
        if (!taken.insert(match->first).second) return std::nullopt;
        for (const auto& [part, shape] : group) names[prefix + part] = match->first + part;
    }
    return names;
}

std::string other_names(const Safetensors& file, const std::vector<Block>& blocks) {
    const auto missing = std::ranges::find_if(
        blocks, [&](const Block& block) { return !file.tensors().contains(block.name); });
    std::string message = fmt::format("{}: has no tensor '{}' of shape [{}]\n  help: ", file.file(),
                                      missing->name, fmt::join(missing->shape, ", "));
    const auto names = names_by_shape(file, blocks);
    nlohmann::ordered_json shown = {{"path", file.file()}};
    if (names) {
        for (const auto& block : blocks) shown["names"][block.name] = names->at(block.name);
        return message +
               "going by the shapes, its names are others: set network.initial_weights to " +
               shown.dump();
    }
    shown["names"][missing->name] = "NAME";
    return message + fmt::format(
                         "it has {}; if these are other names, say which is which: set "
                         "network.initial_weights to {}, and so on for each tensor",
                         shapes_of(file), shown.dump());
}

}  // namespace mlp
