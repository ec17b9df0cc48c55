#include "mlp/data/npy.h"

#include "mlp/core/error.h"
#include "mlp/data/elements.h"

#include <regex>
#include <string>

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

ElementType element_type(const std::string& origin, const std::string& text) {
    using Kind = ElementType::Kind;
    const auto known = [&](Kind kind, std::size_t size) {
        return ElementType{kind, size, text.front() == '>'};
    };
    static const std::regex form("[<>|=]?([iufb])([1248])");
    std::smatch match;
    if (std::regex_match(text, match, form)) {
        const char kind = match[1].str().front();
        const auto size = static_cast<std::size_t>(match[2].str().front() - '0');
        if (kind == 'i') return known(Kind::integer, size);
        if (kind == 'u' || (kind == 'b' && size == 1)) return known(Kind::unsigned_integer, size);
        if (kind == 'f' && size >= 4) return known(Kind::real, size);
    }
    fail(origin,
         fmt::format("holds numbers of type '{}', which is not supported\n  help: save it as "
                     "float32, float64, an integer type or bool: a.astype(numpy.float32)",
                     text));
}

/// The header is a Python dictionary in one line:
///   {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
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

    const std::string text(bytes.substr(start, length));
    static const std::regex form(
        R"(\s*\{\s*'descr':\s*'([^']*)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([0-9, ]*)\),?\s*\}\s*)");
    std::smatch match;
    if (!std::regex_match(text, match, form)) {
        fail(origin, text.find("'descr': [") != std::string::npos
                         ? "holds records of several fields; save the numbers as one array"
                         : "is no npy file: its header cannot be understood");
    }
    Header header{start + length, element_type(origin, match[1]), {}};
    const std::string shape = match[3];
    static const std::regex number("[0-9]+");
    for (std::sregex_iterator it(shape.begin(), shape.end(), number), end; it != end; ++it) {
        if (it->str().size() > 15) fail(origin, "has an impossible shape: (" + shape + ")");
        header.shape.push_back(std::stoll(it->str()));
    }
    if (match[2] == "True" && header.shape.size() > 1) {
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
    double size = static_cast<double>(header.type.size);
    Index columns = 1;
    for (std::size_t d = 0; d < header.shape.size(); ++d) {
        size *= static_cast<double>(header.shape[d]);
        if (size > 1e15) fail(origin, "has an impossible shape: it speaks of too many numbers");
        if (d > 0) columns *= header.shape[d];
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
                                                columns)};
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
