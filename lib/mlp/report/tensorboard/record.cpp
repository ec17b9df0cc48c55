#include "mlp/report/tensorboard/record.h"

#include "mlp/report/tensorboard/crc32c.h"

#include <bit>
#include <concepts>

namespace mlp {
namespace {

template <std::unsigned_integral Number>
std::string lowest_byte_first(Number number) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
    }
    return bytes;
}

std::string checksum(std::string_view bytes) {
    return lowest_byte_first(std::rotr(crc32c(bytes), 15) + 0xA282EAD8U);
}

}  // namespace

std::string tensorflow_record(std::string_view data) {
    std::string record = lowest_byte_first(std::uint64_t{data.size()});
    record += checksum(record);
    record += data;
    record += checksum(data);
    return record;
}

}  // namespace mlp
