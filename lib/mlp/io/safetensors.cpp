#include "mlp/io/safetensors.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

namespace mlp {
namespace {

using Header = nlohmann::ordered_json;

constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 100'000'000;

std::size_t dtype_size(const std::string& dtype) {
    const std::map<std::string, std::size_t> sizes = {
        {"F64", 8}, {"F32", 4}, {"F16", 2},  {"BF16", 2}, {"I64", 8}, {"I32", 4}, {"I16", 2},
        {"I8", 1},  {"U8", 1},  {"BOOL", 1}, {"U16", 2},  {"U32", 4}, {"U64", 8}};
    const auto found = sizes.find(dtype);
    return found == sizes.end() ? 0 : found->second;
}

std::string shape_text(const std::vector<Index>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

constexpr const char* wrong_header = "the header is not as it should be";

std::size_t whole_number(const Header& number) {
    if (!number.is_number_unsigned()) throw InputError(wrong_header);
    return number.get<std::size_t>();
}

/// A tensor's entry of the header; none of it is trusted.
Safetensors::Tensor read_entry(const Header& entry) {
    Safetensors::Tensor tensor;
    tensor.dtype = entry.at("dtype").get<std::string>();
    tensor.begin = whole_number(entry.at("data_offsets").at(0));
    tensor.end = whole_number(entry.at("data_offsets").at(1));
    std::size_t bytes = dtype_size(tensor.dtype);
    if (bytes == 0) throw InputError("unknown dtype " + tensor.dtype);
    if (!entry.at("shape").is_array()) throw InputError(wrong_header);
    for (const auto& extent : entry.at("shape")) {
        const std::size_t n = whole_number(extent);
        if (n > longest_header * 1000) throw InputError("impossible shape");
        tensor.shape.push_back(static_cast<Index>(n));
        if (n != 0 && bytes > SIZE_MAX / n) throw InputError("impossible shape");
        bytes *= n;
    }
    if (tensor.end < tensor.begin || tensor.end - tensor.begin != bytes) {
        throw InputError("offsets and shape do not agree");
    }
    return tensor;
}

/// The tensors must cover the numbers without holes or overlaps.
void check_cover(const std::map<std::string, Safetensors::Tensor>& tensors, std::size_t size) {
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

}  // namespace

Safetensors Safetensors::read(const std::filesystem::path& path) {
    Safetensors result;
    result.file_ = path.string();
    result.bytes_ = read_file(path);
    const auto& bytes = result.bytes_;
    try {
        std::uint64_t header_size = 0;
        if (bytes.size() < length_bytes) throw InputError("too short");
        std::memcpy(&header_size, bytes.data(), length_bytes);
        if (header_size > longest_header || header_size > bytes.size() - length_bytes) {
            throw InputError("the header reaches beyond the end of the file");
        }
        result.numbers_ = length_bytes + static_cast<std::size_t>(header_size);
        const auto header =
            Header::parse(bytes.begin() + length_bytes,
                          bytes.begin() + static_cast<std::ptrdiff_t>(result.numbers_));
        if (!header.is_object()) throw InputError("the header is no JSON object");
        for (const auto& [name, entry] : header.items()) {
            if (name == "__metadata__") {
                result.metadata_ = entry.get<std::map<std::string, std::string>>();
            } else {
                result.tensors_[name] = read_entry(entry);
            }
        }
        check_cover(result.tensors_, bytes.size() - result.numbers_);
    } catch (const std::exception& error) {
        const bool json = dynamic_cast<const nlohmann::json::exception*>(&error) != nullptr;
        throw InputError(fmt::format("{}: is not a safetensors file, or a damaged one: {}",
                                     result.file_, json ? wrong_header : error.what()));
    }
    return result;
}

const Safetensors::Tensor& Safetensors::tensor(const std::string& name) const {
    const auto found = tensors_.find(name);
    if (found != tensors_.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [known, tensor] : tensors_) names.push_back(known);
    throw InputError(fmt::format("{}: has no tensor '{}'\n  help: {}", file_, name,
                                 suggest(name, names, "its tensors")));
}

std::string_view Safetensors::bytes(const std::string& name, std::string_view dtype) const {
    const Tensor& found = tensor(name);
    if (found.dtype != dtype) {
        throw InputError(fmt::format("{}: tensor '{}' has dtype {} where {} is needed", file_, name,
                                     found.dtype, dtype));
    }
    return numbers().substr(found.begin, found.end - found.begin);
}

template <class T>
void Safetensors::copy(const std::string& name, const std::vector<Index>& shape, View<T> to) const {
    const Tensor& tensor = this->tensor(name);
    // A column may be written with or without its 1.
    const bool column = to.cols() == 1 && (tensor.shape == std::vector<Index>{to.rows()} ||
                                           tensor.shape == std::vector<Index>{to.rows(), 1});
    if (!column && tensor.shape != shape) {
        throw InputError(fmt::format("{}: tensor '{}' has shape {} where {} is needed", file_, name,
                                     shape_text(tensor.shape), shape_text(shape)));
    }
    const char* from = bytes_.data() + numbers_ + tensor.begin;
    const auto read_all = [&](auto zero) {
        for (Index row = 0; row < to.rows(); ++row) {
            for (Index col = 0; col < to.cols(); ++col) {
                auto number = zero;
                std::memcpy(&number, from, sizeof number);
                from += sizeof number;
                to(row, col) = static_cast<T>(number);
            }
        }
    };
    if (tensor.dtype == "F32") {
        read_all(float{});
    } else if (tensor.dtype == "F64") {
        read_all(double{});
    } else {
        throw InputError(fmt::format("{}: tensor '{}' has dtype {}; F32 or F64 is needed", file_,
                                     name, tensor.dtype));
    }
    if (!to.allFinite()) {
        throw InputError(fmt::format("{}: tensor '{}' holds NaN or infinity", file_, name));
    }
}

template <class T>
void SafetensorsWriter::add(const std::string& name, const std::vector<Index>& shape,
                            ConstView<T> matrix) {
    Entry entry{name, std::is_same_v<T, float> ? "F32" : "F64", shape, {}};
    // Row-major in the file, column-major in memory.
    const Matrix<T> transposed = matrix.transpose();
    entry.numbers.assign(reinterpret_cast<const char*>(transposed.data()),
                         static_cast<std::size_t>(transposed.size()) * sizeof(T));
    entries_.push_back(std::move(entry));
}

std::string SafetensorsWriter::numbers() const {
    std::string result;
    for (const auto& entry : entries_) result += entry.numbers;
    return result;
}

std::string SafetensorsWriter::bytes() const {
    Header header = Header::object();
    if (!metadata_.empty()) header["__metadata__"] = metadata_;
    std::size_t offset = 0;
    for (const auto& entry : entries_) {
        header[entry.name] = {{"dtype", entry.dtype},
                              {"shape", entry.shape},
                              {"data_offsets", {offset, offset + entry.numbers.size()}}};
        offset += entry.numbers.size();
    }
    std::string text = header.dump();
    // Blanks behind the header let the numbers start at a multiple of eight bytes.
    text.resize((text.size() + length_bytes - 1) / length_bytes * length_bytes, ' ');
    const std::uint64_t size = text.size();
    std::string bytes(length_bytes, '\0');
    std::memcpy(bytes.data(), &size, length_bytes);
    return bytes + text + numbers();
}

#define MLP_INSTANTIATE(T)                                                                         \
    template void Safetensors::copy(const std::string&, const std::vector<Index>&, View<T>) const; \
    template void SafetensorsWriter::add(const std::string&, const std::vector<Index>&,            \
                                         ConstView<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
