#include "mlp/io/safetensors.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/io/dtype.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

namespace mlp {
namespace {

std::string shape_text(const std::vector<Index>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

/// A column may be written with or without its 1.
std::vector<Index> without_ones(std::vector<Index> shape) {
    while (shape.size() > 1 && shape.back() == 1) shape.pop_back();
    return shape;
}

}  // namespace

Safetensors Safetensors::read(const std::filesystem::path& path) {
    Safetensors result;
    result.file_ = path.string();
    std::error_code error;
    if (path != "-" && std::filesystem::is_regular_file(path, error)) {
        result.content_ = MappedFile(path);
    } else {
        result.content_ = read_file(path);
    }
    try {
        result.header_ = read_safetensors_header(result.content());
    } catch (const InputError& problem) {
        throw InputError(fmt::format("{}: is not a safetensors file, or a damaged one: {}",
                                     result.file_, problem.what()));
    }
    return result;
}

std::string_view Safetensors::content() const {
    const auto* mapped = std::get_if<MappedFile>(&content_);
    return mapped != nullptr ? mapped->bytes() : std::string_view(std::get<std::string>(content_));
}

const Safetensors::Tensor& Safetensors::tensor(const std::string& name) const {
    const auto found = tensors().find(name);
    if (found != tensors().end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [known, tensor] : tensors()) names.push_back(known);
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

void Safetensors::check(const std::string& name, const std::vector<Index>& shape) const {
    const Tensor& found = tensor(name);
    if (without_ones(found.shape) != without_ones(shape)) {
        throw InputError(fmt::format("{}: tensor '{}' has shape {} where {} is needed", file_, name,
                                     shape_text(found.shape), shape_text(shape)));
    }
    if (!find_dtype(found.dtype)->is_weight) {
        throw InputError(fmt::format("{}: tensor '{}' has dtype {}; {} is needed", file_, name,
                                     found.dtype, weight_dtypes()));
    }
}

template <class T>
void Safetensors::copy(const std::string& name, const std::vector<Index>& shape, View<T> to) const {
    check(name, shape);
    const Tensor& from = tensor(name);
    const Dtype& dtype = *find_dtype(from.dtype);
    const auto columns = static_cast<std::size_t>(to.cols());
    Vector<double> row(to.cols());  // they stand in the file row by row
    for (Index i = 0; i < to.rows(); ++i) {
        const std::size_t begin = from.begin + static_cast<std::size_t>(i) * columns * dtype.size;
        dtype.convert(numbers().data() + begin, columns, row.data());
        to.row(i) = row.transpose().template cast<T>();
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
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
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
    constexpr std::size_t word = sizeof(std::uint64_t);
    text.resize((text.size() + word - 1) / word * word, ' ');
    const std::uint64_t size = text.size();
    std::string bytes(word, '\0');
    std::memcpy(bytes.data(), &size, word);
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
