#include "mlp/train/observer.h"

namespace mlp {

std::optional<double> EpochReport::find(std::string_view name) const {
    for (const auto& [part, scores] : {std::pair<std::string_view, const Scores*>{"train_", &train},
                                       {"validation_", &validation}}) {
        if (!name.starts_with(part)) continue;
        for (const auto& [score, value] : *scores) {
            if (score == name.substr(part.size())) return value;
        }
    }
    return std::nullopt;
}

}  // namespace mlp
