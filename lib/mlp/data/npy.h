#pragma once

#include "mlp/data/block_source.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace mlp {

/// The options of a source of two files of NumPy's format.
struct NpyOptions {
    std::filesystem::path path;
    std::filesystem::path targets;
    std::optional<Index> max_samples;

    static constexpr std::string_view name = "npy";
    static constexpr std::string_view help =
        "two files of NumPy's numpy.save (also .gz): inputs of shape (samples, ...), targets of "
        "shape (samples,) or (samples, targets); columns x1, x2, ...";
    static Options<NpyOptions> options();
};

/// One file of NumPy's format, versions 1 to 3: its first dimension is the samples, the others
/// together the columns. A plain file is mapped, a packed one unpacked into memory. Throws
/// InputError where it is none, holds other numbers than integers, booleans, float32 and float64,
/// stands in Fortran's order, or its length is not what its header says.
BlockFile read_npy(const std::filesystem::path& path);

class NpySource final : public Source {
  public:
    explicit NpySource(NpyOptions options) : options_(std::move(options)) {}
    RawData read(const std::vector<std::string>& features) const override;
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override {
        return {options_.path, options_.targets};
    }

  private:
    NpyOptions options_;
};

}  // namespace mlp
