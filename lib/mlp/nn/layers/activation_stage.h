#pragma once

#include "mlp/nn/layer.h"

#include <memory>

namespace mlp {

/// The second half of layers such as dense: a = dropout(f(z)), with the buffers it takes.
///
///   z ── f ── h ── dropout ── a          back: δ ∘ mask, then f′
///
/// Without dropout h is a itself, and where f does not need z, z is h's memory as well, unless the
/// buffers have room for z all the same.
template <class T>
class ActivationStage {
  public:
    ActivationStage(const Choice& activation, double dropout)
        : f_(activations<T>().make(activation)), dropout_(dropout), pieces_(f_->pieces()) {}

    const Activation<T>& f() const { return *f_; }
    /// Null if the output is not f's, but what dropout left of it.
    const Activation<T>* output_activation() const { return dropout_ > 0 ? nullptr : f_.get(); }
    Index pieces() const { return pieces_; }
    LayerTraits traits() const {
        return {.noisy = dropout_ > 0, .exact_gradient = f_->exact_gradient()};
    }
    /// The same for a layer that can be separable (LayerTraits), if this half of it can.
    LayerTraits separable_traits() const {
        LayerTraits all = traits();
        all.separable = dropout_ == 0 && !f_->noisy() && !learns_;
        return all;
    }
    /// Throws InputError if no gradient passes f.
    void check_trainable() const;

    void bind(const Shape& units, const std::string& prefix, Parameters<T>& parameters) {
        units_ = units.size();
        const Index before = parameters.size();
        f_->bind(units, prefix + "activation.", parameters);
        learns_ = parameters.size() > before;
    }
    void initialize(Parameters<T>& parameters) const { f_->initialize(parameters); }
    LayerBuffers<T> make_buffers(Index max_samples) const;

    /// Where to write z: pieces · units × samples.
    View<T> z(LayerBuffers<T>& buffers, Index samples) const;
    void forward(ConstVectorView<T> parameters, LayerBuffers<T>& buffers, Index samples,
                 const Pass& pass) const;
    /// From the gradient in buffers.delta, which is at `at`. Returns where ∂L/∂z stands.
    View<T> backward(ConstVectorView<T> parameters, LayerBuffers<T>& buffers, Index samples,
                     GradientAt at, VectorView<T> gradients) const;
    /// Where backward() leaves ∂L/∂z: pieces · units × samples.
    View<T> dz(LayerBuffers<T>& buffers, Index samples) const {
        return pieces() > 1 ? z(buffers, samples) : first_columns(buffers.delta, samples);
    }

  private:
    bool has_own_z() const { return f_->traits().needs_z || pieces() > 1; }
    Matrix<T>& h(LayerBuffers<T>& buffers) const {
        return dropout_ > 0 ? buffers.own[0] : buffers.a;
    }

    std::unique_ptr<Activation<T>> f_;
    double dropout_;
    Index pieces_;  ///< of f
    Index units_ = 0;
    bool learns_ = false;  ///< whether f has parameters
};

/// Fills a mask: 0 with probability `rate`, else 1 / (1 - rate), which keeps the mean.
/// (Srivastava et al. 2014, "inverted".)
template <class T>
void draw_mask(View<T> mask, double rate, Random& random) {
    const T kept = T(1 / (1 - rate));
    for (T& m : mask.reshaped()) m = random.uniform() < rate ? T(0) : kept;
}

}  // namespace mlp
