#include "mlp/data/idx.h"

#include "mlp/core/error.h"
#include "mlp/data/elements.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include <fmt/format.h>

namespace mlp {

Options<IdxOptions> IdxOptions::options() {
    return {{"path", &IdxOptions::path, anything, "the file of the inputs", true},
            {"targets", &IdxOptions::targets, anything, "the file of the targets", true},
            {"max_samples", &IdxOptions::max_samples, between(1, 1e12),
             "only so many, from the front; default: all"}};
}

BlockFile read_idx(const std::filesystem::path& path) {
    const std::string origin = path.lexically_normal().string();
    const auto fail = [&](const std::string& what) {
        throw InputError(fmt::format("{}: {}", origin, what));
    };
    const auto file = std::make_shared<const FileBytes>(path);
    const std::string_view bytes = file->bytes();
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (bytes.size() < 4 || byte(0) != 0 || byte(1) != 0) {
        fail(
            "is no IDX file: it does not begin with two zero bytes, a type and a number of "
            "dimensions");
    }
    using Kind = ElementType::Kind;
    const std::map<unsigned, ElementType> types{{0x08, {Kind::unsigned_integer, 1, true}},
                                                {0x09, {Kind::integer, 1, true}},
                                                {0x0B, {Kind::integer, 2, true}},
                                                {0x0C, {Kind::integer, 4, true}},
                                                {0x0D, {Kind::real, 4, true}},
                                                {0x0E, {Kind::real, 8, true}}};
    const auto type = types.find(byte(2));
    if (type == types.end()) fail(fmt::format("is no IDX file: there is no type {:#04x}", byte(2)));
    const std::size_t dimensions = byte(3);
    const std::size_t header = 4 + 4 * dimensions;
    if (dimensions == 0 || bytes.size() < header) {
        fail("is cut off: its header is not complete");
    }
    double size = static_cast<double>(type->second.size);
    Index samples = 0;
    double columns = 1;
    for (std::size_t d = 0; d < dimensions; ++d) {
        std::uint32_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8U | byte(4 + 4 * d + i);
        size *= length;
        if (d == 0) {
            samples = length;
        } else {
            columns *= length;
        }
        // Far from what can be, but near enough to be multiplied. Of the columns as well: where
        // there are no samples, nothing else bounds them.
        if (std::max(size, columns) > 1e15) {
            fail("is no IDX file: its header speaks of impossibly many numbers");
        }
    }
    if (static_cast<double>(bytes.size() - header) != size) {
        fail(fmt::format("is {}: its header speaks of {:.0f} bytes of numbers, but there are {}",
                         static_cast<double>(bytes.size() - header) < size ? "cut off" : "too long",
                         size, bytes.size() - header));
    }
    if (columns == 0) fail("holds samples without numbers");
    return {origin, std::make_shared<FileBlock>(file, header, type->second, samples,
                                                static_cast<Index>(columns))};
}

RawData IdxSource::read(const std::vector<std::string>& features) const {
    return block_data(read_idx(options_.path), read_idx(options_.targets), options_.max_samples,
                      features);
}

std::unique_ptr<Source> IdxSource::at(const DataFiles& files) const {
    if (!files.targets) {
        throw InputError(
            "idx has its targets in a file of their own: give 'targets' beside 'path'");
    }
    return std::make_unique<IdxSource>(IdxOptions{files.path, *files.targets, std::nullopt});
}

}  // namespace mlp
