#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::onnx {

/// A tensor of a file. Its numbers are there only where they are of a kind that is read here.
struct FileTensor {
    std::string name;
    std::vector<std::int64_t> dims;
    std::vector<double> numbers;  ///< row-major, as many as the dims say
    std::string problem;          ///< why there are no numbers; else empty
};

struct FileAttribute {
    std::string name;
    double number = 0;
    std::int64_t integer = 0;
    std::string text;
    std::optional<FileTensor> tensor;
};

struct FileNode {
    std::string op;
    std::string domain;  ///< empty: that of ONNX itself
    std::string name;
    std::vector<std::string> inputs;  ///< an empty name: not given
    std::vector<std::string> outputs;
    std::vector<FileAttribute> attributes;

    const FileAttribute* find(std::string_view attribute) const;
    double number(std::string_view attribute, double missing) const;
    std::int64_t integer(std::string_view attribute, std::int64_t missing) const;
};

/// An input or output of the graph.
struct FilePort {
    std::string name;
    /// Its sizes, −1 where they are not fixed; none where nothing is said.
    std::optional<std::vector<std::int64_t>> dims;
};

/// What stands in an ONNX file, as far as networks are read from it: plain values that were not
/// looked at yet, except that tensors have as many numbers as they should.
struct File {
    std::int64_t opset = 0;
    std::vector<FileNode> nodes;
    std::map<std::string, FileTensor> initializers;
    std::vector<FilePort> inputs;  ///< may hold initializers as well
    std::vector<FilePort> outputs;
    std::map<std::string, std::string> metadata;
};

/// Reads the bytes of a file. Takes memory in proportion to them, whatever they say. Throws
/// InputError where they are no ONNX file, or a damaged one.
File parse_file(std::string_view bytes);

}  // namespace mlp::onnx
