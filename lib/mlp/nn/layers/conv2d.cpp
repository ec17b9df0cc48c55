#include "mlp/nn/layers/conv2d.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {

Options<Conv2dOptions> Conv2dOptions::options() {
    Options<Conv2dOptions> options{
        {"filters", &Conv2dOptions::filters, between(1, 1e6), "channels of the output", true},
        {"kernel", &Conv2dOptions::kernel, between(1, 1e4),
         "size of the window: a number, or [height, width]"},
        {"stride", &Conv2dOptions::stride, between(1, 1e4),
         "from one window to the next: a number, or [down, right]"},
        {"padding", &Conv2dOptions::padding, between(0, 1e4),
         "rows and columns of zeros around the image: a number, or [rows, columns]"},
        {"activation", &Conv2dOptions::activation, &activation_names, "f"},
        {"dropout", &Conv2dOptions::dropout, half_open(0, 1),
         "share of the outputs that are dropped while training"}};
    add_to(options);
    return options;
}

std::string Conv2dOptions::problem() const {
    for (const auto& [option, numbers] :
         {std::pair{"kernel", &kernel}, {"stride", &stride}, {"padding", &padding}}) {
        if (numbers->empty() || numbers->size() > 2) {
            return fmt::format("'{}' must be one number or two", option);
        }
    }
    if (padding.front() >= kernel.front() || padding.back() >= kernel.back()) {
        return "'padding' must be smaller than 'kernel', or windows see nothing but zeros";
    }
    return {};
}

template <class T>
Conv2d<T>::Conv2d(Conv2dOptions options)
    : options_(std::move(options)),
      windows_(options_.kernel, options_.stride, options_.padding),
      stage_(options_.activation, options_.dropout) {
    options_.complete(stage_.f().traits());
}

template <class T>
void Conv2d<T>::bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) {
    this->input_ = input;
    places_ = windows_.places(input);
    places_.channels = options_.filters * stage_.pieces();
    this->output_ = places_;
    this->output_.channels = options_.filters;
    const Index window = windows_.height * windows_.width;
    weights_.bind({places_.channels, input.channels, windows_.height, windows_.width},
                  {input.channels * window, options_.filters * window}, options_.bias, prefix,
                  parameters);
    stage_.bind(this->output_, prefix, parameters);
}

template <class T>
void Conv2d<T>::initialize(Parameters<T>& parameters, Random& random) const {
    weights_.initialize(options_, parameters, random);
    stage_.initialize(parameters);
}

template <class T>
Operations Conv2d<T>::operations(ConstVectorView<T> parameters) const {
    Operations result;
    result.push_back(
        {operation::Convolution{this->input_, places_, windows_,
                                weights_.weight().in(parameters).template cast<double>(),
                                weights_.bias_numbers(parameters)},
         places_.size()});
    append(result, stage_.f().operations(parameters, this->output_));
    return result;
}

template <class T>
LayerBuffers<T> Conv2d<T>::make_buffers(Index max_samples) const {
    auto buffers = stage_.make_buffers(max_samples);
    // The windows of one sample, last, as the stage counts its own from the first on.
    buffers.own.push_back(
        Matrix<T>::Zero(places_.plane() * weights_.weight().cols, std::min<Index>(max_samples, 1)));
    return buffers;
}

template <class T>
template <class Image, class Use>
void Conv2d<T>::each_row(Image* image, T* windows, Use use) const {
    const Shape& in = this->input_;
    for (Index c = 0; c < in.channels; ++c) {
        for (Index i = 0; i < windows_.height; ++i) {
            for (Index j = 0; j < windows_.width; ++j) {
                // Places x with 0 <= x·step + j − pad < width.
                const Index off = j - windows_.pad_right;
                const Index step = windows_.step_right;
                const Index first = off >= 0 ? 0 : (-off + step - 1) / step;
                const Index last =  // one behind
                    std::clamp<Index>((in.width - off + step - 1) / step, first, places_.width);
                for (Index y = 0; y < places_.height; ++y, windows += places_.width) {
                    const Index row = y * windows_.step_down + i - windows_.pad_down;
                    if (row < 0 || row >= in.height) continue;
                    Image* numbers = image + (c * in.height + row) * in.width + off;
                    for (Index x = first; x < last; ++x) use(windows[x], numbers[x * step]);
                }
            }
        }
    }
}

template <class T>
void Conv2d<T>::gather_windows(const T* image, View<T> windows) const {
    if (windows_.pad_down + windows_.pad_right > 0) windows.setZero();
    each_row(image, windows.data(), [](T& window, const T& number) { window = number; });
}

template <class T>
void Conv2d<T>::scatter_windows(View<T> windows, T* image) const {
    each_row(image, windows.data(), [](const T& window, T& number) { number += window; });
}

template <class T>
void Conv2d<T>::forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                        const Pass& pass) const {
    const ConstView<T> w = weights_.weight().in(parameters);
    View<T> windows = this->windows(buffers);
    View<T> z = stage_.z(buffers, x.cols());
    for (Index n = 0; n < x.cols(); ++n) {
        gather_windows(x.col(n).data(), windows);
        View<T> z_n(z.data() + n * z.rows(), places_.plane(), places_.channels);
        if (weights_.bias()) {
            z_n.rowwise() = weights_.bias()->in(parameters).col(0).transpose();
            z_n.noalias() += windows * w.transpose();
        } else {
            z_n.noalias() = windows * w.transpose();
        }
    }
    stage_.forward(parameters, buffers, x.cols(), pass);
}

template <class T>
void Conv2d<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                         GradientAt at, VectorView<T> gradients, View<T> dx) const {
    View<T> dz = stage_.backward(parameters, buffers, x.cols(), at, gradients);
    const ConstView<T> w = weights_.weight().in(parameters);
    View<T> dw = weights_.weight().in(gradients);
    dw.setZero();
    if (weights_.bias()) weights_.bias()->in(gradients).setZero();
    if (dx.size() > 0) dx.setZero();
    View<T> windows = this->windows(buffers);
    for (Index n = 0; n < x.cols(); ++n) {
        const View<T> dz_n(dz.data() + n * dz.rows(), places_.plane(), places_.channels);
        gather_windows(x.col(n).data(), windows);
        dw.noalias() += dz_n.transpose() * windows;
        if (weights_.bias()) {
            weights_.bias()->in(gradients).noalias() += dz_n.colwise().sum().transpose();
        }
        if (dx.size() == 0) continue;
        windows.noalias() = dz_n * w;
        scatter_windows(windows, dx.col(n).data());
    }
}

template class Conv2d<float>;
template class Conv2d<double>;

}  // namespace mlp
