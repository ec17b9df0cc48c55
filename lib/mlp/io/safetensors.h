#pragma once

#include "mlp/core/mapped_file.h"
#include "mlp/core/matrix.h"
#include "mlp/io/safetensors_header.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mlp {

/// A file of named tensors in the safetensors format: eight bytes of header length (little-endian),
/// a JSON header that maps names to dtype, shape and byte offsets, then the numbers, row-major and
/// little-endian. "__metadata__" in the header maps texts to texts. Nothing in it is ever executed.
/// Source: the format's published description, https://github.com/huggingface/safetensors.
///
/// The file is mapped into memory, and numbers are read from there when they are asked for: as long
/// as this lives, it may be replaced or taken away, but not be shortened or written into. (What is
/// no regular file, such as a pipe or "-", standard input, is read at once.) Movable, not copyable.
/// Threads: const members may run in many threads at once.
class Safetensors {
  public:
    using Tensor = TensorEntry;

    /// Throws InputError naming the file if it is missing, truncated or not of this format.
    static Safetensors read(const std::filesystem::path& path);

    const std::string& file() const { return file_; }
    const std::map<std::string, std::string>& metadata() const { return header_.metadata; }
    const std::map<std::string, Tensor>& tensors() const { return header_.tensors; }
    /// Throws InputError that suggests another name if there is none of this.
    const Tensor& tensor(const std::string& name) const;

    /// Throws InputError unless there is such a tensor, of this shape (1s at the end, of a column,
    /// may be there or not) and of a dtype that weights can be read from.
    void check(const std::string& name, const std::vector<Index>& shape) const;
    /// Reads a tensor of this shape into `to` (shape[0] × the product of the others), converting
    /// its numbers to T. Throws InputError as check() does, or if a number is not finite.
    template <class T>
    void copy(const std::string& name, const std::vector<Index>& shape, View<T> to) const;
    /// A matrix, or a vector if `to` is one column.
    template <class T>
    void copy(const std::string& name, View<T> to) const {
        copy(name, to.cols() == 1 ? std::vector{to.rows()} : std::vector{to.rows(), to.cols()}, to);
    }

    /// The bytes of a tensor's numbers. Throws InputError unless there is one of this dtype.
    std::string_view bytes(const std::string& name, std::string_view dtype) const;
    /// The bytes of all numbers.
    std::string_view numbers() const { return content().substr(header_.numbers); }
    /// Bytes of the whole file.
    std::size_t size() const { return content().size(); }

  private:
    std::string_view content() const;

    std::string file_;
    std::variant<std::string, MappedFile> content_;
    SafetensorsHeader header_;
};

/// Gathers tensors, then gives the bytes of the file.
class SafetensorsWriter {
  public:
    void set_metadata(std::string key, std::string value) {
        metadata_[std::move(key)] = std::move(value);
    }

    /// Adds a matrix as a tensor of this shape: matrix.rows() × the product of the others.
    template <class T>
    void add(const std::string& name, const std::vector<Index>& shape, ConstView<T> matrix);

    /// Adds numbers as they are: `bytes` holds them row-major, as many as the shape says.
    void add(const std::string& name, std::string dtype, std::vector<Index> shape,
             std::string bytes) {
        entries_.push_back({name, std::move(dtype), std::move(shape), std::move(bytes)});
    }

    std::string bytes() const;
    /// The bytes of all numbers, as Safetensors::numbers().
    std::string numbers() const;

  private:
    struct Entry {
        std::string name;
        std::string dtype;
        std::vector<Index> shape;
        std::string numbers;
    };
    std::map<std::string, std::string> metadata_;
    std::vector<Entry> entries_;
};

}  // namespace mlp
