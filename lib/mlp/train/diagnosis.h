#pragma once

#include "mlp/train/observer.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace mlp {

/// Something that looks wrong in a training, in plain words.
struct Finding {
    std::string problem;  ///< "epoch 3: the gradient vanishes: ..."
    std::string remedy;   ///< what to try
};

/// Watches a training for what commonly goes wrong, and tells each thing once: gradients that
/// vanish or explode, units that die or saturate, a loss that stands still, validation that gets
/// worse while training gets better. It needs the layers of EpochReport for the first of these. The
/// limits are stated beside each rule in diagnosis.cpp. Of a run that is resumed it knows nothing
/// from before. One thread.
class Diagnosis final : public TrainingObserver {
  public:
    using Tell = std::function<void(const Finding&)>;
    explicit Diagnosis(Tell tell);

    bool on_epoch(const EpochReport& report) override;

    /// What the rules remember of the epochs so far.
    struct Memory {
        std::map<std::string, Index> in_a_row;         ///< epochs with a sign, by its name
        std::map<std::string, double> first_gradient;  ///< norms by layer, in the first epoch
        double first_loss = 0;
        double anchor_loss = 0;  ///< the training loss when it last fell by a part worth naming
        Index anchor_epoch = 0;
        double first_validation = 0;
        double best_validation = 0;
        double train_at_best = 0;  ///< the training loss in the epoch of that
        Index best_epoch = 0;
    };

  private:
    Tell tell_;
    Memory memory_;
    std::vector<bool> told_;  ///< by rule
};

}  // namespace mlp
