#include "mlp/optim/adadelta.h"
#include "mlp/optim/adagrad.h"
#include "mlp/optim/adam.h"
#include "mlp/optim/adamax.h"
#include "mlp/optim/lbfgs.h"
#include "mlp/optim/levenberg_marquardt.h"
#include "mlp/optim/lion.h"
#include "mlp/optim/nadam.h"
#include "mlp/optim/optimizer_of.h"
#include "mlp/optim/radam.h"
#include "mlp/optim/rmsprop.h"
#include "mlp/optim/rprop.h"
#include "mlp/optim/sgd.h"

namespace mlp {
namespace {

using namespace optimizer;

/// Those that are a formula for one range of parameters, and then those that are classes.
template <class T, class... S>
Catalogue<Optimizer<T>> table() {
    using Product = Optimizer<T>;
    return {"optimizer",
            "adam",
            {catalogue_entry<Product, S, OptimizerOf<T, S>>()...,
             catalogue_entry<Product, Lbfgs, LbfgsOptimizer<T>>(),
             catalogue_entry<Product, LevenbergMarquardt, LevenbergMarquardtOptimizer<T>>()}};
}

}  // namespace

/// The table: one struct in a header of its own, one name here.
template <class T>
const Catalogue<Optimizer<T>>& optimizers() {
    static const auto catalogue =
        table<T, Sgd, Adam, AdamW, NAdam, RAdam, Adamax, Adagrad, Adadelta, RmsProp, Rprop, Lion>();
    return catalogue;
}

const CatalogueInfo& optimizer_names() { return optimizers<double>(); }

template const Catalogue<Optimizer<float>>& optimizers<float>();
template const Catalogue<Optimizer<double>>& optimizers<double>();

}  // namespace mlp
