#include "mlp/io/onnx/onnx_file.h"

#include "mlp/core/error.h"
#include "mlp/io/onnx/onnx_proto.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>
#include <protozero/pbf_reader.hpp>

namespace mlp::onnx {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

// A field and how it is coded, together, so that one coded in another way is passed over like one
// that is not known.
constexpr std::uint32_t bytes(Tag tag) {
    return protozero::tag_and_type(tag, pbf_wire_type::length_delimited);
}
constexpr std::uint32_t whole(Tag tag) {
    return protozero::tag_and_type(tag, pbf_wire_type::varint);
}
constexpr std::uint32_t single(Tag tag) {
    return protozero::tag_and_type(tag, pbf_wire_type::fixed32);
}
constexpr std::uint32_t twice(Tag tag) {
    return protozero::tag_and_type(tag, pbf_wire_type::fixed64);
}

template <class Range>
void add_all(std::vector<double>& numbers, const Range& range) {
    for (const auto number : range) numbers.push_back(static_cast<double>(number));
}

/// Numbers of type Bits with their lowest byte first.
template <class Bits, class Number>
void add_raw(std::vector<double>& numbers, std::string_view raw) {
    for (std::size_t at = 0; at + sizeof(Bits) <= raw.size(); at += sizeof(Bits)) {
        Bits bits = 0;
        for (std::size_t i = 0; i < sizeof(Bits); ++i)
            bits |= static_cast<Bits>(static_cast<unsigned char>(raw[at + i])) << (8 * i);
        numbers.push_back(static_cast<double>(std::bit_cast<Number>(bits)));
    }
}

/// How many numbers a tensor of these sizes has; none where it is more than `most`.
std::optional<std::size_t> count_of(const std::vector<std::int64_t>& dims, std::size_t most) {
    std::size_t count = 1;
    for (const auto dim : dims) {
        if (dim < 1 || static_cast<std::uint64_t>(dim) > most / count) return std::nullopt;
        count *= static_cast<std::size_t>(dim);
    }
    return count;
}

FileTensor read_tensor(pbf_reader message) {
    FileTensor tensor;
    std::int64_t element = 0;
    std::optional<std::string_view> raw;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case whole(tensor::dims):
                tensor.dims.push_back(message.get_int64());
                break;
            case bytes(tensor::dims):
                for (const auto dim : message.get_packed_int64()) tensor.dims.push_back(dim);
                break;
            case whole(tensor::data_type):
                element = message.get_int64();
                break;
            case bytes(tensor::float_data):
                add_all(tensor.numbers, message.get_packed_float());
                break;
            case single(tensor::float_data):
                tensor.numbers.push_back(static_cast<double>(message.get_float()));
                break;
            case bytes(tensor::double_data):
                add_all(tensor.numbers, message.get_packed_double());
                break;
            case twice(tensor::double_data):
                tensor.numbers.push_back(message.get_double());
                break;
            case bytes(tensor::int64_data):
                add_all(tensor.numbers, message.get_packed_int64());
                break;
            case whole(tensor::int64_data):
                tensor.numbers.push_back(static_cast<double>(message.get_int64()));
                break;
            case bytes(tensor::name):
                tensor.name = message.get_string();
                break;
            case bytes(tensor::raw_data): {
                const auto view = message.get_view();
                raw = std::string_view(view.data(), view.size());
                break;
            }
            case whole(tensor::data_location):
                if (message.get_int64() == tensor::external)
                    tensor.problem = "its numbers are in another file";
                break;
            default:
                message.skip();
        }
    }
    if (!tensor.problem.empty()) return tensor;
    std::size_t size = 0;
    switch (static_cast<Element>(element)) {
        case Element::float32:
            size = 4;
            if (raw) add_raw<std::uint32_t, float>(tensor.numbers, *raw);
            break;
        case Element::float64:
            size = 8;
            if (raw) add_raw<std::uint64_t, double>(tensor.numbers, *raw);
            break;
        case Element::int64:
            size = 8;
            if (raw) add_raw<std::uint64_t, std::int64_t>(tensor.numbers, *raw);
            break;
        default:
            tensor.numbers.clear();
            tensor.problem = "its elements are neither float32 nor float64";
            return tensor;
    }
    if (tensor.numbers.empty() && std::ranges::find(tensor.dims, 0) != tensor.dims.end()) {
        tensor.problem = "it is empty";
        return tensor;
    }
    const auto count = count_of(tensor.dims, tensor.numbers.size());
    if (count != tensor.numbers.size() || (raw && raw->size() % size != 0)) {
        throw InputError(fmt::format(
            "is damaged: tensor '{}' has not as many numbers as its shape says", tensor.name));
    }
    return tensor;
}

FileAttribute read_attribute(pbf_reader message) {
    FileAttribute attribute;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case bytes(attribute::name):
                attribute.name = message.get_string();
                break;
            case single(attribute::f):
                attribute.number = static_cast<double>(message.get_float());
                break;
            case whole(attribute::i):
                attribute.integer = message.get_int64();
                break;
            case bytes(attribute::s):
                attribute.text = message.get_string();
                break;
            case bytes(attribute::t):
                attribute.tensor = read_tensor(message.get_message());
                break;
            default:
                message.skip();
        }
    }
    return attribute;
}

FileNode read_node(pbf_reader message) {
    FileNode node;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case bytes(node::input):
                node.inputs.push_back(message.get_string());
                break;
            case bytes(node::output):
                node.outputs.push_back(message.get_string());
                break;
            case bytes(node::name):
                node.name = message.get_string();
                break;
            case bytes(node::op_type):
                node.op = message.get_string();
                break;
            case bytes(node::domain):
                node.domain = message.get_string();
                break;
            case bytes(node::attribute):
                node.attributes.push_back(read_attribute(message.get_message()));
                break;
            default:
                message.skip();
        }
    }
    if (node.domain == "ai.onnx") node.domain.clear();
    return node;
}

std::vector<std::int64_t> read_shape(pbf_reader message) {
    std::vector<std::int64_t> dims;
    while (message.next(shape::dim, pbf_wire_type::length_delimited)) {
        pbf_reader dim = message.get_message();
        std::int64_t size = -1;
        while (dim.next(dimension::dim_value, pbf_wire_type::varint)) size = dim.get_int64();
        dims.push_back(size);
    }
    return dims;
}

FilePort read_port(pbf_reader message) {
    FilePort port;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case bytes(value_info::name):
                port.name = message.get_string();
                break;
            case bytes(value_info::type): {
                pbf_reader type = message.get_message();
                while (type.next(type::tensor_type, pbf_wire_type::length_delimited)) {
                    pbf_reader tensor = type.get_message();
                    while (tensor.next(tensor_type::shape, pbf_wire_type::length_delimited))
                        port.dims = read_shape(tensor.get_message());
                }
                break;
            }
            default:
                message.skip();
        }
    }
    return port;
}

void read_graph(pbf_reader message, File& file) {
    while (message.next()) {
        switch (message.tag_and_type()) {
            case bytes(graph::node):
                file.nodes.push_back(read_node(message.get_message()));
                break;
            case bytes(graph::initializer): {
                FileTensor tensor = read_tensor(message.get_message());
                const std::string name = tensor.name;
                if (!file.initializers.emplace(name, std::move(tensor)).second)
                    throw InputError(fmt::format("is damaged: there are two tensors '{}'", name));
                break;
            }
            case bytes(graph::sparse_initializer):
                throw InputError("has sparse tensors, which are not supported");
            case bytes(graph::input):
                file.inputs.push_back(read_port(message.get_message()));
                break;
            case bytes(graph::output):
                file.outputs.push_back(read_port(message.get_message()));
                break;
            default:
                message.skip();
        }
    }
}

/// The version of ONNX's own operators.
void read_opset(pbf_reader message, File& file) {
    std::string domain;
    std::int64_t version = 0;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case bytes(opset::domain):
                domain = message.get_string();
                break;
            case whole(opset::version):
                version = message.get_int64();
                break;
            default:
                message.skip();
        }
    }
    if (domain.empty() || domain == "ai.onnx") file.opset = version;
}

void read_property(pbf_reader message, File& file) {
    std::string key;
    std::string value;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case bytes(property::key):
                key = message.get_string();
                break;
            case bytes(property::value):
                value = message.get_string();
                break;
            default:
                message.skip();
        }
    }
    file.metadata[key] = value;
}

}  // namespace

const FileAttribute* FileNode::find(std::string_view attribute) const {
    const auto found = std::ranges::find(attributes, attribute, &FileAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

double FileNode::number(std::string_view attribute, double missing) const {
    const auto* found = find(attribute);
    return found == nullptr ? missing : found->number;
}

std::int64_t FileNode::integer(std::string_view attribute, std::int64_t missing) const {
    const auto* found = find(attribute);
    return found == nullptr ? missing : found->integer;
}

File parse_file(std::string_view content) {
    File file;
    int graphs = 0;
    try {
        pbf_reader message(content.data(), content.size());
        while (message.next()) {
            switch (message.tag_and_type()) {
                case bytes(model::graph):
                    ++graphs;
                    read_graph(message.get_message(), file);
                    break;
                case bytes(model::opset_import):
                    read_opset(message.get_message(), file);
                    break;
                case bytes(model::metadata_props):
                    read_property(message.get_message(), file);
                    break;
                default:
                    message.skip();
            }
        }
    } catch (const protozero::exception&) {
        throw InputError("is no ONNX file, or a damaged one");
    }
    if (graphs != 1) throw InputError("is no ONNX file, or a damaged one: it must hold one graph");
    if (file.opset < 1) {
        throw InputError("is damaged: it does not say what version its operators have");
    }
    return file;
}

}  // namespace mlp::onnx
