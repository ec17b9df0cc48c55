#pragma once

#include "mlp/nn/layer.h"

#include <memory>

namespace mlp {

/// A layer L<T>, made of the options S, that also knows the choice that makes it again.
template <class T, class S, template <class> class L>
class ExtensionLayer final : public L<T> {
  public:
    explicit ExtensionLayer(const Choice& choice)
        : ExtensionLayer(from_choice<S>(choice), choice.extension) {}
    Choice describe() const override { return choice_; }

  private:
    ExtensionLayer(const S& options, std::shared_ptr<const Extension> extension)
        : L<T>(options), choice_(to_choice(options)) {
        choice_.extension = std::move(extension);
    }

    Choice choice_;
};

/// A layer of your own: extensions.add(layer_extension<RmsNormOptions, RmsNorm>()), and configs
/// read with these extensions may name it, also inside residual. It is two things:
/// - S, its options: `name`, `help`, `options()`, and if need be `formula`, `source`, `problem()`,
///   as catalogues know them. An option `units` is taken from the data where it is not given and
///   the layer is the last that has one; options `activation`, `dropout` and `layers` are to be
///   what they are in dense and residual.
/// - L, the layer over the number type: a Layer<T> made by L<T>(const S&), with all of its
///   functions but describe(), which follows from the options.
/// See apps/examples/own_layer.cpp.
template <class S, template <class> class L>
std::shared_ptr<const Extension> layer_extension() {
    auto extension = std::make_shared<Extension>("layer", entry_info<S>());
    const auto add = [&]<class T>(T) {
        using Entry = typename Catalogue<Layer<T>>::Entry;
        extension->template add<Layer<T>>(
            Entry{entry_info<S>(), {}, [](const Choice& choice) -> std::unique_ptr<Layer<T>> {
                      return std::make_unique<ExtensionLayer<T, S, L>>(choice);
                  }});
    };
    add(float{});
    add(double{});
    return extension;
}

}  // namespace mlp
