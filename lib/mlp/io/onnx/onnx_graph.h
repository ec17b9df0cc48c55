#pragma once

#include "mlp/core/matrix.h"
#include "mlp/io/onnx/onnx_proto.h"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mlp::onnx {

using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

/// An option of a node.
struct Attribute {
    std::string_view name;
    std::variant<double, std::int64_t, Integers, Texts> value;
};

/// What constants are called that have no name of their own.
constexpr std::string_view unnamed = "constant";

/// A graph in the making: values by their names, nodes that make them of others, constants. What it
/// is written with is the lowest version of the operators that suffices.
class Graph {
  public:
    /// A tensor with this many columns and a row for each sample, that the graph is given. Returns
    /// its name, which is `name` where that is free.
    std::string input(std::string_view name, Element element, Index columns);

    /// A node; returns its first output, whose name starts with that of the scope. Throws
    /// InputError for an operator that is not in the table.
    std::string add(std::string_view op, Texts inputs, std::vector<Attribute> attributes = {});

    // Constants; equal ones without a name are one. Numbers are row-major, and of `element`,
    // float32 or float64; throw InputError where one is too large for that.
    std::string numbers(Element element, const Integers& dims, std::span<const double> numbers,
                        std::string_view name = unnamed);
    std::string number(Element element, double number);
    /// One for each column.
    std::string row(Element element, const Vector<double>& numbers,
                    std::string_view name = unnamed);
    std::string integers(const Integers& numbers, std::string_view name = unnamed);
    std::string integer(std::int64_t number);
    std::string texts(const Texts& texts, std::string_view name);

    /// What the graph gives; it is called `name` where that is free. `columns`: 0 for a list of one
    /// element a sample.
    void output(const std::string& value, std::string_view name, Element element, Index columns);

    /// What is made from now on belongs to this part of the model: "layers.0".
    void scope(std::string_view name) { scope_ = name; }
    /// A name in the scope: "layers.0.weight".
    std::string scoped(std::string_view name) const;

    void metadata(std::string_view key, std::string_view text);
    /// The bytes of a file. Throws InputError where it would be larger than such files can be.
    std::string file(std::string_view name, std::string_view description) const;

  private:
    struct Node {
        std::string_view op;
        Texts inputs;
        Texts outputs;
        std::vector<Attribute> attributes;
    };
    struct Tensor {
        Element element;
        Integers dims;
        std::string bytes;
        Texts texts{};

        auto operator<=>(const Tensor&) const = default;
    };
    struct Port {
        std::string name;
        Element element;
        Index columns;
    };

    std::string unique(std::string_view name);
    std::string constant(Tensor tensor, std::string_view name);
    static std::string encoded(const Node& node);
    static std::string encoded(const Attribute& attribute);
    static std::string encoded(const Port& port);
    static std::string encoded(const std::string& name, const Tensor& tensor);

    std::string scope_;
    std::vector<Node> nodes_;
    std::vector<std::pair<std::string, Tensor>> constants_;
    std::map<Tensor, std::string> unnamed_;  ///< names of constants that may be used again
    std::vector<Port> inputs_;
    std::vector<Port> outputs_;
    std::vector<std::pair<std::string, std::string>> metadata_;
    std::set<std::string, std::less<>> names_;
};

}  // namespace mlp::onnx
