#pragma once

#include "mlp/config/experiment_config.h"
#include "mlp/data/source.h"
#include "mlp/data/split.h"
#include "mlp/data/targets.h"

#include <memory>
#include <vector>

namespace mlp {

/// The samples of an experiment as they were read and understood, before they are split: what all
/// parts of a cross-validation share.
struct ExperimentData {
    std::unique_ptr<Source> source;
    std::shared_ptr<const RawData> raw;
    std::vector<Index> kept;  ///< the raw samples that are used: all that are not dropped
    Targets targets;
    Samples samples;  ///< of the kept ones; what a split must know
};

/// What the loss of a config asks of targets.
TargetRules target_rules(const ExperimentConfig& config);

/// Reads the samples that a config names. Throws InputError where the data is bad, with its place,
/// or does not fit the config, with the place in that.
std::shared_ptr<const ExperimentData> load_data(const ExperimentConfig& config);

/// Throws `work`'s InputError again as one at a place of the config.
template <class Work>
void at_place(const ExperimentConfig& config, const std::string& pointer, Work work) {
    try {
        work();
    } catch (const ConfigError&) {
        throw;
    } catch (const InputError& error) {
        throw config.error(pointer, error.what());
    }
}

}  // namespace mlp
