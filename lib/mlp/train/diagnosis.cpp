#include "mlp/train/diagnosis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace mlp {
namespace {

using Memory = Diagnosis::Memory;
using Found = std::optional<Finding>;

/// A sign must be seen in so many epochs in a row that were looked at.
constexpr Index in_a_row = 3;

bool is_lasting(Memory& memory, const std::string& name, bool seen) {
    Index& count = memory.in_a_row[name];
    count = seen ? count + 1 : 0;
    return count >= in_a_row;
}

/// The gradient of a layer is less than 1/10000 of that of the last layer that learns. (Where it is
/// 0 altogether, units are dead, or weights are: that is another matter.)
Found vanishing(const EpochReport& report, Memory& memory) {
    const LayerReport* last = nullptr;
    const LayerReport* weakest = nullptr;
    for (const auto& layer : report.layers) {
        if (!std::isfinite(layer.gradient_norm)) continue;
        last = &layer;
        if (weakest == nullptr || layer.gradient_norm < weakest->gradient_norm) weakest = &layer;
    }
    if (report.layers.empty()) return std::nullopt;
    const bool seen = last != nullptr && weakest->gradient_norm > 0 &&
                      weakest->gradient_norm < 1e-4 * last->gradient_norm;
    if (!is_lasting(memory, "vanishing", seen)) return std::nullopt;
    return Finding{
        fmt::format("the gradient vanishes on its way back: its norm is {:.2g} in {} and {:.2g} in "
                    "{}, so the first layers hardly learn",
                    last->gradient_norm, last->name, weakest->gradient_norm, weakest->name),
        "an activation of the relu family with the initializer he_normal, batch_norm, residual "
        "blocks, or fewer layers"};
}

/// The gradient of a layer is above 10000, or 1000 times what it was at first.
Found exploding(const EpochReport& report, Memory& memory) {
    for (const auto& layer : report.layers) {
        const double norm = layer.gradient_norm;
        if (!std::isfinite(norm)) continue;
        const double first = memory.first_gradient.try_emplace(layer.name, norm).first->second;
        if (norm < 1e4 && !(first > 0 && norm > 1e3 * std::max(first, 1e-2))) continue;
        return Finding{
            fmt::format("the gradient explodes: its norm is {:.2g} in {}", norm, layer.name),
            "scaled inputs and targets, a lower optimizer.learning_rate, or "
            "training.gradient_clip_norm"};
    }
    return std::nullopt;
}

std::string units_of(const LayerReport& layer, double share) {
    return fmt::format("{:.0f} % of the units of {}", 100 * share, layer.name);
}

/// Half of a layer's units were off for every sample.
Found dying(const EpochReport& report, Memory& memory) {
    for (const auto& layer : report.layers) {
        if (!is_lasting(memory, "dead " + layer.name, layer.dead >= 0.5)) continue;
        return Finding{
            fmt::format("units die: {} were active for no sample of the epoch, so they learn "
                        "nothing any more",
                        units_of(layer, layer.dead)),
            "a lower optimizer.learning_rate, leaky_relu or elu, or the initializer he_normal"};
    }
    return std::nullopt;
}

/// Half of a hidden layer's units were saturated for every sample. (Outputs may well be.)
Found saturated(const EpochReport& report, Memory& memory) {
    for (std::size_t i = 0; i + 1 < report.layers.size(); ++i) {
        const LayerReport& layer = report.layers[i];
        if (!is_lasting(memory, "saturated " + layer.name, layer.saturated >= 0.5)) continue;
        return Finding{
            fmt::format("units are saturated: {} were at a flat end of their activation for every "
                        "sample of the epoch, where hardly any gradient passes",
                        units_of(layer, layer.saturated)),
            "scaled inputs (\"preprocessing\": \"standardize\"), smaller first weights, or a lower "
            "optimizer.learning_rate"};
    }
    return std::nullopt;
}

/// In a fifth of all epochs, 20 at least, the training loss did not fall by a hundredth, and in all
/// it fell by less than seven tenths of what it was at first.
Found standing_still(const EpochReport& report, Memory& memory) {
    const double loss = report.train.front().second;
    if (memory.anchor_epoch == 0) memory.first_loss = loss;
    if (memory.anchor_epoch == 0 ||
        loss < memory.anchor_loss - 0.01 * std::abs(memory.anchor_loss)) {
        memory.anchor_epoch = report.epoch;
        memory.anchor_loss = loss;
    }
    const Index patience = std::max<Index>(20, report.epochs / 5);
    const double fallen = memory.first_loss - memory.anchor_loss;
    if (report.epoch - memory.anchor_epoch < patience ||
        fallen >= 0.7 * std::abs(memory.first_loss)) {
        return std::nullopt;
    }
    return Finding{fmt::format("the loss stands still: since epoch {}, when it was {:.4g}, "
                               "train_loss has not fallen by another hundredth",
                               memory.anchor_epoch, memory.anchor_loss),
                   "another optimizer.learning_rate, other first weights (another seed or "
                   "initializer), more units or another layer, if that is not good enough"};
}

/// The validation loss is a fifth above its lowest value, and has lost a fiftieth of what it had
/// gained, while the training loss fell by a twentieth since then.
Found overfitting(const EpochReport& report, Memory& memory) {
    if (report.validation.empty()) return std::nullopt;
    const double train = report.train.front().second;
    const double validation = report.validation.front().second;
    if (memory.best_epoch == 0) memory.first_validation = validation;
    if (memory.best_epoch == 0 || validation < memory.best_validation) {
        memory.best_epoch = report.epoch;
        memory.best_validation = validation;
        memory.train_at_best = train;
    }
    const double rise = validation - memory.best_validation;
    const bool seen = report.epoch - memory.best_epoch >= std::max<Index>(5, report.epochs / 20) &&
                      rise > 0.2 * std::abs(memory.best_validation) &&
                      rise > 0.02 * (memory.first_validation - memory.best_validation) &&
                      memory.train_at_best - train > 0.05 * std::abs(memory.train_at_best);
    if (!is_lasting(memory, "overfitting", seen)) return std::nullopt;
    return Finding{
        fmt::format("training and validation part: since epoch {} validation_loss rose from {:.4g} "
                    "to {:.4g}, while train_loss fell from {:.4g} to {:.4g}",
                    memory.best_epoch, memory.best_validation, validation, memory.train_at_best,
                    train),
        "early_stopping, weight_decay (optimizer adamw), dropout, fewer units, or more data"};
}

constexpr std::array rules{vanishing, exploding, dying, saturated, standing_still, overfitting};

}  // namespace

Diagnosis::Diagnosis(Tell tell) : tell_(std::move(tell)), told_(rules.size()) {}

bool Diagnosis::on_epoch(const EpochReport& report) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (told_[i]) continue;
        auto found = rules[i](report, memory_);
        if (!found) continue;
        told_[i] = true;
        found->problem = fmt::format("epoch {}: {}", report.epoch, found->problem);
        tell_(*found);
    }
    return true;
}

}  // namespace mlp
