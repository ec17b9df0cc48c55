#include "mlp/report/tensorboard/crc32c.h"

#include <array>

namespace mlp {
namespace {

/// 0x1EDC6F41 with its bits in reverse, as the least significant bit of a byte comes first.
constexpr std::uint32_t polynomial = 0x82F63B78;

/// The checksum's change by each value of a byte.
constexpr std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> result{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
        result[byte] = crc;
    }
    return result;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
    }
    return ~crc;
}

}  // namespace mlp
