#pragma once

#include "mlp/data/source.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace mlp {

/// The options of a source in the format of LIBSVM and SVMlight (Joachims 1999).
struct LibsvmOptions {
    std::filesystem::path path;
    std::optional<Index> features;

    static constexpr std::string_view name = "libsvm";
    static constexpr std::string_view help =
        "lines \"label index:value ...\" of LIBSVM and SVMlight (also .gz); what is not named is "
        "0, "
        "and held in memory; columns x1, x2, ..., target y";
    static Options<LibsvmOptions> options();
};

class LibsvmSource final : public Source {
  public:
    explicit LibsvmSource(LibsvmOptions options) : options_(std::move(options)) {}
    /// Fewer features in the file than asked for are filled up with zeros.
    RawData read(const std::vector<std::string>& features) const override;
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override { return {options_.path}; }

  private:
    LibsvmOptions options_;
};

}  // namespace mlp
