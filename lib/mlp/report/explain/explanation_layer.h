#pragma once

#include "mlp/report/explain/explanation.h"
#include "mlp/report/explain/explanation_pass.h"

#include <string>
#include <vector>

namespace mlp {

/// What the layers of one explanation have in common. Not owned.
struct ExplainedPass {
    const Network<double>& network;
    const NetworkPass& pass;
    const std::vector<std::string>& inputs;   ///< names
    const std::vector<std::string>& outputs;  ///< names
    const ExplanationLimits& limits;
    const TargetOfExplanation* target;  ///< of the pass backwards; null if there was none
};

/// A layer written out. choice: what it is called, with the options that it was trained with.
ExplainedLayer explain_layer(const ExplainedPass& sample, std::size_t i, const Choice& choice);

}  // namespace mlp
