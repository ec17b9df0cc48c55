#pragma once

#include "mlp/core/error.h"
#include "mlp/core/matrix.h"

#include <string>
#include <utility>
#include <vector>

namespace mlp {

/// What a block of parameters is for, which decides what else than the gradient may move it.
enum class Role {
    weight,     ///< multiplies inputs: what weight decay and other penalties shrink
    bias,       ///< shifts or scales: biases, and the parameters of norms and activations
    statistic,  ///< measured, not learnt: no gradient moves it (running means of batch_norm)
};

/// Where one tensor of parameters stands in an arena: rows × cols numbers, column-major, from
/// `offset` on.
struct Block {
    std::string name;  ///< for example "layers.0.weight"
    Role role = Role::weight;
    Index rows = 0;
    Index cols = 0;
    Index offset = 0;
    /// The dimensions in files, where numbers are row-major: [rows, cols], or [rows] of a vector,
    /// or [rows, ...] with the product of the others = cols.
    std::vector<Index> shape;

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

/// More numbers than any machine holds, and few enough that no product of a few sizes overflows.
constexpr Index most_parameters = Index{1} << 36;

/// All parameters of a network in one contiguous vector, their gradients in a second one of the
/// same shape, and the table of the blocks both are made of. An optimizer step, clipping or a copy
/// of all weights is one vector operation.
///
/// Blocks are added first, which takes no memory for their numbers and throws InputError where they
/// come to more than most_parameters; allocate() then fixes the layout and sets everything to zero.
/// Threads: reading is safe from many threads as long as none writes.
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
        return add({std::move(name), Role::weight, rows, cols, size_, {rows, cols}});
    }
    /// A single column, which may be a tensor of more dimensions in files.
    Block add_vector(std::string name, Role role, std::vector<Index> shape) {
        const Index rows = product(shape, 0);
        return add({std::move(name), role, rows, 1, size_, std::move(shape)});
    }
    /// A matrix that is a tensor of more dimensions in files: shape[0] rows.
    Block add_tensor(std::string name, std::vector<Index> shape) {
        const Index cols = product(shape, 1);
        return add({std::move(name), Role::weight, shape.front(), cols, size_, std::move(shape)});
    }
    void allocate() {
        values_ = Vector<T>::Zero(size_);
        gradients_ = Vector<T>::Zero(size_);
    }

    Index size() const { return size_; }
    /// The numbers that are learnt: all but the statistics.
    Index learnt() const {
        Index count = 0;
        for (const auto& block : blocks_) count += block.role == Role::statistic ? 0 : block.size();
        return count;
    }
    const std::vector<Block>& blocks() const { return blocks_; }

    VectorView<T> values() { return {values_.data(), size_}; }
    ConstVectorView<T> values() const { return {values_.data(), size_}; }
    VectorView<T> gradients() { return {gradients_.data(), size_}; }
    ConstVectorView<T> gradients() const { return {gradients_.data(), size_}; }

    View<T> value(const Block& b) { return b.in(values()); }
    ConstView<T> value(const Block& b) const { return b.in(values()); }

  private:
    /// Of the sizes from `first` on.
    static Index product(const std::vector<Index>& shape, std::size_t first) {
        Index numbers = 1;
        for (std::size_t i = first; i < shape.size(); ++i) numbers = times(numbers, shape[i]);
        return numbers;
    }
    static Index times(Index a, Index b) {
        if (b > 0 && a > most_parameters / b) fail();
        return a * b;
    }
    [[noreturn]] static void fail() { throw InputError("has impossibly many parameters"); }

    Block add(Block block) {
        size_ += times(block.rows, block.cols);
        if (size_ > most_parameters) fail();
        blocks_.push_back(std::move(block));
        return blocks_.back();
    }

    std::vector<Block> blocks_;
    Index size_ = 0;
    Vector<T> values_;
    Vector<T> gradients_;
};

}  // namespace mlp
