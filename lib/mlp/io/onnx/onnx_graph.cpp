#include "mlp/io/onnx/onnx_graph.h"

#include "mlp/core/build_info.h"
#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/io/onnx/onnx_operators.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <protozero/pbf_writer.hpp>

namespace mlp::onnx {
namespace {

using protozero::pbf_writer;

/// Adds a number with its lowest byte first, as files have them.
template <class Bits, class Number>
void add_bytes(std::string& bytes, Number number) {
    const auto bits = std::bit_cast<Bits>(number);
    for (std::size_t i = 0; i < sizeof(Bits); ++i) {
        bytes += static_cast<char>(static_cast<unsigned char>(bits >> (8 * i)));
    }
}

void add_text(pbf_writer& to, Tag tag, std::string_view text) {
    to.add_string(tag, text.data(), text.size());
}

}  // namespace

std::string Graph::scoped(std::string_view name) const {
    return scope_.empty() ? std::string(name) : fmt::format("{}.{}", scope_, name);
}

std::string Graph::unique(std::string_view name) {
    std::string result(name);
    for (int i = 2; !names_.insert(result).second; ++i) result = fmt::format("{}_{}", name, i);
    return result;
}

std::string Graph::input(std::string_view name, Element element, Index columns) {
    // An empty name means that there is no value.
    inputs_.push_back({unique(name.empty() ? "column" : name), element, columns});
    return inputs_.back().name;
}

std::string Graph::add(std::string_view op, Texts inputs, std::vector<Attribute> attributes) {
    const Operator& known = find_operator(op);
    Node node{known.name, std::move(inputs), {}, std::move(attributes)};
    for (int i = 0; i < known.outputs; ++i) node.outputs.push_back(unique(scoped(op)));
    nodes_.push_back(std::move(node));
    return nodes_.back().outputs.front();
}

std::string Graph::constant(Tensor tensor, std::string_view name) {
    if (name == unnamed) {
        if (const auto found = unnamed_.find(tensor); found != unnamed_.end()) return found->second;
    }
    std::string unique_name = unique(name);
    if (name == unnamed) unnamed_.emplace(tensor, unique_name);
    constants_.emplace_back(unique_name, std::move(tensor));
    return unique_name;
}

std::string Graph::numbers(Element element, const Integers& dims, std::span<const double> numbers,
                           std::string_view name) {
    Tensor tensor{element, dims, {}};
    for (const double number : numbers) {
        if (element == Element::float64) {
            add_bytes<std::uint64_t>(tensor.bytes, number);
            continue;
        }
        const auto rounded = static_cast<float>(number);
        if (std::isfinite(number) && !std::isfinite(rounded)) {
            throw InputError(fmt::format("{}: {} is too large for the float32 of ONNX files", name,
                                         to_text(number)));
        }
        add_bytes<std::uint32_t>(tensor.bytes, rounded);
    }
    return constant(std::move(tensor), name);
}

std::string Graph::number(Element element, double number) {
    return numbers(element, {}, {&number, 1});
}

std::string Graph::row(Element element, const Vector<double>& row, std::string_view name) {
    return numbers(element, {row.size()}, {row.data(), static_cast<std::size_t>(row.size())}, name);
}

std::string Graph::integers(const Integers& numbers, std::string_view name) {
    Tensor tensor{Element::int64, {static_cast<std::int64_t>(numbers.size())}, {}};
    for (const std::int64_t number : numbers) add_bytes<std::uint64_t>(tensor.bytes, number);
    return constant(std::move(tensor), name);
}

std::string Graph::integer(std::int64_t number) {
    Tensor tensor{Element::int64, {}, {}};
    add_bytes<std::uint64_t>(tensor.bytes, number);
    return constant(std::move(tensor), unnamed);
}

std::string Graph::texts(const Texts& texts, std::string_view name) {
    return constant({Element::text, {static_cast<std::int64_t>(texts.size())}, {}, texts}, name);
}

void Graph::output(const std::string& value, std::string_view name, Element element,
                   Index columns) {
    const auto made = [&](const Node& node) { return node.outputs.front() == value; };
    const bool is_output =
        std::ranges::any_of(outputs_, [&](const Port& port) { return port.name == value; });
    if (is_output || std::ranges::none_of(nodes_, made)) {
        return output(add("Identity", {value}), name, element, columns);
    }
    const std::string unique_name = unique(name);
    for (auto& node : nodes_) {
        std::ranges::replace(node.inputs, value, unique_name);
        std::ranges::replace(node.outputs, value, unique_name);
    }
    outputs_.push_back({unique_name, element, columns});
}

void Graph::metadata(std::string_view key, std::string_view text) {
    metadata_.emplace_back(key, text);
}

std::string Graph::encoded(const Attribute& attribute) {
    std::string bytes;
    pbf_writer writer(bytes);
    add_text(writer, attribute::name, attribute.name);
    struct Writer {
        pbf_writer& to;
        void operator()(double x) {
            to.add_float(attribute::f, static_cast<float>(x));
            to.add_enum(attribute::type, attribute::is_float);
        }
        void operator()(std::int64_t i) {
            to.add_int64(attribute::i, i);
            to.add_enum(attribute::type, attribute::is_int);
        }
        void operator()(const Integers& integers) {
            for (const auto i : integers) to.add_int64(attribute::ints, i);
            to.add_enum(attribute::type, attribute::are_ints);
        }
        void operator()(const Texts& texts) {
            for (const auto& text : texts) to.add_bytes(attribute::strings, text);
            to.add_enum(attribute::type, attribute::are_strings);
        }
    };
    std::visit(Writer{writer}, attribute.value);
    return bytes;
}

std::string Graph::encoded(const Node& node) {
    std::string bytes;
    pbf_writer writer(bytes);
    for (const auto& input : node.inputs) writer.add_string(node::input, input);
    for (const auto& output : node.outputs) writer.add_string(node::output, output);
    writer.add_string(node::name, node.outputs.front());
    add_text(writer, node::op_type, node.op);
    for (const auto& attribute : node.attributes)
        writer.add_message(node::attribute, encoded(attribute));
    const auto domain = find_operator(node.op).domain;
    if (!domain.empty()) add_text(writer, node::domain, domain);
    return bytes;
}

std::string Graph::encoded(const std::string& name, const Tensor& tensor) {
    std::string bytes;
    pbf_writer writer(bytes);
    for (const auto dim : tensor.dims) writer.add_int64(tensor::dims, dim);
    writer.add_enum(tensor::data_type, static_cast<int>(tensor.element));
    for (const auto& text : tensor.texts) writer.add_bytes(tensor::string_data, text);
    writer.add_string(tensor::name, name);
    if (tensor.element != Element::text) writer.add_bytes(tensor::raw_data, tensor.bytes);
    return bytes;
}

std::string Graph::encoded(const Port& port) {
    std::string bytes;
    pbf_writer writer(bytes);
    writer.add_string(value_info::name, port.name);
    pbf_writer type(writer, value_info::type);
    pbf_writer tensor(type, type::tensor_type);
    tensor.add_enum(tensor_type::elem_type, static_cast<int>(port.element));
    pbf_writer shape(tensor, tensor_type::shape);
    pbf_writer(shape, shape::dim).add_string(dimension::dim_param, "batch");
    if (port.columns > 0) {
        pbf_writer(shape, shape::dim).add_int64(dimension::dim_value, port.columns);
    }
    return bytes;
}

std::string Graph::file(std::string_view name, std::string_view description) const {
    std::string graph_bytes;
    pbf_writer graph(graph_bytes);
    for (const auto& node : nodes_) graph.add_message(graph::node, encoded(node));
    add_text(graph, graph::name, name);
    for (const auto& [constant_name, tensor] : constants_)
        graph.add_message(graph::initializer, encoded(constant_name, tensor));
    for (const auto& port : inputs_) graph.add_message(graph::input, encoded(port));
    for (const auto& port : outputs_) graph.add_message(graph::output, encoded(port));
    // Parsers of protocol buffers read messages of less than 2 GiB.
    if (graph_bytes.size() > std::numeric_limits<std::int32_t>::max() - 100'000'000) {
        throw InputError("the network is too large for one ONNX file, which ends at 2 GB");
    }
    std::map<std::string_view, std::int64_t> versions{{"", oldest_opset}};
    for (const auto& node : nodes_) {
        const Operator& op = find_operator(node.op);
        auto& version = versions[op.domain];
        version = std::max(version, op.since);
    }
    std::string bytes;
    pbf_writer model(bytes);
    model.add_int64(model::ir_version, format_version(versions[""]));
    model.add_string(model::producer_name, "mlp");
    model.add_string(model::producer_version, build_info().version);
    add_text(model, model::doc_string, description);
    for (const auto& [domain, version] : versions) {
        pbf_writer import(model, model::opset_import);
        add_text(import, opset::domain, domain);
        import.add_int64(opset::version, version);
    }
    for (const auto& [key, text] : metadata_) {
        pbf_writer property(model, model::metadata_props);
        property.add_string(property::key, key);
        property.add_string(property::value, text);
    }
    // Last, so that a file that was cut off anywhere lacks it or is no such file.
    model.add_message(model::graph, graph_bytes);
    return bytes;
}

}  // namespace mlp::onnx
