#include "mlp/nn/layer.h"
#include "mlp/nn/layers/activation_layer.h"
#include "mlp/nn/layers/conv2d.h"
#include "mlp/nn/layers/dense.h"
#include "mlp/nn/layers/noise.h"
#include "mlp/nn/layers/normalization.h"
#include "mlp/nn/layers/pooling.h"
#include "mlp/nn/layers/residual.h"

namespace mlp {

/// The table: one line a layer.
template <class T>
const Catalogue<Layer<T>>& layers() {
    using L = Layer<T>;
    static const Catalogue<L> catalogue(
        "layer", "dense",
        {catalogue_entry<L, DenseOptions, Dense<T>>(),
         catalogue_entry<L, ActivationLayerOptions, ActivationLayer<T>>(),
         catalogue_entry<L, Dropout, Noise<T, Dropout>>(),
         catalogue_entry<L, AlphaDropout, Noise<T, AlphaDropout>>(),
         catalogue_entry<L, GaussianNoise, Noise<T, GaussianNoise>>(),
         catalogue_entry<L, BatchNormOptions, BatchNorm<T>>(),
         catalogue_entry<L, LayerNormOptions, LayerNorm<T>>(),
         catalogue_entry<L, ResidualOptions, Residual<T>>(),
         catalogue_entry<L, Conv2dOptions, Conv2d<T>>(),
         catalogue_entry<L, MaxPool2dOptions, MaxPool2d<T>>(),
         catalogue_entry<L, FlattenOptions, Flatten<T>>()});
    return catalogue;
}

const CatalogueInfo& layer_names() { return layers<double>(); }

template const Catalogue<Layer<float>>& layers<float>();
template const Catalogue<Layer<double>>& layers<double>();

}  // namespace mlp
