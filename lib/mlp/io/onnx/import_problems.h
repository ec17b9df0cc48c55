#pragma once

#include "mlp/io/onnx/onnx_file.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::onnx {

/// A name from a file, fit to be shown.
std::string shown(std::string name);
/// "Conv 'conv1'": what a node is called in messages.
std::string title(const FileNode& node);

/// All that keeps a graph from being a plain network.
class ImportProblems {
  public:
    void add(const std::string& what);
    void add(const FileNode& node, const std::string& what) { add(title(node) + ": " + what); }
    std::size_t count() const { return count_; }
    /// Throws InputError with the list and what is supported: `more` operators besides the
    /// elementwise ones.
    [[noreturn]] void refuse(std::vector<std::string> more) const;

  private:
    std::string list_;
    std::size_t count_ = 0;
};

}  // namespace mlp::onnx
