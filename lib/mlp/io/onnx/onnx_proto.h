#pragma once

#include <cstdint>

/// The numbers of the fields of ONNX files, by their messages, as onnx.proto3 says
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3); those that are written or read here.
namespace mlp::onnx {

using Tag = std::uint32_t;

namespace model {
enum : Tag {
    ir_version = 1,
    producer_name = 2,
    producer_version = 3,
    doc_string = 6,
    graph = 7,
    opset_import = 8,
    metadata_props = 14,
    functions = 25
};
}
namespace opset {
enum : Tag { domain = 1, version = 2 };
}
namespace property {
enum : Tag { key = 1, value = 2 };
}
namespace graph {
enum : Tag {
    node = 1,
    name = 2,
    initializer = 5,
    input = 11,
    output = 12,
    sparse_initializer = 15
};
}
namespace node {
enum : Tag { input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain = 7 };
}
namespace attribute {
enum : Tag { name = 1, f = 2, i = 3, s = 4, t = 5, floats = 7, ints = 8, strings = 9, type = 20 };
/// Values of `type`.
enum : int {
    is_float = 1,
    is_int = 2,
    is_string = 3,
    is_tensor = 4,
    are_ints = 7,
    are_strings = 8
};
}  // namespace attribute
namespace tensor {
enum : Tag {
    dims = 1,
    data_type = 2,
    float_data = 4,
    string_data = 6,
    int64_data = 7,
    name = 8,
    raw_data = 9,
    double_data = 10,
    data_location = 14
};
constexpr int external = 1;  ///< a value of data_location
}  // namespace tensor
namespace value_info {
enum : Tag { name = 1, type = 2 };
}
namespace type {
enum : Tag { tensor_type = 1 };
}
namespace tensor_type {
enum : Tag { elem_type = 1, shape = 2 };
}
namespace shape {
enum : Tag { dim = 1 };
}
namespace dimension {
enum : Tag { dim_value = 1, dim_param = 2 };
}

/// What the elements of a tensor are: values of data_type and elem_type.
enum class Element : int { float32 = 1, int64 = 7, text = 8, boolean = 9, float64 = 11 };

}  // namespace mlp::onnx
