#pragma once

#include <string>
#include <string_view>

namespace mlp {

/// Data as a record of a TFRecord file, the frame of TensorFlow's event files: its length (8
/// bytes), a checksum of those 8 bytes (4), the data, a checksum of the data (4); numbers with the
/// lowest byte first. A checksum is a CRC-32C, turned right by 15 bits, plus 0xA282EAD8: TensorFlow
/// masks it so that data may hold checksums itself.
std::string tensorflow_record(std::string_view data);

}  // namespace mlp
