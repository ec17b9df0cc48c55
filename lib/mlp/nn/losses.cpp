#include "mlp/nn/loss.h"
#include "mlp/nn/loss_of.h"
#include "mlp/nn/losses/cosine_similarity.h"
#include "mlp/nn/losses/cross_entropy.h"
#include "mlp/nn/losses/focal.h"
#include "mlp/nn/losses/hinge.h"
#include "mlp/nn/losses/poisson.h"
#include "mlp/nn/losses/regression.h"

namespace mlp {
namespace {

template <class T, class... S>
Catalogue<Loss<T>> table() {
    return {"loss", "", {catalogue_entry<Loss<T>, S, LossOf<T, S>>()...}};
}

}  // namespace

std::string_view link_name(Link link) { return link == Link::sigmoid ? "sigmoid" : "softmax"; }

/// The table: one struct in losses/, one name here.
template <class T>
const Catalogue<Loss<T>>& losses() {
    using namespace loss;
    static const auto catalogue = table<T, MeanSquaredError, MeanAbsoluteError, Huber, LogCosh,
                                        Quantile, Poisson, BinaryCrossEntropy, CrossEntropy, Focal,
                                        Hinge, SquaredHinge, KlDivergence, CosineSimilarity>();
    return catalogue;
}

const CatalogueInfo& loss_names() { return losses<double>(); }

template const Catalogue<Loss<float>>& losses<float>();
template const Catalogue<Loss<double>>& losses<double>();

}  // namespace mlp
