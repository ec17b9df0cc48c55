#include "mlp/data/npy.h"

#include "mlp/core/error.h"
#include "mlp/data/elements.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

struct Header {
    std::size_t end;  ///< where the numbers begin
    ElementType type;
    std::vector<Index> shape;
};

[[noreturn]] void fail(const std::string& origin, const std::string& what) {
    throw InputError(fmt::format("{}: {}", origin, what));
}

ElementType element_type(const std::string& origin, std::string_view text) {
    using Kind = ElementType::Kind;
    const bool big_endian = text.starts_with('>');
    const std::size_t order = text.find_first_not_of("<>|=") == 1 ? 1 : 0;
    if (text.size() == order + 2 && std::string_view("1248").find(text[order + 1]) < 4) {
        const char kind = text[order];
        const auto size = static_cast<std::size_t>(text[order + 1] - '0');
        if (kind == 'i') return {Kind::integer, size, big_endian};
        if (kind == 'u' || (kind == 'b' && size == 1)) {
            return {Kind::unsigned_integer, size, big_endian};
        }
        if (kind == 'f' && size >= 4) return {Kind::real, size, big_endian};
    }
    fail(origin,
         fmt::format("holds numbers of type '{}', which is not supported\n  help: save it as "
                     "float32, float64, an integer type or bool: a.astype(numpy.float32)",
                     text));
}

/// The header as it is written, a Python dictionary whose keys may stand in any order:
///   {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class Dictionary {
  public:
    explicit Dictionary(std::string_view text) : rest_(text) {}

    std::optional<std::string_view> descr;
    std::optional<bool> fortran_order;
    std::optional<std::vector<Index>> shape;

    /// Whether the text is such a dictionary with each key once.
    bool parse() {
        if (!take("{")) return false;
        while (!take("}")) {
            if (!parse_entry()) return false;
            if (take(",")) continue;
            if (!take("}")) return false;
            break;
        }
        return take("") && rest_.empty() && descr && fortran_order && shape;
    }

  private:
    bool parse_entry() {
        const auto key = quoted();
        if (!key || !take(":")) return false;
        if (key == "descr" && !descr) return (descr = quoted()).has_value();
        if (key == "fortran_order" && !fortran_order) {
            fortran_order = take("True");
            return *fortran_order || take("False");
        }
        return key == "shape" && !shape && parse_shape();
    }

    /// A tuple: (), (3,) or (3, 4), but not (3).
    bool parse_shape() {
        shape.emplace();
        if (!take("(")) return false;
        bool comma = true;
        while (!take(")")) {
            Index length = 0;
            const auto [end, error] =
                std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
            if (!comma || error == std::errc::invalid_argument || length < 0) return false;
            if (error == std::errc::result_out_of_range) length = std::numeric_limits<Index>::max();
            rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
            shape->push_back(length);
            comma = take(",");
        }
        return shape->size() != 1 || comma;
    }

    /// Passes over blanks, and then over this text if it is there.
    bool take(std::string_view text) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::optional<std::string_view> quoted() {
        for (const std::string_view quote : {"'", "\""}) {
            if (!take(quote)) continue;
            const std::size_t end = rest_.find(quote);
            if (end == std::string_view::npos) return std::nullopt;
            const std::string_view text = rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            return text;
        }
        return std::nullopt;
    }

    std::string_view rest_;
};

Header read_header(const std::string& origin, std::string_view bytes) {
    if (!bytes.starts_with("\x93NUMPY") || bytes.size() < 10) {
        fail(origin, "is no npy file: it does not begin with \\x93NUMPY");
    }
    const auto byte = [&](std::size_t i) -> std::size_t {
        return static_cast<unsigned char>(bytes[i]);
    };
    const std::size_t version = byte(6);
    if (version < 1 || version > 3) {
        fail(origin, fmt::format("has version {} of the npy format; 1 to 3 are known", version));
    }
    const std::size_t start = version == 1 ? 10 : 12;
    if (bytes.size() < start) fail(origin, "is cut off: its header is not complete");
    std::size_t length = byte(8) | byte(9) << 8U;
    if (version > 1) length |= byte(10) << 16U | byte(11) << 24U;
    if (length > bytes.size() - start) fail(origin, "is cut off: its header is not complete");

    const std::string_view text = bytes.substr(start, length);
    Dictionary dictionary(text);
    if (!dictionary.parse()) {
        fail(origin, text.find("'descr': [") != std::string_view::npos
                         ? "holds records of several fields; save the numbers as one array"
                         : "is no npy file: its header cannot be understood");
    }
    Header header{start + length, element_type(origin, *dictionary.descr),
                  std::move(*dictionary.shape)};
    if (*dictionary.fortran_order && header.shape.size() > 1) {
        fail(origin,
             "stands in Fortran's order, column by column\n  help: save it row by row: "
             "numpy.save(file, numpy.ascontiguousarray(a))");
    }
    if (header.shape.empty()) fail(origin, "holds a single number; samples need a dimension");
    return header;
}

}  // namespace

Options<NpyOptions> NpyOptions::options() {
    return {{"path", &NpyOptions::path, anything, "the file of the inputs", true},
            {"targets", &NpyOptions::targets, anything, "the file of the targets", true},
            {"max_samples", &NpyOptions::max_samples, between(1, 1e12),
             "only so many, from the front; default: all"}};
}

BlockFile read_npy(const std::filesystem::path& path) {
    const std::string origin = path.lexically_normal().string();
    const auto file = std::make_shared<const FileBytes>(path);
    const std::string_view bytes = file->bytes();
    const Header header = read_header(origin, bytes);
    double columns = 1;
    double size = static_cast<double>(header.type.size);
    for (std::size_t d = 0; d < header.shape.size(); ++d) {
        const auto length = static_cast<double>(header.shape[d]);
        size *= length;
        // Of the columns as well: where there are no samples, nothing else bounds them.
        if (d > 0) columns *= length;
        if (std::max(size, columns) > 1e15) {
            fail(origin, "has an impossible shape: it speaks of too many numbers");
        }
    }
    const std::size_t there = bytes.size() - header.end;
    if (static_cast<double>(there) != size) {
        fail(origin,
             fmt::format("is {}: its header speaks of {:.0f} bytes of numbers, but there "
                         "are {}",
                         static_cast<double>(there) < size ? "cut off" : "too long", size, there));
    }
    if (columns == 0) fail(origin, "holds samples without numbers");
    return {origin, std::make_shared<FileBlock>(file, header.end, header.type, header.shape.front(),
                                                static_cast<Index>(columns))};
}

RawData NpySource::read(const std::vector<std::string>& features) const {
    return block_data(read_npy(options_.path), read_npy(options_.targets), options_.max_samples,
                      features);
}

std::unique_ptr<Source> NpySource::at(const DataFiles& files) const {
    if (!files.targets) {
        throw InputError(
            "npy has its targets in a file of their own: give 'targets' beside 'path'");
    }
    return std::make_unique<NpySource>(NpyOptions{files.path, *files.targets, std::nullopt});
}

}  // namespace mlp
