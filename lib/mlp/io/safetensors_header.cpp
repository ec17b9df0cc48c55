#include "mlp/io/safetensors_header.h"

#include "mlp/core/error.h"
#include "mlp/io/dtype.h"
#include "mlp/io/untrusted_json.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {
namespace {

using Json = nlohmann::json;

constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 100'000'000;
/// A tensor's entry is an object in an object, with lists in it.
constexpr JsonLimits limits{3, std::numeric_limits<std::size_t>::max()};
constexpr const char* wrong_header = "the header is not as it should be";

std::size_t whole_number(const Json& number) {
    if (!number.is_number_unsigned()) throw InputError(wrong_header);
    return number.get<std::size_t>();
}

TensorEntry read_entry(const Json& entry) {
    TensorEntry tensor;
    tensor.dtype = entry.at("dtype").get<std::string>();
    const Json& offsets = entry.at("data_offsets");
    if (!offsets.is_array() || offsets.size() != 2 || !entry.at("shape").is_array()) {
        throw InputError(wrong_header);
    }
    tensor.begin = whole_number(offsets[0]);
    tensor.end = whole_number(offsets[1]);
    const Dtype* dtype = find_dtype(tensor.dtype);
    if (dtype == nullptr) throw InputError("unknown dtype " + tensor.dtype);
    std::size_t bytes = dtype->size;
    for (const auto& extent : entry.at("shape")) {
        const std::size_t n = whole_number(extent);
        constexpr std::size_t most = std::numeric_limits<Index>::max();
        if (n > most || (n != 0 && bytes > most / n)) throw InputError("impossible shape");
        tensor.shape.push_back(static_cast<Index>(n));
        bytes *= n;
    }
    if (tensor.end < tensor.begin || tensor.end - tensor.begin != bytes) {
        throw InputError("offsets and shape do not agree");
    }
    return tensor;
}

/// The tensors must cover the numbers without holes or overlaps.
void check_cover(const std::map<std::string, TensorEntry>& tensors, std::size_t size) {
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    ranges.reserve(tensors.size());
    for (const auto& [name, tensor] : tensors) ranges.emplace_back(tensor.begin, tensor.end);
    std::sort(ranges.begin(), ranges.end());
    std::size_t covered = 0;
    for (const auto& [begin, end] : ranges) {
        if (begin != covered) throw InputError("tensors overlap or leave holes");
        covered = end;
    }
    if (covered != size) {
        throw InputError(
            fmt::format("{} bytes of numbers where the header tells of {}", size, covered));
    }
}

/// The entries are taken out one by one, as they are read, so that no tree of them all is built.
void read_json(std::string_view text, SafetensorsHeader& header) {
    using Event = Json::parse_event_t;
    std::string name;
    const auto take = [&](int depth, Event event, Json& parsed) {
        if (depth == 1 && event == Event::key) name = parsed.get<std::string>();
        const bool is_member = depth == 1 && (event == Event::object_end ||
                                              event == Event::array_end || event == Event::value);
        if (!is_member) return true;
        if (name == "__metadata__") {
            header.metadata = parsed.get<std::map<std::string, std::string>>();
        } else {
            header.tensors[name] = read_entry(parsed);
        }
        return false;
    };
    if (text.empty() || text.front() != '{') throw InputError("the header is no JSON object");
    parse_untrusted<Json>(text, limits, take);
}

}  // namespace

SafetensorsHeader read_safetensors_header(std::string_view file) {
    std::uint64_t size = 0;
    if (file.size() < length_bytes) throw InputError("too short");
    std::memcpy(&size, file.data(), length_bytes);
    if (size > file.size() - length_bytes) {
        throw InputError("the header reaches beyond the end of the file");
    }
    if (size > longest_header) throw InputError("the header is larger than 100 MB");
    SafetensorsHeader header;
    header.numbers = length_bytes + static_cast<std::size_t>(size);
    try {
        read_json(file.substr(length_bytes, static_cast<std::size_t>(size)), header);
    } catch (const Json::exception&) {
        throw InputError(wrong_header);
    }
    check_cover(header.tensors, file.size() - header.numbers);
    return header;
}

}  // namespace mlp
