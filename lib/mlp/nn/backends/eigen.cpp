#include "mlp/nn/backends/backends.h"

namespace mlp {
namespace {

template <class T>
class EigenBackend final : public Backend<T> {
  public:
    std::string_view name() const override { return "eigen"; }

    void forward(ConstView<T> w, ConstVectorView<T> b, ConstView<T> x, View<T> z) const override {
        if (b.size() > 0) {
            // Starting from the bias spares a pass over z.
            z.colwise() = b;
            z.noalias() += w * x;
        } else {
            z.noalias() = w * x;
        }
    }
    void backward(ConstView<T> w, ConstView<T> dz, View<T> dx) const override {
        dx.noalias() = w.transpose() * dz;
    }
    void gradient(ConstView<T> dz, ConstView<T> x, Index first, Index last, bool add,
                  View<T> dw) const override {
        auto columns = dw.middleCols(first, last - first);
        const auto rows = x.middleRows(first, last - first);
        if (add) {
            columns.noalias() += dz * rows.transpose();
        } else {
            columns.noalias() = dz * rows.transpose();
        }
    }
};

}  // namespace

template <class T>
const Backend<T>& eigen_backend() {
    static const EigenBackend<T> backend;
    return backend;
}

template const Backend<float>& eigen_backend();
template const Backend<double>& eigen_backend();

}  // namespace mlp
