#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp {

/// A type of numbers in safetensors files, whose names these are.
struct Dtype {
    std::string_view name;
    std::size_t size;  ///< bytes of a number
    bool is_weight;    ///< whether weights can be read from it
    /// Converts `count` numbers, which need not be aligned; null for types that can only be listed.
    void (*convert)(const char* from, std::size_t count, double* to);
};

/// Null if there is no such dtype. What it points to is there for good.
const Dtype* find_dtype(std::string_view name);

/// "F64, F32, F16 or BF16"
std::string weight_dtypes();

}  // namespace mlp
