#include "mlp/report/outcome.h"

#include "mlp/core/text.h"

namespace mlp {

std::string Outcome::named_samples() const {
    return counted(static_cast<std::size_t>(samples()),
                   (part == "train" ? "training" : part) + " sample");
}

ConfusionMatrix Outcome::confusion() const {
    ConfusionMatrix counts(static_cast<Index>(classes.size()));
    for (std::size_t i = 0; i < labels.size(); ++i) counts.add(labels[i], predicted[i]);
    return counts;
}

std::vector<double> Outcome::scores(Index k) const {
    std::vector<double> result;
    result.reserve(static_cast<std::size_t>(samples()));
    const bool single = outputs.rows() == 1;
    for (Index i = 0; i < samples(); ++i) {
        const double output = outputs(single ? 0 : k, i);
        result.push_back(single && k == 0 ? -output : output);
    }
    return result;
}

}  // namespace mlp
