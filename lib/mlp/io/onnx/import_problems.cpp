#include "mlp/io/onnx/import_problems.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/io/onnx/elementwise_operators.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp::onnx {
namespace {

/// Problems that are listed; a file may have millions.
constexpr std::size_t most_listed = 1000;

}  // namespace

std::string shown(std::string name) {
    constexpr std::size_t longest = 100;
    if (name.size() > longest) name = name.substr(0, longest) + "...";
    std::ranges::replace_if(
        name, [](char c) { return c < ' ' || c > '~'; }, '?');
    return name;
}

std::string title(const FileNode& node) {
    const bool unnamed = node.name.empty() && !node.outputs.empty();
    return fmt::format("{} '{}'", shown(node.op),
                       shown(unnamed ? node.outputs.front() : node.name));
}

void ImportProblems::add(const std::string& what) {
    if (++count_ <= most_listed) list_ += "\n  " + what;
}

void ImportProblems::refuse(std::vector<std::string> more) const {
    auto names = elementwise_operators();
    names.insert(names.end(), more.begin(), more.end());
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    throw InputError(fmt::format(
        "is no plain network, a chain of weights and activations:{}{}\n  help: supported are "
        "chains "
        "of these operators on one row of numbers a sample, where all between two weights "
        "computes an activation that 'mlp activations' lists: {}",
        list_, count_ > most_listed ? fmt::format("\n  and {} more", count_ - most_listed) : "",
        join(names)));
}

}  // namespace mlp::onnx
