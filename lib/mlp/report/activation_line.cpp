#include "mlp/report/activation_line.h"

#include "mlp/nn/activation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Two points so close together that what lies between them is a jump, if it is anything.
struct Gap {
    double left, right;
    double left_value, right_value;
};

/// Halves the gap again and again, each time keeping the half with the greater change.
template <class Function>
Gap narrowed(Gap gap, Function value_at) {
    for (int i = 0; i < 40; ++i) {
        const double middle = gap.left + (gap.right - gap.left) / 2;
        const double value = value_at(middle);
        if (std::abs(value - gap.left_value) > std::abs(gap.right_value - value)) {
            gap.right = middle;
            gap.right_value = value;
        } else {
            gap.left = middle;
            gap.left_value = value;
        }
    }
    return gap;
}

/// The line through f at two far points, if f is on it further out as well.
std::optional<Asymptote> asymptote(const ActivationLine& f, int side) {
    std::vector<double> x;
    for (const double far : {1e6, 4e6, 1.37e6, 2.11e6, 2.9e6, 9.7e6}) x.push_back(side * far);
    const auto y = f(x).y;
    double slope = (y[1] - y[0]) / (x[1] - x[0]);
    // What is left of a slope of 0 by a function that levels off slowly.
    if (std::abs(slope) < 1e-9) slope = 0;
    const double intercept = y[0] - slope * x[0];
    const auto distance = [&](double at, double value) {
        return std::abs(value - (slope * at + intercept));
    };
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!(distance(x[i], y[i]) < 1e-3 + 1e-9 * std::abs(y[i]))) return std::nullopt;
    }
    const double near = 3.0 * side;
    if (distance(near, f({near}).y.front()) < 1e-12) return std::nullopt;
    return Asymptote{side, slope, intercept};
}

}  // namespace

ActivationLine::ActivationLine(Choice choice) : choice_(std::move(choice)) {
    const auto activation = activations<double>().make(choice_);
    elementwise_ = activation->traits().elementwise;
    if (!elementwise_) inputs_ = 3;
    if (activation->pieces() > 1) inputs_ = static_cast<std::size_t>(activation->pieces());
}

ActivationCurve ActivationLine::operator()(const std::vector<double>& x) const {
    if (elementwise_) return activation_curve(choice_, x);
    ActivationCurve line{x, {}, {}};
    for (const double first : x) {
        std::vector<double> inputs(inputs_);
        for (std::size_t i = 0; i < inputs_; ++i) inputs[i] = i % 2 == 0 ? 1 : 0;
        inputs[0] = first;
        const auto curve = activation_curve(choice_, std::move(inputs));
        line.y.push_back(curve.y.front());
        line.dy.push_back(curve.dy.front());
    }
    return line;
}

std::string ActivationLine::note() const {
    if (elementwise_) return {};
    switch (inputs_) {
        case 2:
            return "z is the first number, the other is 0";
        case 3:
            return "z is the first number, the others are 0 and 1";
        default:
            return fmt::format("z is the first of {} numbers, the others are 0, 1, 0, ...",
                               inputs_);
    }
}

Trace trace(const ActivationLine& f, const std::vector<double>& x,
            std::vector<double> ActivationCurve::*values) {
    const auto y = f(x).*values;
    const auto [least, greatest] = std::minmax_element(y.begin(), y.end());
    const double small = 0.02 * (*greatest - *least);
    const auto value_at = [&](double at) { return (f({at}).*values).front(); };
    Trace line;
    const auto add = [&line](double at, double value) {
        line.x.push_back(at);
        line.y.push_back(value);
    };
    for (std::size_t i = 0; i < x.size(); ++i) {
        add(x[i], y[i]);
        if (i + 1 == x.size() || !(std::abs(y[i + 1] - y[i]) > small)) continue;
        const Gap gap = narrowed({x[i], x[i + 1], y[i], y[i + 1]}, value_at);
        if (std::abs(gap.right_value - gap.left_value) < std::abs(y[i + 1] - y[i]) / 2) continue;
        const bool at_left = gap.left == x[i];
        const bool at_right = gap.right == x[i + 1];
        if (!at_left) add(gap.left, gap.left_value);
        add(gap.left, std::numeric_limits<double>::quiet_NaN());
        if (!at_right) add(gap.right, gap.right_value);
        // The side that did not move is where the jump is.
        if (!at_left && !at_right) continue;
        const std::size_t jump = at_left ? i : i + 1;
        if (!line.dots_x.empty() && line.dots_x.back() == x[jump]) continue;
        line.dots_x.push_back(x[jump]);
        line.dots_y.push_back(y[jump]);
    }
    return line;
}

std::vector<Asymptote> asymptotes(const ActivationLine& f) {
    std::vector<Asymptote> found;
    for (const int side : {-1, 1}) {
        if (const auto line = asymptote(f, side)) found.push_back(*line);
    }
    return found;
}

}  // namespace mlp
