#include "mlp/train/diagnostics.h"

#include "mlp/nn/layer_activation.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr Index updates_wanted = 8;

/// Multiplications of a step by which looking on costs some 6 % of it; below, it is ever more.
constexpr Index large_step = 200'000;

/// Adds for each unit how many samples are at or beyond the ends. z: units × samples.
template <class T>
void count_flat(ConstView<T> z, const ActiveRange& active, std::vector<std::int32_t>& below,
                std::vector<std::int32_t>& above) {
    const auto low = static_cast<T>(active.low);
    const auto high = static_cast<T>(active.high);
    const auto units = static_cast<std::size_t>(z.rows());
    for (Index sample = 0; sample < z.cols(); ++sample) {
        const T* values = z.data() + sample * z.rows();
        for (std::size_t i = 0; i < units; ++i) {
            below[i] += values[i] <= low ? 1 : 0;
            above[i] += values[i] >= high ? 1 : 0;
        }
    }
}

/// Of numbers whose squares may be too large or too small for their type.
template <class Numbers>
double squared_norm(const Eigen::MatrixBase<Numbers>& numbers) {
    // Summing up in double is several times slower, so it is done only where it must be.
    const auto squares = static_cast<double>(numbers.squaredNorm());
    const bool reliable = squares > 1e-24 && squares < 1e36;
    return reliable ? squares : numbers.template cast<double>().squaredNorm();
}

}  // namespace

template <class T>
void Diagnostics<T>::Moments::add(ConstView<T> numbers) {
    if (count == 0) shift = static_cast<double>(numbers(0, 0));
    count += static_cast<double>(numbers.size());
    const T first = static_cast<T>(shift);
    sum += static_cast<double>((numbers.array() - first).sum());
    squares += static_cast<double>((numbers.array() - first).square().sum());
}

template <class T>
double Diagnostics<T>::Moments::sd() const {
    const double mean_difference = sum / count;
    // Rounding can make a difference of equal numbers negative.
    return std::sqrt(std::max(squares / count - mean_difference * mean_difference, 0.0));
}

template <class T>
void Diagnostics<T>::Mean::add(double value) {
    sum += value;
    ++count;
}

template <class T>
double Diagnostics<T>::Mean::value() const {
    return count > 0 ? sum / count : none;
}

template <class T>
Diagnostics<T>::Diagnostics(const Network<T>& network) : network_(network) {
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const auto& layer = *network.layers()[i];
        Watched watched;
        watched.name = fmt::format("layers.{}", i);
        const auto activation = activation_of(layer.describe());
        if (activation) {
            const auto made = activations<T>().make(*activation);
            watched.has_z = made->pieces() == 1;
            if (watched.has_z && made->traits().elementwise) {
                watched.active = active_range(*activation);
                watched.below.resize(static_cast<std::size_t>(layer.outputs()));
                watched.above.resize(watched.below.size());
            }
        }
        for (const auto& block : network.blocks_of(i)) {
            if (block.role != Role::statistic) watched.learnt.push_back(block);
            if (block.role == Role::weight) watched.weights.push_back(block);
        }
        layers_.push_back(std::move(watched));
    }
}

template <class T>
void Diagnostics<T>::prepare(Workspace<T>& workspace, Index batch_size) {
    const bool large = network_.parameters().size() * batch_size >= large_step;
    every_epoch_up_to_ = large ? 100 : 10;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        auto& buffers = workspace.layers[i];
        if (layers_[i].has_z && buffers.z.size() == 0) {
            buffers.z.setZero(buffers.a.rows(), buffers.a.cols());
        }
    }
}

template <class T>
bool Diagnostics<T>::begin_epoch(Index epoch, Index updates) {
    Index step = 1;
    while (epoch / step >= every_epoch_up_to_) step *= 10;
    if (epoch % step != 0) return false;
    updates_ = 0;
    samples_ = 0;
    stride_ = std::max<Index>(updates / updates_wanted, 1);
    for (auto& layer : layers_) {
        layer.z = layer.a = {};
        layer.gradient_norm = layer.update_ratio = {};
        std::ranges::fill(layer.below, 0);
        std::ranges::fill(layer.above, 0);
    }
    return true;
}

template <class T>
void Diagnostics<T>::see_batch(const Workspace<T>& workspace, Index samples) {
    samples_ += samples;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        Watched& layer = layers_[i];
        const auto& buffers = workspace.layers[i];
        layer.a.add(first_columns(buffers.a, samples));
        if (!layer.has_z) continue;
        const ConstView<T> z = first_columns(buffers.z, samples);
        layer.z.add(z);
        if (layer.active) count_flat(z, *layer.active, layer.below, layer.above);
    }
}

template <class T>
double Diagnostics<T>::norm(const std::vector<Block>& blocks, ConstVectorView<T> arena) const {
    double squares = 0;
    for (const auto& block : blocks) {
        squares += squared_norm(block.in(arena));
    }
    return std::sqrt(squares);
}

template <class T>
void Diagnostics<T>::before_update() {
    if (!is_measured()) return;
    const Parameters<T>& parameters = network_.parameters();
    before_ = parameters.values();
    for (auto& layer : layers_) {
        if (layer.learnt.empty()) continue;
        layer.gradient_norm.add(norm(layer.learnt, parameters.gradients()));
    }
}

template <class T>
void Diagnostics<T>::after_update() {
    const bool measured = is_measured();
    ++updates_;
    if (!measured) return;
    const Parameters<T>& parameters = network_.parameters();
    for (auto& layer : layers_) {
        const ConstVectorView<T> before(before_.data(), before_.size());
        double squares = 0;
        for (const auto& block : layer.weights) {
            squares += squared_norm(block.in(parameters.values()) - block.in(before));
        }
        // Weights that are all 0 have no ratio.
        const double length = norm(layer.weights, before);
        if (length > 0) layer.update_ratio.add(std::sqrt(squares) / length);
    }
}

template <class T>
std::vector<LayerReport> Diagnostics<T>::report() const {
    std::vector<LayerReport> reports;
    for (const auto& layer : layers_) {
        LayerReport report{layer.name,
                           none,
                           none,
                           layer.a.mean(),
                           layer.a.sd(),
                           none,
                           none,
                           none,
                           layer.gradient_norm.value(),
                           layer.update_ratio.value()};
        if (layer.has_z) {
            report.pre_activation_mean = layer.z.mean();
            report.pre_activation_sd = layer.z.sd();
        }
        if (layer.active) {
            double flat = 0;
            double dead = 0;
            double saturated = 0;
            for (std::size_t i = 0; i < layer.below.size(); ++i) {
                flat += layer.below[i] + layer.above[i];
                if (layer.below[i] + layer.above[i] < samples_) continue;
                const bool off = layer.active->off_below && layer.above[i] == 0;
                ++(off ? dead : saturated);
            }
            const auto units = static_cast<double>(layer.below.size());
            report.silent = flat / (units * static_cast<double>(samples_));
            report.dead = dead / units;
            report.saturated = saturated / units;
        }
        reports.push_back(std::move(report));
    }
    return reports;
}

template class Diagnostics<float>;
template class Diagnostics<double>;

}  // namespace mlp
