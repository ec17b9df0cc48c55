#include "mlp/io/dtype.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include <Eigen/Core>

namespace mlp {
namespace {

template <class Number>
double as_double(const char* from) {
    Number number;
    std::memcpy(&number, from, sizeof number);
    return static_cast<double>(number);
}
/// Eigen's types of 16 bits.
template <class Number>
double bits_as_double(const char* from) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, from, sizeof bits);
    return static_cast<double>(static_cast<float>(Eigen::numext::bit_cast<Number>(bits)));
}

template <double number(const char*), std::size_t size>
void convert(const char* from, std::size_t count, double* to) {
    for (std::size_t i = 0; i < count; ++i) to[i] = number(from + i * size);
}

template <class Number>
constexpr auto plain = convert<as_double<Number>, sizeof(Number)>;

/// The table: one line a dtype, as the format's description lists them.
constexpr std::array<Dtype, 16> dtypes{
    {{"F64", 8, true, plain<double>},
     {"F32", 4, true, plain<float>},
     {"F16", 2, true, convert<bits_as_double<Eigen::half>, 2>},
     {"BF16", 2, true, convert<bits_as_double<Eigen::bfloat16>, 2>},
     {"I64", 8, false, plain<std::int64_t>},
     {"I32", 4, false, plain<std::int32_t>},
     {"I16", 2, false, plain<std::int16_t>},
     {"I8", 1, false, plain<std::int8_t>},
     {"U64", 8, false, plain<std::uint64_t>},
     {"U32", 4, false, plain<std::uint32_t>},
     {"U16", 2, false, plain<std::uint16_t>},
     {"U8", 1, false, plain<std::uint8_t>},
     {"BOOL", 1, false, plain<std::uint8_t>},
     {"F8_E4M3", 1, false, nullptr},
     {"F8_E5M2", 1, false, nullptr},
     {"C64", 8, false, nullptr}}};

}  // namespace

const Dtype* find_dtype(std::string_view name) {
    const auto* found = std::ranges::find(dtypes, name, &Dtype::name);
    return found == dtypes.end() ? nullptr : &*found;
}

std::string weight_dtypes() {
    std::vector<std::string> names;
    for (const auto& dtype : dtypes) {
        if (dtype.is_weight) names.emplace_back(dtype.name);
    }
    std::string text = names.front();
    for (std::size_t i = 1; i < names.size(); ++i) {
        text += (i + 1 == names.size() ? " or " : ", ") + names[i];
    }
    return text;
}

}  // namespace mlp
