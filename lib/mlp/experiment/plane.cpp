#include "mlp/experiment/plane.h"

#include "mlp/core/text.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

/// How far the plane goes beyond the samples, in parts of their extent.
constexpr double margin = 0.15;

}  // namespace

template <class T>
Plane<T>::Plane(const Model<T>& model, const Matrix<double>& raw, Index size) {
    const auto names = model.preprocessing.column_names();
    if (names.size() != 2 || !model.preprocessing.numbers_only()) {
        throw InputError(fmt::format(
            "it takes a plane of two features that are numbers; this network has {}",
            names.size() == 2 ? "texts among its two" : counted(names.size(), "feature")));
    }
    grid_.size = size;
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const auto row = raw.row(static_cast<Index>(axis));
        const double extent = row.maxCoeff() - row.minCoeff();
        // Around a constant: something that is not lost in the digits of a large number.
        const double around =
            extent > 0 ? margin * extent : std::max(1.0, std::abs(row.maxCoeff()) / 2);
        grid_.features[axis] = names[axis];
        grid_.min[axis] = row.minCoeff() - around;
        grid_.max[axis] = row.maxCoeff() + around;
    }
    Matrix<double> cells(2, size * size);
    for (Index row = 0; row < size; ++row) {
        for (Index column = 0; column < size; ++column) {
            cells(0, row * size + column) = grid_.x(column);
            cells(1, row * size + column) = grid_.y(row);
        }
    }
    inputs_ = model.inputs(cells);
}

template <class T>
PlaneValues Plane<T>::map(ConstView<T> rows, Index row) const {
    PlaneValues values(grid_.size, grid_.size);
    for (Index cell = 0; cell < rows.cols(); ++cell) {
        values(cell / grid_.size, cell % grid_.size) = static_cast<double>(rows(row, cell));
    }
    return values;
}

template <class T>
std::vector<PlaneValues> Plane<T>::outputs(const Model<T>& model) const {
    Matrix<T> outputs = predict(model.network, inputs_);
    model.unscale(view(outputs));
    std::vector<PlaneValues> maps;
    for (Index k = 0; k < outputs.rows(); ++k) maps.push_back(map(constant(view(outputs)), k));
    return maps;
}

template <class T>
std::vector<UnitMap> Plane<T>::units(const Model<T>& model, Index max_units,
                                     Index& left_out) const {
    const auto& network = model.network;
    Workspace<T> workspace = network.make_workspace(inputs_.cols());
    network.forward(view(inputs_), workspace);
    const std::size_t hidden = network.layers().size() - 1;
    const Index shown =
        hidden == 0 ? 0 : std::max<Index>(max_units / static_cast<Index>(hidden), 1);
    std::vector<UnitMap> maps;
    left_out = 0;
    for (std::size_t layer = 0; layer < hidden; ++layer) {
        const Index units = network.layers()[layer]->outputs();
        const Index here = std::min(units, shown);
        left_out += units - here;
        for (Index i = 0; i < here; ++i) {
            const Index unit = i * units / here;
            maps.push_back(
                {fmt::format("layers.{}", layer), unit,
                 map(constant(first_columns(workspace.layers[layer].a, inputs_.cols())), unit)});
        }
    }
    return maps;
}

template class Plane<float>;
template class Plane<double>;

}  // namespace mlp
