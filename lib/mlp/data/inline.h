#pragma once

#include "mlp/data/source.h"

#include <string>
#include <vector>

namespace mlp {

/// The options of a source whose samples stand in the config itself.
struct InlineOptions {
    Rows inputs;
    Rows targets;
    std::vector<std::string> feature_names;
    std::vector<std::string> target_names;
    Rows sample_weights{};

    static constexpr std::string_view name = "inline";
    static constexpr std::string_view help = "samples written into the config itself";
    static Options<InlineOptions> options();
    std::string problem() const;
};

class InlineSource final : public Source {
  public:
    explicit InlineSource(InlineOptions options) : options_(std::move(options)) {}

    RawData read(const std::vector<std::string>& features) const override;
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override { return {}; }

  private:
    InlineOptions options_;
};

}  // namespace mlp
