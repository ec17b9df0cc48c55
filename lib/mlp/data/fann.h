#pragma once

#include "mlp/data/source.h"

#include <filesystem>
#include <string_view>

namespace mlp {

/// The options of a source in the format of FANN's training files (Nissen 2003).
struct FannOptions {
    std::filesystem::path path;

    static constexpr std::string_view name = "fann";
    static constexpr std::string_view help =
        "a training file of FANN (.data, .train): \"samples inputs outputs\", then the numbers of "
        "each sample; columns x1, x2, ..., targets y or y1, y2, ...";
    static Options<FannOptions> options();
};

class FannSource final : public Source {
  public:
    explicit FannSource(FannOptions options) : options_(std::move(options)) {}
    RawData read(const std::vector<std::string>& features) const override;
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override { return {options_.path}; }

  private:
    FannOptions options_;
};

}  // namespace mlp
