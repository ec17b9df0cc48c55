#pragma once

#include <cstdint>
#include <string_view>

namespace mlp {

/// The checksum CRC-32C (Castagnoli), as iSCSI has it: RFC 3720, section 12.1, with test vectors in
/// appendix B.4.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace mlp
