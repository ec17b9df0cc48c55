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

namespace views {

/// A view of an Eigen type. It is copied number by number: pointer and sizes were often written
/// just before, one by one, and a processor that reads them together then has to wait.
template <class M, class T>
class ViewOf : public Eigen::Map<M> {
  public:
    using Map = Eigen::Map<M>;
    ViewOf(T* data, Index rows, Index cols) : Map(data, rows, cols) {}
    ViewOf(const ViewOf& other) : Map(const_cast<T*>(other.data()), other.rows(), other.cols()) {}
    ~ViewOf() = default;
    using Map::operator=;
    ViewOf& operator=(const ViewOf& other) {
        Map::operator=(other);
        return *this;
    }
};
template <class M, class T>
class VectorViewOf : public Eigen::Map<M> {
  public:
    using Map = Eigen::Map<M>;
    VectorViewOf(T* data, Index size) : Map(data, size) {}
    VectorViewOf(const VectorViewOf& other) : Map(const_cast<T*>(other.data()), other.size()) {}
    ~VectorViewOf() = default;
    using Map::operator=;
    VectorViewOf& operator=(const VectorViewOf& other) {
        Map::operator=(other);
        return *this;
    }
};

}  // namespace views

template <class T>
using View = views::ViewOf<Matrix<T>, T>;
template <class T>
using ConstView = views::ViewOf<const Matrix<T>, const T>;
template <class T>
using VectorView = views::VectorViewOf<Vector<T>, T>;
template <class T>
using ConstVectorView = views::VectorViewOf<const Vector<T>, const T>;

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
