#include "mlp/report/html/missing_parts.h"

#include <algorithm>

namespace mlp {

std::vector<MissingParts> missing_parts(const ReportPage& page) {
    std::vector<MissingParts> parts;
    const auto add = [&](const char* name, const auto& part) {
        if (part) return;
        const auto same = std::find_if(parts.begin(), parts.end(), [&](const MissingParts& other) {
            return other.reason == part.missing;
        });
        if (same == parts.end()) {
            parts.push_back({name, part.missing});
        } else {
            same->names += std::string(", ") + name;
        }
    };
    add("curves", page.curves);
    add("decision boundary", page.decision_map);
    add("network", page.network);
    add("predictions", page.outcome);
    add("layers while training", page.layer_curves);
    add("activations", page.activations);
    return parts;
}

}  // namespace mlp
