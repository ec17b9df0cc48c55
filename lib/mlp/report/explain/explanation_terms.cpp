#include "mlp/report/explain/explanation_terms.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace mlp {

std::vector<Index> largest(const Vector<double>& numbers, Index count) {
    std::vector<Index> places(static_cast<std::size_t>(numbers.size()));
    std::iota(places.begin(), places.end(), Index{0});
    if (numbers.size() <= count) return places;
    std::stable_sort(places.begin(), places.end(),
                     [&](Index a, Index b) { return std::abs(numbers[a]) > std::abs(numbers[b]); });
    places.resize(static_cast<std::size_t>(count));
    std::sort(places.begin(), places.end());
    return places;
}

std::vector<Index> most_telling(const Vector<double>& a, const Vector<double>* target,
                                Index count) {
    Vector<double> rank = a.cwiseAbs();
    if (target != nullptr) {
        Index wanted = 0;
        target->maxCoeff(&wanted);
        rank[wanted] = infinity;
    }
    return largest(rank, count);
}

std::string name_at(const std::vector<std::string>& names, Index place) {
    return names.empty() ? fmt::format("a[{}]", place) : names[static_cast<std::size_t>(place)];
}

ExplainedSum explained_sum(const Vector<double>& w, const Vector<double>& x,
                           const std::vector<std::string>& names, Index terms) {
    ExplainedSum sum;
    const Vector<double> products = w.cwiseProduct(x);
    std::vector<bool> shown(static_cast<std::size_t>(w.size()));
    for (const Index k : largest(products, terms)) {
        sum.terms.push_back({k, name_at(names, k), w[k], x[k]});
        shown[static_cast<std::size_t>(k)] = true;
    }
    for (Index k = 0; k < w.size(); ++k) {
        if (shown[static_cast<std::size_t>(k)]) continue;
        ++sum.left_out;
        sum.left_out_sum += products[k];
    }
    return sum;
}

void explain_inputs(const Preprocessing& preprocessing, const RawData& raw, const Vector<double>& x,
                    const ExplanationLimits& limits, Explanation& explanation) {
    // Which column an input comes from, and how; inputs computed from several come last.
    std::vector<ExplainedInput> inputs;
    for (std::size_t i = 0; i < preprocessing.columns().size(); ++i) {
        const std::string cell = raw.inputs.cells[i].spelling(0);
        const ColumnInput& column = preprocessing.columns()[i];
        if (const auto* number = std::get_if<NumberInput>(&column)) {
            inputs.push_back({"", cell});
            if (!cell.empty()) inputs.back().transform = number->transform;
            if (number->indicator) inputs.push_back({"", cell});
        } else {
            const auto& text = std::get<TextInput>(column);
            const Index count = text.code.inputs() + Index{text.indicator};
            for (Index k = 0; k < count; ++k) inputs.push_back({"", cell});
        }
    }
    inputs.resize(static_cast<std::size_t>(x.size()));
    for (std::size_t k = 0; k < inputs.size(); ++k) {
        auto& input = inputs[k];
        input.name = preprocessing.input_names()[k];
        input.value = x[static_cast<Index>(k)];
        explanation.preprocessed |= !input.transform || !input.transform->is_identity();
    }
    const Index shown = std::min(limits.terms, x.size());
    explanation.inputs_left_out = x.size() - shown;
    inputs.resize(static_cast<std::size_t>(shown));
    explanation.inputs = std::move(inputs);
}

}  // namespace mlp
