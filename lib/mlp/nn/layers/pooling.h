#pragma once

#include "mlp/nn/layers/conv2d.h"

#include <string>

namespace mlp {

struct MaxPool2dOptions {
    Integers size{2};
    std::optional<Integers> stride;  ///< none: the size

    static constexpr std::string_view name = "max_pool2d";
    static constexpr std::string_view help =
        "the largest number of each window, channel by channel";
    static constexpr std::string_view formula =
        "a[c,y,x] = max over i,j of input[c, y s + i, x s + j]";
    static constexpr std::string_view source = "Riesenhuber and Poggio 1999";
    static Options<MaxPool2dOptions> options();
    std::string problem() const;
};

/// Keeps the largest of each window; rows and columns that fill no window are left out. Backwards
/// the gradient goes to that number alone; of equal ones, to the first.
template <class T>
class MaxPool2d final : public Layer<T> {
  public:
    explicit MaxPool2d(MaxPool2dOptions options)
        : options_(std::move(options)),
          windows_(options_.size, options_.stride.value_or(options_.size), Integers{0}) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    LayerTraits traits() const override { return {.separable = true}; }
    Choice describe() const override { return to_choice(options_); }
    Operations operations(ConstVectorView<T>) const override {
        return {{operation::MaxPool{this->input_, this->output_, windows_}, this->outputs()}};
    }
    LayerBuffers<T> make_buffers(Index max_samples) const override {
        return output_buffers<T>(this->outputs(), max_samples);
    }
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;

  private:
    /// Calls use(output, where the largest number of its window stands in the image).
    template <class Use>
    void each_window(const T* image, Use use) const;

    MaxPool2dOptions options_;
    Windows windows_;
};

/// An image as the flat list of its numbers, channel by channel.
struct FlattenOptions {
    static constexpr std::string_view name = "flatten";
    static constexpr std::string_view help = "an image as a flat list of its numbers";
    static Options<FlattenOptions> options() { return {}; }
};

template <class T>
class Flatten final : public Layer<T> {
  public:
    explicit Flatten(const FlattenOptions&) {}

    void bind(const Shape& input, const std::string&, Parameters<T>&) override {
        this->input_ = input;
        this->output_ = input.size();
    }
    LayerTraits traits() const override { return {.separable = true}; }
    Choice describe() const override { return to_choice(FlattenOptions{}); }
    /// The numbers stand in memory as they are to stand.
    Operations operations(ConstVectorView<T>) const override { return {}; }
    LayerBuffers<T> make_buffers(Index max_samples) const override {
        return output_buffers<T>(this->outputs(), max_samples);
    }
    void forward(ConstVectorView<T>, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass&) const override {
        first_columns(buffers.a, x.cols()) = x;
    }
    void backward(ConstVectorView<T>, ConstView<T> x, LayerBuffers<T>& buffers, GradientAt,
                  VectorView<T>, View<T> dx) const override {
        if (dx.size() > 0) dx = first_columns(buffers.delta, x.cols());
    }
};

}  // namespace mlp
