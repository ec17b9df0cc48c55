#include "mlp/nn/layers/pooling.h"

#include <cmath>

namespace mlp {

Options<MaxPool2dOptions> MaxPool2dOptions::options() {
    return {{"size", &MaxPool2dOptions::size, between(1, 1e4),
             "of the window: a number, or [height, width]"},
            {"stride", &MaxPool2dOptions::stride, between(1, 1e4),
             "from one window to the next: a number, or [down, right]; default: the size"}};
}

std::string MaxPool2dOptions::problem() const {
    const auto one_or_two = [](const Integers& numbers) {
        return !numbers.empty() && numbers.size() <= 2;
    };
    if (!one_or_two(size)) return "'size' must be one number or two";
    if (stride && !one_or_two(*stride)) return "'stride' must be one number or two";
    return {};
}

template <class T>
void MaxPool2d<T>::bind(const Shape& input, const std::string&, Parameters<T>&) {
    this->input_ = input;
    this->output_ = windows_.places(input);
}

template <class T>
template <class Use>
void MaxPool2d<T>::each_window(const T* image, Use use) const {
    const Shape& in = this->input_;
    const Shape& out = this->output_;
    Index output = 0;
    for (Index c = 0; c < in.channels; ++c) {
        for (Index y = 0; y < out.height; ++y) {
            for (Index x = 0; x < out.width; ++x, ++output) {
                const Index corner =
                    (c * in.height + y * windows_.step_down) * in.width + x * windows_.step_right;
                Index largest = corner;
                for (Index i = 0; i < windows_.height; ++i) {
                    for (Index j = 0; j < windows_.width; ++j) {
                        const Index here = corner + i * in.width + j;
                        // NaN wins, so that it is seen.
                        const bool nan = std::isnan(image[here]);
                        if (nan || image[here] > image[largest]) largest = here;
                    }
                }
                use(output, largest);
            }
        }
    }
}

template <class T>
void MaxPool2d<T>::forward(ConstVectorView<T>, ConstView<T> x, LayerBuffers<T>& buffers,
                           const Pass&) const {
    for (Index n = 0; n < x.cols(); ++n) {
        const T* image = x.col(n).data();
        T* a = buffers.a.col(n).data();
        each_window(image, [&](Index output, Index largest) { a[output] = image[largest]; });
    }
}

template <class T>
void MaxPool2d<T>::backward(ConstVectorView<T>, ConstView<T> x, LayerBuffers<T>& buffers,
                            GradientAt, VectorView<T>, View<T> dx) const {
    if (dx.size() == 0) return;
    dx.setZero();
    for (Index n = 0; n < x.cols(); ++n) {
        const T* delta = buffers.delta.col(n).data();
        T* gradient = dx.col(n).data();
        each_window(x.col(n).data(),
                    [&](Index output, Index largest) { gradient[largest] += delta[output]; });
    }
}

template class MaxPool2d<float>;
template class MaxPool2d<double>;

}  // namespace mlp
