#include "mlp/nn/activation.h"
#include "mlp/nn/activations/rectifiers.h"
#include "mlp/nn/activations/saturating.h"
#include "mlp/nn/activations/softmax.h"

namespace mlp {
namespace {

/// Makes an Activation<T> of a struct with f and df.
template <class T, class S>
class ActivationOf final : public Activation<T> {
  public:
    explicit ActivationOf(const S& s) : s_(s) {}

    std::string_view name() const override { return S::name; }
    const ActivationTraits& traits() const override { return S::traits; }
    void forward(ConstView<T> z, View<T> a) const override { s_.template f<T>(array(z), array(a)); }
    void backward(ConstView<T> z, ConstView<T> a, View<T> delta) const override {
        s_.template df<T>(array(z), array(a), array(delta));
    }

  private:
    S s_;
};

template <class T, class... S>
Catalogue<Activation<T>> table() {
    return {"activation", "", {catalogue_entry<Activation<T>, S, ActivationOf<T, S>>()...}};
}

}  // namespace

/// The table: one struct in activations/, one name here.
template <class T>
const Catalogue<Activation<T>>& activations() {
    using namespace activation;
    static const auto catalogue =
        table<T, Linear, Sigmoid, Tanh, Relu, LeakyRelu, Elu, Gelu, Mish, Softplus, Softmax>();
    return catalogue;
}

const CatalogueInfo& activation_names() { return activations<double>(); }

template const Catalogue<Activation<float>>& activations<float>();
template const Catalogue<Activation<double>>& activations<double>();

}  // namespace mlp
