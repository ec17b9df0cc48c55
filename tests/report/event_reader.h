#pragma once

#include "support.h"

#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Reads event files as their published format says (TFRecord; TensorFlow's event.proto,
/// summary.proto and tensor.proto; the encoding of Protocol Buffers), with nothing of what wrote
/// them. Throws at the slightest flaw.
namespace mlp::test {

/// CRC-32C bit by bit: the remainder of a division by x^32 + x^28 + ... + 1 (0x1EDC6F41).
inline std::uint32_t slow_crc32c(std::string_view bytes) {
    std::uint32_t remainder = 0xFFFFFFFF;
    for (const char byte : bytes) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            const bool in = (static_cast<unsigned char>(byte) >> bit & 1U) != 0;
            const bool out = (remainder & 0x80000000U) != 0;
            remainder = (remainder << 1) ^ (in != out ? 0x1EDC6F41U : 0U);
        }
    }
    std::uint32_t mirrored = 0;
    for (unsigned bit = 0; bit < 32; ++bit) mirrored |= (~remainder >> bit & 1U) << (31 - bit);
    return mirrored;
}

/// A number of 4 or 8 bytes, the lowest byte first.
inline std::uint64_t fixed(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

inline double as_double(std::string_view bytes) {
    const std::uint64_t bits = fixed(bytes);
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return number;
}

inline float as_float(std::string_view bytes) {
    const auto bits = static_cast<std::uint32_t>(fixed(bytes));
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return number;
}

/// Takes bytes from the front.
inline std::string_view take(std::string_view& from, std::uint64_t count) {
    if (count > from.size()) throw std::runtime_error("ends too early");
    const auto taken = from.substr(0, count);
    from.remove_prefix(count);
    return taken;
}

inline std::uint64_t take_varint(std::string_view& from) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(take(from, 1).front());
        number |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) return number;
    }
    throw std::runtime_error("a varint of more than ten bytes");
}

/// The content of the records of a TFRecord file.
inline std::vector<std::string> tfrecords(std::string_view file) {
    const auto check = [](std::string_view bytes, std::string_view checksum) {
        const std::uint32_t crc = slow_crc32c(bytes);
        const std::uint32_t masked = (crc >> 15 | crc << 17) + 0xA282EAD8U;
        if (fixed(checksum) != masked) throw std::runtime_error("a wrong checksum");
    };
    std::vector<std::string> records;
    while (!file.empty()) {
        const auto length = take(file, 8);
        check(length, take(file, 4));
        const auto data = take(file, fixed(length));
        check(data, take(file, 4));
        records.emplace_back(data);
    }
    return records;
}

/// The fields of a message by their numbers, each as often as it is there.
class Message {
  public:
    explicit Message(std::string_view bytes) {
        while (!bytes.empty()) {
            const std::uint64_t key = take_varint(bytes);
            const auto number = static_cast<int>(key >> 3);
            switch (key & 7) {
                case 0:
                    integers_[number].push_back(take_varint(bytes));
                    break;
                case 1:
                    bytes_[number].emplace_back(take(bytes, 8));
                    break;
                case 2:
                    bytes_[number].emplace_back(take(bytes, take_varint(bytes)));
                    break;
                case 5:
                    bytes_[number].emplace_back(take(bytes, 4));
                    break;
                default:
                    throw std::runtime_error("an unknown wire type");
            }
        }
    }

    bool has(int field) const { return integers_.contains(field) || bytes_.contains(field); }
    std::int64_t integer(int field) const {
        return has(field) ? static_cast<std::int64_t>(integers_.at(field).back()) : 0;
    }
    std::string text(int field) const { return has(field) ? bytes_.at(field).back() : ""; }
    double number(int field) const { return has(field) ? as_double(text(field)) : 0; }
    Message message(int field) const { return Message(text(field)); }
    std::vector<std::string> all(int field) const {
        return has(field) ? bytes_.at(field) : std::vector<std::string>{};
    }
    std::vector<double> packed_doubles(int field) const {
        std::vector<double> numbers;
        const std::string bytes = text(field);
        for (std::string_view rest = bytes; !rest.empty();) {
            numbers.push_back(as_double(take(rest, 8)));
        }
        return numbers;
    }

  private:
    std::map<int, std::vector<std::uint64_t>> integers_;
    std::map<int, std::vector<std::string>> bytes_;
};

struct ReadHistogram {
    double min, max, num, sum, sum_squares;
    std::vector<double> limits, counts;
};

/// One value of one step.
struct ReadValue {
    double time = 0;
    std::int64_t step = 0;
    std::optional<float> scalar;
    std::optional<ReadHistogram> histogram;
    std::string text;            ///< of a tensor of one text
    std::string plugin;          ///< that the value is for
    std::string plugin_content;  ///< a message of its own
};

/// An event file: the values of each tag in their order.
struct EventFile {
    std::string version;
    double time = 0;  ///< of the first record
    std::map<std::string, std::vector<ReadValue>> tags;

    explicit EventFile(std::string_view bytes) {
        bool first = true;
        for (const auto& record : tfrecords(bytes)) {
            const Message event(record);
            if (first) {
                version = event.text(3);
                time = event.number(1);
            } else {
                for (const auto& value : event.message(5).all(1)) add(event, Message(value));
            }
            first = false;
        }
    }

  private:
    void add(const Message& event, const Message& value) {
        ReadValue read;
        read.time = event.number(1);
        read.step = event.integer(2);
        if (value.has(2)) read.scalar = as_float(value.text(2));
        if (value.has(5)) {
            const Message histo = value.message(5);
            read.histogram = {histo.number(1),        histo.number(2), histo.number(3),
                              histo.number(4),        histo.number(5), histo.packed_doubles(6),
                              histo.packed_doubles(7)};
        }
        if (value.has(8)) {
            const Message tensor = value.message(8);
            if (tensor.integer(1) == 7) read.text = tensor.text(8);
        }
        if (value.has(9)) {
            const Message plugin = value.message(9).message(1);
            read.plugin = plugin.text(1);
            read.plugin_content = plugin.text(2);
        }
        tags[value.text(1)].push_back(read);
    }
};

}  // namespace mlp::test
