#pragma once

#include "mlp/data/block_source.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace mlp {

/// The options of a source of two IDX files, the format of MNIST (LeCun, Cortes and Burges).
struct IdxOptions {
    std::filesystem::path path;
    std::filesystem::path targets;
    std::optional<Index> max_samples;

    static constexpr std::string_view name = "idx";
    static constexpr std::string_view help =
        "two IDX files, as MNIST and Fashion-MNIST are distributed (also .gz); columns x1, x2, ...";
    static Options<IdxOptions> options();
};

/// One IDX file: its first dimension is the samples, the others together the columns. A plain file
/// is mapped, a packed one unpacked into memory. Throws InputError where it is none, or its length
/// is not what its header says.
BlockFile read_idx(const std::filesystem::path& path);

class IdxSource final : public Source {
  public:
    explicit IdxSource(IdxOptions options) : options_(std::move(options)) {}
    RawData read(const std::vector<std::string>& features) const override;
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override {
        return {options_.path, options_.targets};
    }

  private:
    IdxOptions options_;
};

}  // namespace mlp
