#include "mlp/experiment/experiment_data.h"

#include "mlp/nn/loss.h"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace mlp {
namespace {

std::vector<std::uint32_t> group_numbers(const Column& groups, const std::vector<Index>& samples) {
    std::map<std::string, std::uint32_t> known;
    std::vector<std::uint32_t> numbers;
    numbers.reserve(samples.size());
    for (const Index sample : samples) {
        const auto next = static_cast<std::uint32_t>(known.size());
        numbers.push_back(known.emplace(groups.spelling(sample), next).first->second);
    }
    return numbers;
}

}  // namespace

TargetRules target_rules(const ExperimentConfig& config) {
    const LossTraits& loss = losses<double>().traits(config.plain_loss());
    const double largest = config.precision == "float64"
                               ? std::numeric_limits<double>::max()
                               : static_cast<double>(std::numeric_limits<float>::max());
    return {loss.classification, loss.targets, largest};
}

std::shared_ptr<const ExperimentData> load_data(const ExperimentConfig& config) {
    auto data = std::make_shared<ExperimentData>();
    data->source = sources().make(config.source());
    data->raw = std::make_shared<const RawData>(data->source->read({}));
    const RawData& raw = *data->raw;
    const bool one_class_each =
        !losses<double>().traits(config.plain_loss()).only_with.front().empty() &&
        is_distribution(last_activation(config.network.layers));
    if (raw.targets.size() > 1 && one_class_each) {
        throw config.error("/loss",
                           fmt::format("{} needs a single target column of classes, but there "
                                       "are {} target columns",
                                       config.loss.type, raw.targets.size()));
    }
    const DataConfig options = config.data_config();
    at_place(config, "/data/preprocessing",
             [&] { data->kept = complete_samples(raw, options.rules()); });
    const TargetRules rules = target_rules(config);
    data->targets = learn_targets(raw, data->kept, rules);
    data->samples.count = static_cast<Index>(data->kept.size());
    if (data->targets.classification()) {
        data->samples.labels = target_values(raw, data->kept, data->targets, rules).labels;
    }
    if (raw.groups) data->samples.groups = group_numbers(*raw.groups, data->kept);
    return data;
}

}  // namespace mlp
