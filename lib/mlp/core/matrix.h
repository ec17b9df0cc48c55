#pragma once

#include <Eigen/Core>

/// The numeric vocabulary of the library. Everything is column-major, and a batch is
/// features × samples: **every sample is one contiguous column**.
///
/// Views do not own memory: they are valid as long as what they look at, are cheap to pass by
/// value, and assigning to one writes the elements it looks at.
namespace mlp {

using Index = Eigen::Index;

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

template <class T>
using View = Eigen::Map<Matrix<T>>;
template <class T>
using ConstView = Eigen::Map<const Matrix<T>>;
template <class T>
using VectorView = Eigen::Map<Vector<T>>;
template <class T>
using ConstVectorView = Eigen::Map<const Vector<T>>;

/// Views for element by element arithmetic.
template <class T>
using ArrayView = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic>>;
template <class T>
using ConstArrayView = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic>>;

template <class T>
View<T> view(Matrix<T>& m) {
    return {m.data(), m.rows(), m.cols()};
}
template <class T>
ConstView<T> view(const Matrix<T>& m) {
    return {m.data(), m.rows(), m.cols()};
}

/// The first `samples` columns of a buffer.
template <class T>
View<T> first_columns(Matrix<T>& m, Index samples) {
    eigen_assert(samples <= m.cols());
    return {m.data(), m.rows(), samples};
}
template <class T>
ConstView<T> first_columns(const Matrix<T>& m, Index samples) {
    eigen_assert(samples <= m.cols());
    return {m.data(), m.rows(), samples};
}

/// The same elements, for reading only.
template <class T>
ConstView<T> constant(View<T> v) {
    return {v.data(), v.rows(), v.cols()};
}

template <class T>
ArrayView<T> array(View<T> v) {
    return {v.data(), v.rows(), v.cols()};
}
template <class T>
ConstArrayView<T> array(ConstView<T> v) {
    return {v.data(), v.rows(), v.cols()};
}

}  // namespace mlp
