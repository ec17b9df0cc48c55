#include "nn/operation_interpreter.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace mlp::test {
namespace {

using Numbers = Vector<double>;

Numbers compute(const operation::Affine& step, const Numbers& x) {
    return step.weight * x + step.bias;
}

/// The number at a place of an image; 0 around it.
double pixel(const Shape& shape, const Numbers& image, Index c, Index y, Index x) {
    if (y < 0 || x < 0 || y >= shape.height || x >= shape.width) return 0;
    return image[(c * shape.height + y) * shape.width + x];
}

Numbers compute(const operation::Convolution& step, const Numbers& image) {
    const Windows& w = step.windows;
    Numbers result(step.output.size());
    for (Index n = 0; n < result.size(); ++n) {
        const Index f = n / step.output.plane();
        const Index top = n % step.output.plane() / step.output.width * w.step_down - w.pad_down;
        const Index left = n % step.output.width * w.step_right - w.pad_right;
        result[n] = step.bias[f];
        for (Index k = 0; k < step.weight.cols(); ++k) {
            const Index c = k / (w.height * w.width);
            const Index i = k / w.width % w.height;
            result[n] +=
                step.weight(f, k) * pixel(step.input, image, c, top + i, left + k % w.width);
        }
    }
    return result;
}

Numbers compute(const operation::MaxPool& step, const Numbers& image) {
    const Windows& w = step.windows;
    Numbers result(step.output.size());
    for (Index n = 0; n < result.size(); ++n) {
        const Index c = n / step.output.plane();
        const Index top = n % step.output.plane() / step.output.width * w.step_down;
        const Index left = n % step.output.width * w.step_right;
        result[n] = -std::numeric_limits<double>::infinity();
        for (Index i = 0; i < w.height; ++i) {
            for (Index j = 0; j < w.width; ++j) {
                result[n] = std::max(result[n], pixel(step.input, image, c, top + i, left + j));
            }
        }
    }
    return result;
}

Numbers compute(const operation::Elementwise& step, const Numbers& x) {
    Numbers result(x.size());
    for (Index i = 0; i < x.size(); ++i) {
        std::vector<double> parameters;
        for (const auto& numbers : step.parameters) parameters.push_back(numbers[i]);
        result[i] = step.formula.value({&x[i], 1}, parameters);
    }
    return result;
}

Numbers compute(const operation::Softmax& step, const Numbers& x) {
    const Numbers e = (x.array() - x.maxCoeff()).exp();
    const Numbers shares = e / e.sum();
    return step.logarithm ? Numbers(shares.array().log()) : shares;
}

/// By sorting: the support is the longest run of largest numbers with 1 + k z_k > z_1 + ... + z_k.
Numbers compute(const operation::Sparsemax&, const Numbers& x) {
    Numbers sorted = x;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double sum = 0;
    double tau = 0;
    for (Index k = 0; k < sorted.size(); ++k) {
        sum += sorted[k];
        const auto size = static_cast<double>(k + 1);
        if (1 + size * sorted[k] > sum) tau = (sum - 1) / size;
    }
    return (x.array() - tau).max(0.0);
}

Numbers compute(const operation::Maxout& step, const Numbers& x) {
    const Index units = x.size() / step.pieces;
    Numbers result = x.head(units);
    for (Index k = 1; k < step.pieces; ++k) {
        result = result.cwiseMax(x.segment(k * units, units)).eval();
    }
    return result;
}

Numbers compute(const operation::LayerNorm& step, const Numbers& x) {
    const double mean = x.mean();
    const double variance = (x.array() - mean).square().mean();
    return step.gain.array() * (x.array() - mean) / std::sqrt(variance + step.epsilon) +
           step.bias.array();
}

Numbers compute(const operation::Residual& step, const Numbers& x) {
    return computed(step.layers, x) + computed(step.projection, x);
}

}  // namespace

Vector<double> computed(const Operations& operations, Vector<double> x) {
    for (const auto& operation : operations) {
        const Numbers y =
            std::visit([&](const auto& step) { return compute(step, x); }, operation.step);
        if (y.size() != operation.outputs) return Numbers();
        x = y;
    }
    return x;
}

}  // namespace mlp::test
