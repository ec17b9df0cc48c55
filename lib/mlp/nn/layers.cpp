#include "mlp/nn/dense.h"
#include "mlp/nn/layer.h"

namespace mlp {

/// The table: one line a layer.
template <class T>
const Catalogue<Layer<T>>& layers() {
    static const Catalogue<Layer<T>> catalogue(
        "layer", "dense", {catalogue_entry<Layer<T>, DenseOptions, Dense<T>>()});
    return catalogue;
}

const CatalogueInfo& layer_names() { return layers<double>(); }

template const Catalogue<Layer<float>>& layers<float>();
template const Catalogue<Layer<double>>& layers<double>();

}  // namespace mlp
