#include "mlp/data/block_source.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

/// The first samples of a block.
class FirstSamples final : public NumberBlock {
  public:
    FirstSamples(std::shared_ptr<const NumberBlock> block, Index samples)
        : block_(std::move(block)), samples_(samples) {}
    Index samples() const override { return samples_; }
    Index columns() const override { return block_->columns(); }
    void read(Index sample, double* out) const override { block_->read(sample, out); }
    bool is_mapped() const override { return block_->is_mapped(); }

  private:
    std::shared_ptr<const NumberBlock> block_;
    Index samples_;
};

}  // namespace

std::vector<std::string> numbered_names(const std::string& name, Index count) {
    std::vector<std::string> names;
    for (Index i = 1; i <= count; ++i) names.push_back(fmt::format("{}{}", name, i));
    return names;
}

void check_features(const std::string& origin, const std::vector<std::string>& names,
                    const std::vector<std::string>& features) {
    if (features.empty() || features == names) return;
    const auto shown = [](const std::vector<std::string>& list) {
        return list.size() > 1
                   ? fmt::format("{} features, {} to {}", list.size(), list.front(), list.back())
                   : fmt::format("1 feature, {}", list.front());
    };
    throw InputError(
        fmt::format("{}: has {}, but {} are needed", origin, shown(names), shown(features)));
}

RawData block_data(const BlockFile& inputs, const BlockFile& targets,
                   const std::optional<Index>& max_samples,
                   const std::vector<std::string>& features) {
    RawData data;
    data.origin = inputs.origin;
    const Index samples = inputs.block->samples();
    if (samples == 0) throw InputError(inputs.origin + ": holds no samples");
    if (targets.block->samples() != samples) {
        throw InputError(fmt::format("{}: has {} targets, but {} has {} samples", targets.origin,
                                     targets.block->samples(), inputs.origin, samples));
    }
    const Index used = std::min(samples, max_samples.value_or(samples));
    data.inputs.names = numbered_names("x", inputs.block->columns());
    check_features(inputs.origin, data.inputs.names, features);
    data.inputs.numbers =
        used == samples ? inputs.block : std::make_shared<FirstSamples>(inputs.block, used);
    const Index columns = targets.block->columns();
    const auto names = columns == 1 ? std::vector<std::string>{"y"} : numbered_names("y", columns);
    for (const auto& name : names) data.targets.emplace_back(name);
    std::vector<double> numbers(static_cast<std::size_t>(columns));
    for (Index sample = 0; sample < used; ++sample) {
        targets.block->read(sample, numbers.data());
        for (std::size_t k = 0; k < numbers.size(); ++k) data.targets[k].add_number(numbers[k]);
    }
    return data;
}

}  // namespace mlp
