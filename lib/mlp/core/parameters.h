#pragma once

#include "mlp/core/matrix.h"

#include <string>
#include <vector>

namespace mlp {

/// Where one tensor of parameters stands in an arena: rows × cols numbers, column-major, from
/// `offset` on.
struct Block {
    std::string name;  ///< for example "layers.0.weight"
    Index rows = 0;
    Index cols = 0;
    Index offset = 0;
    bool is_vector = false;  ///< one dimension in files, where a matrix has two

    Index size() const { return rows * cols; }

    template <class T>
    View<T> in(VectorView<T> arena) const {
        return {arena.data() + offset, rows, cols};
    }
    template <class T>
    ConstView<T> in(ConstVectorView<T> arena) const {
        return {arena.data() + offset, rows, cols};
    }
};

/// All parameters of a network in one contiguous vector, their gradients in a second one of the
/// same shape, and the table of the blocks both are made of. An optimizer step, clipping or a copy
/// of all weights is one vector operation.
///
/// Blocks are added first; allocate() then fixes the layout and sets everything to zero. Threads:
/// reading is safe from many threads as long as none writes.
template <class T>
class Parameters {
  public:
    Parameters() = default;
    Parameters(Parameters&&) noexcept = default;
    Parameters& operator=(Parameters&&) noexcept = default;
    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;

    /// Appends a block and returns it (by value: its place never changes).
    Block add_matrix(std::string name, Index rows, Index cols) {
        return add({std::move(name), rows, cols, size_, false});
    }
    Block add_vector(std::string name, Index rows) {
        return add({std::move(name), rows, 1, size_, true});
    }
    void allocate() {
        values_ = Vector<T>::Zero(size_);
        gradients_ = Vector<T>::Zero(size_);
    }

    Index size() const { return size_; }
    const std::vector<Block>& blocks() const { return blocks_; }

    VectorView<T> values() { return {values_.data(), size_}; }
    ConstVectorView<T> values() const { return {values_.data(), size_}; }
    VectorView<T> gradients() { return {gradients_.data(), size_}; }
    ConstVectorView<T> gradients() const { return {gradients_.data(), size_}; }

    View<T> value(const Block& b) { return b.in(values()); }
    ConstView<T> value(const Block& b) const { return b.in(values()); }

  private:
    Block add(Block block) {
        size_ += block.size();
        blocks_.push_back(std::move(block));
        return blocks_.back();
    }

    std::vector<Block> blocks_;
    Index size_ = 0;
    Vector<T> values_;
    Vector<T> gradients_;
};

}  // namespace mlp
