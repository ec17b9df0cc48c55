#include "mlp/nn/initializer.h"
#include "mlp/nn/initializers/nguyen_widrow.h"
#include "mlp/nn/initializers/simple.h"
#include "mlp/nn/initializers/siren.h"
#include "mlp/nn/initializers/structured.h"
#include "mlp/nn/initializers/variance.h"

// This file is compiled with -ffp-contract=off, as random.cpp is, so all numbers are drawn here:
// the headers of initializers/ are included nowhere else, and sum in loops of their own, as the
// order in which Eigen sums depends on the machine.

namespace mlp {
namespace {

/// Makes an Initializer of a struct with draw() or fill().
template <class S>
class InitializerOf final : public Initializer {
  public:
    explicit InitializerOf(const S& s) : s_(s) {}

    void fill(Matrix<double>& w, const Fan& fan, Random& random) const override {
        if constexpr (requires { s_.draw(random, fan); }) {
            for (Index row = 0; row < w.rows(); ++row) {
                for (Index col = 0; col < w.cols(); ++col) w(row, col) = s_.draw(random, fan);
            }
        } else {
            s_.fill(w, fan, random);
        }
    }

  private:
    S s_;
};

template <class... S>
Catalogue<Initializer> table() {
    return {"initializer", "", {catalogue_entry<Initializer, S, InitializerOf<S>>()...}};
}

}  // namespace

/// The table: one struct in initializers/, one name here.
const Catalogue<Initializer>& initializers() {
    using namespace initializer;
    static const auto catalogue =
        table<Zeros, Ones, Constant, Uniform, Normal, TruncatedNormal, GlorotUniform, GlorotNormal,
              HeUniform, HeNormal, LecunUniform, LecunNormal, Orthogonal, NguyenWidrow, Sparse,
              Identity, Siren>();
    return catalogue;
}

const CatalogueInfo& initializer_names() { return initializers(); }

}  // namespace mlp
