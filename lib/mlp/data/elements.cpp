#include "mlp/data/elements.h"

#include "mlp/core/byte_stream.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace mlp {
namespace {

template <class T>
void read_as(const char* data, Index count, bool swapped, double* out) {
    for (Index i = 0; i < count; ++i) {
        std::array<char, sizeof(T)> bytes;
        std::memcpy(bytes.data(), data + static_cast<std::size_t>(i) * sizeof(T), sizeof(T));
        if (swapped) std::ranges::reverse(bytes);
        out[i] = static_cast<double>(std::bit_cast<T>(bytes));
    }
}

}  // namespace

void read_elements(const ElementType& type, const char* data, Index count, double* out) {
    const bool swapped = type.big_endian != (std::endian::native == std::endian::big);
    const auto read = [&](auto zero) { read_as<decltype(zero)>(data, count, swapped, out); };
    switch (type.kind) {
        case ElementType::Kind::unsigned_integer:
            return type.size == 1   ? read(std::uint8_t{})
                   : type.size == 2 ? read(std::uint16_t{})
                   : type.size == 4 ? read(std::uint32_t{})
                                    : read(std::uint64_t{});
        case ElementType::Kind::integer:
            return type.size == 1   ? read(std::int8_t{})
                   : type.size == 2 ? read(std::int16_t{})
                   : type.size == 4 ? read(std::int32_t{})
                                    : read(std::int64_t{});
        case ElementType::Kind::real:
            return type.size == 4 ? read(float{}) : read(double{});
    }
}

FileBytes::FileBytes(const std::filesystem::path& path) {
    ByteStream stream(path);
    if (path != "-" && !stream.is_packed() && stream.file_size() > 0) {
        mapped_.emplace(path);
        return;
    }
    constexpr std::size_t step = std::size_t{1} << 20U;
    for (std::size_t got = step; got == step;) {
        const std::size_t before = unpacked_.size();
        unpacked_.resize(before + step);
        got = stream.read(unpacked_.data() + before, step);
        unpacked_.resize(before + got);
    }
    unpacked_.shrink_to_fit();
}

}  // namespace mlp
