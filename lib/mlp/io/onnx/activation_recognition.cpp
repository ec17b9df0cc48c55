#include "mlp/io/onnx/activation_recognition.h"

#include "mlp/core/parameters.h"
#include "mlp/nn/activation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <variant>
#include <vector>

namespace mlp::onnx {
namespace {

constexpr double tolerance = 1e-6;

std::vector<double> points() {
    std::vector<double> x;
    for (int i = -100; i <= 100; ++i) x.push_back(i * 0.08);
    // What levels off far outside is another function.
    for (const double far : {10.0, 15.0, 20.0, 30.0, 50.0, 75.0, 100.0}) {
        x.push_back(-far);
        x.push_back(far);
    }
    return x;
}

std::vector<double> values_of(const Formula& formula) {
    std::vector<double> y;
    for (const double x : points()) y.push_back(formula.value({&x, 1}));
    return y;
}

struct Candidate {
    Choice choice;
    std::vector<double> values;
};

/// Every activation that is a formula, in the order of the catalogue.
std::vector<Candidate> all_candidates() {
    std::vector<Candidate> candidates;
    const auto add = [&](const Choice& choice) {
        if (const auto formula = formula_of(choice))
            candidates.push_back({choice, values_of(*formula)});
    };
    for (const EntryInfo* entry : activation_names().entries()) {
        add(entry->name);
        for (const auto& option : entry->options) {
            for (const auto& word : option.allowed) add({entry->name, {{option.name, word}}});
        }
    }
    return candidates;
}

bool equal(const std::vector<double>& a, const std::vector<double>& b) {
    return std::ranges::equal(a, b, [](double x, double y) {
        return std::abs(x - y) <= tolerance * std::max(1.0, std::abs(y));
    });
}

class Substitution {
  public:
    explicit Substitution(const Formula& x) : x_(x) {}

    Formula operator()(const Formula& formula) {
        if (formula.kind() == FormulaKind::variable) return x_;
        if (formula.arguments().empty()) return formula;
        const auto found = done_.find(formula.identity());
        if (found != done_.end()) return found->second;
        std::vector<Formula> arguments;
        for (const auto& argument : formula.arguments()) arguments.push_back((*this)(argument));
        Formula result = Formula::of(formula.kind(), std::move(arguments));
        done_.emplace(formula.identity(), result);
        return result;
    }

  private:
    Formula x_;
    std::map<const void*, Formula> done_;
};

}  // namespace

std::size_t size_of(const Formula& formula) {
    std::size_t size = 1;
    for (const auto& argument : formula.arguments()) size += size_of(argument);
    return size;
}

Formula substituted(const Formula& formula, const Formula& x) { return Substitution(x)(formula); }

std::optional<Formula> formula_of(const Choice& choice) {
    const auto activation = activations<double>().make(choice);
    if (!activation->traits().elementwise) return std::nullopt;
    Parameters<double> parameters;
    activation->bind(1, "", parameters);
    parameters.allocate();
    const Operations steps = activation->operations(std::as_const(parameters).values(), 1);
    if (steps.size() != 1) return std::nullopt;
    const auto* step = std::get_if<operation::Elementwise>(&steps.front().step);
    if (step == nullptr || !step->parameters.empty()) return std::nullopt;
    return step->formula;
}

std::optional<Choice> recognised(const Formula& formula) {
    static const std::vector<Candidate> candidates = all_candidates();
    const std::vector<double> values = values_of(formula);
    for (const auto& candidate : candidates) {
        if (equal(values, candidate.values)) return candidate.choice;
    }
    return std::nullopt;
}

}  // namespace mlp::onnx
