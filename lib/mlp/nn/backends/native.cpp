#include "mlp/nn/backend.h"
#include "mlp/nn/products/product.h"

namespace mlp {
namespace {

template <class T>
class NativeBackend final : public Backend<T> {
  public:
    std::string_view name() const override { return "native"; }

    void forward(ConstView<T> w, ConstVectorView<T> b, ConstView<T> x, View<T> z) const override {
        const auto start = b.size() > 0 ? product::Start::bias : product::Start::zero;
        product::multiply<T>(w.rows(), x.cols(), w.cols(), {w.data(), w.rows()},
                             {x.data(), 1, x.rows()}, start, b.data(), z.data(), z.rows());
    }
    void backward(ConstView<T> w, ConstView<T> dz, View<T> dx) const override {
        product::multiply_transposed<T>(w.cols(), dz.cols(), w.rows(), {w.data(), w.rows()},
                                        {dz.data(), 1, dz.rows()}, product::Start::zero, nullptr,
                                        dx.data(), dx.rows());
    }
    void gradient(ConstView<T> dz, ConstView<T> x, Index first, Index last, bool add,
                  View<T> dw) const override {
        const auto start = add ? product::Start::itself : product::Start::zero;
        product::multiply<T>(dz.rows(), last - first, dz.cols(), {dz.data(), dz.rows()},
                             {x.data() + first, x.rows(), 1}, start, nullptr,
                             dw.data() + first * dw.rows(), dw.rows());
    }
};

}  // namespace

template <class T>
const Backend<T>& native_backend() {
    static const NativeBackend<T> backend;
    return backend;
}

template const Backend<float>& native_backend();
template const Backend<double>& native_backend();

}  // namespace mlp
