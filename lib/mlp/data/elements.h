#pragma once

#include "mlp/core/mapped_file.h"
#include "mlp/data/table.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mlp {

/// Numbers as they stand in files: how large, of which kind, in which order of bytes.
struct ElementType {
    enum class Kind { unsigned_integer, integer, real };
    Kind kind = Kind::unsigned_integer;
    std::size_t size = 1;  ///< bytes: 1, 2, 4 or 8; of reals 4 or 8
    bool big_endian = false;
};

/// Reads `count` numbers that stand one behind the other.
void read_elements(const ElementType& type, const char* data, Index count, double* out);

/// The bytes of a file: mapped or, where it is packed by gzip, unpacked into memory.
class FileBytes {
  public:
    explicit FileBytes(const std::filesystem::path& path);
    std::string_view bytes() const { return mapped_ ? mapped_->bytes() : unpacked_; }
    bool is_mapped() const { return mapped_.has_value(); }

  private:
    std::optional<MappedFile> mapped_;
    std::string unpacked_;
};

/// A block whose samples stand one behind the other in a file, from `offset` on.
class FileBlock final : public NumberBlock {
  public:
    FileBlock(std::shared_ptr<const FileBytes> file, std::size_t offset, ElementType type,
              Index samples, Index columns)
        : file_(std::move(file)),
          offset_(offset),
          type_(type),
          samples_(samples),
          columns_(columns) {}

    Index samples() const override { return samples_; }
    Index columns() const override { return columns_; }
    void read(Index sample, double* out) const override {
        const auto first = static_cast<std::size_t>(sample * columns_) * type_.size;
        read_elements(type_, file_->bytes().data() + offset_ + first, columns_, out);
    }
    bool is_mapped() const override { return file_->is_mapped(); }

  private:
    std::shared_ptr<const FileBytes> file_;
    std::size_t offset_;
    ElementType type_;
    Index samples_;
    Index columns_;
};

}  // namespace mlp
