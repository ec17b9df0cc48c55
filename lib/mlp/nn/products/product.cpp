#include "mlp/nn/products/product.h"

#include <algorithm>

namespace mlp::product {
namespace {

/// The depth that is gone through at once: so much of A, in tiles, that it stays in the fast caches
/// while all columns of B pass by.
template <class T>
constexpr Index most_depth = 64 * 1024 / (tile_packs * simd_bytes);

/// A left operand of up to so many numbers is read well wherever it stands.
template <class T>
constexpr Index small = 32 * 1024 / static_cast<Index>(sizeof(T));

/// Products of up to so many multiplications are done before their tiles would be picked, and so
/// soon after their operands were written that registers must not be wider than these are.
constexpr Index tiny = 256;

/// A row of tiles: some rows of A.
struct Rows {
    Index first;
    Index count;
    int packs;
    Index in_last;  ///< rows in the last pack

    template <class T>
    bool partial() const {
        return in_last < lanes<T>;
    }
};

/// Cuts m rows into rows of tiles of about the same height, and does something with each.
template <class T, class Work>
void for_each_row_of_tiles(Index m, int most_packs, Work work) {
    constexpr Index n = lanes<T>;
    const Index packs = (m + n - 1) / n;
    const Index parts = (packs + most_packs - 1) / most_packs;
    for (Index i = 0; i < parts; ++i) {
        const Index first = i * packs / parts;
        const Index last = (i + 1) * packs / parts;
        const Index end = std::min(last * n, m);
        work(
            Rows{first * n, end - first * n, static_cast<int>(last - first), end - (last - 1) * n});
    }
}

/// One row of tiles, from left to right.
template <class T>
void multiply_rows(const Rows& rows, Index n, Index depth, const Left<T>& a, const Right<T>& b,
                   Start start, const T* bias, T* c, Index c_step) {
    const bool partial = rows.partial<T>();
    Index j = 0;
    if (n >= tile_columns) {
        const Tile<T> whole = pick_tile<T>(rows.packs, tile_columns, partial);
        for (; j + tile_columns <= n; j += tile_columns) {
            whole(depth, a, {b.at(0, j), b.row_step, b.column_step}, start, bias, c + j * c_step,
                  c_step, rows.in_last);
        }
    }
    if (j < n) {
        const Tile<T> rest = pick_tile<T>(rows.packs, static_cast<int>(n - j), partial);
        rest(depth, a, {b.at(0, j), b.row_step, b.column_step}, start, bias, c + j * c_step, c_step,
             rows.in_last);
    }
}

/// Goes through the product block by block. gather(rows, first, depth, panel) copies a block of A
/// tile row by tile row, so that the tiles read it from one end to the other.
template <class T, class Gather>
void multiply_gathered(Index m, Index n, Index depth, const Right<T>& b, Start start, const T* bias,
                       T* c, Index c_step, Gather gather) {
    alignas(simd_bytes) T panel[most_depth<T> * tile_packs * lanes<T>];
    const Index blocks = (depth + most_depth<T> - 1) / most_depth<T>;
    for (Index block = 0; block < blocks; ++block) {
        const Index first = block * depth / blocks;
        const Index count = (block + 1) * depth / blocks - first;
        for_each_row_of_tiles<T>(m, tile_packs, [&](const Rows& rows) {
            gather(rows, first, count, panel);
            multiply_rows<T>(rows, n, count, {panel, rows.packs * lanes<T>},
                             {b.at(first, 0), b.row_step, b.column_step},
                             block == 0 ? start : Start::itself,
                             bias != nullptr ? bias + rows.first : nullptr, c + rows.first, c_step);
        });
    }
}

template <class T, int count>
Few<T> load_few(const T* from) {
    if constexpr (count == 1) return Few<T>{from[0]};
    if constexpr (count == 2) return Few<T>{from[0], from[1]};
    if constexpr (count == 3) return Few<T>{from[0], from[1], from[2]};
    if constexpr (count == 4) return Few<T>{from[0], from[1], from[2], from[3]};
}

/// Some rows of a tiny product.
template <class T, int count>
void multiply_narrow(Index n, Index depth, const Left<T>& a, const Right<T>& b, Start start,
                     const T* bias, T* c, Index c_step) {
    for (Index j = 0; j < n; ++j) {
        T* to = c + j * c_step;
        Few<T> sum = start == Start::itself ? load_few<T, count>(to)
                     : start == Start::bias ? load_few<T, count>(bias)
                                            : Few<T>{};
        const T* a_column = a.data;
        const T* b_row = b.at(0, j);
        for (Index p = 0; p < depth; ++p, a_column += a.step, b_row += b.row_step) {
            sum = multiply_add(load_few<T, count>(a_column), *b_row, sum);
        }
        for (int i = 0; i < count; ++i) to[i] = sum[i];
    }
}

template <class T>
void multiply_tiny(Index m, Index n, Index depth, const Left<T>& a, const Right<T>& b, Start start,
                   const T* bias, T* c, Index c_step) {
    Index i = 0;
    const auto rows = [&]<int count>(std::integral_constant<int, count>) {
        multiply_narrow<T, count>(n, depth, Left<T>{a.data + i, a.step}, b, start,
                                  bias != nullptr ? bias + i : nullptr, c + i, c_step);
        i += count;
    };
    while (i + few<T> <= m) rows(std::integral_constant<int, few<T>>{});
    if constexpr (few<T> == 4) {
        if (m - i == 3) return rows(std::integral_constant<int, 3>{});
        if (m - i == 2) return rows(std::integral_constant<int, 2>{});
    }
    if (m - i == 1) rows(std::integral_constant<int, 1>{});
}

/// Without depth there is nothing to add to the start.
template <class T>
void only_start(Index m, Index n, Start start, const T* bias, T* c, Index c_step) {
    for (Index j = 0; j < n && start != Start::itself; ++j) {
        for (Index i = 0; i < m; ++i) c[j * c_step + i] = start == Start::bias ? bias[i] : T(0);
    }
}

}  // namespace

template <class T>
void multiply(Index m, Index n, Index depth, const Left<T>& a, const Right<T>& b, Start start,
              const T* bias, T* c, Index c_step) {
    if (depth == 0) return only_start(m, n, start, bias, c, c_step);
    if (m * n * depth <= tiny) return multiply_tiny(m, n, depth, a, b, start, bias, c, c_step);
    if (m <= lanes<T> && n <= tile_columns) {
        const Tile<T> single = pick_tile<T>(1, static_cast<int>(n), m < lanes<T>);
        return single(depth, a, b, start, bias, c, c_step, m);
    }
    if (n <= tile_columns || depth * a.step <= small<T>) {
        const int most_packs = n == 1 ? column_packs : tile_packs;
        for_each_row_of_tiles<T>(m, most_packs, [&](const Rows& rows) {
            multiply_rows<T>(rows, n, depth, {a.data + rows.first, a.step}, b, start,
                             bias != nullptr ? bias + rows.first : nullptr, c + rows.first, c_step);
        });
        return;
    }
    multiply_gathered(m, n, depth, b, start, bias, c, c_step,
                      [a](const Rows& rows, Index first, Index count, T* panel) {
                          const T* from = a.data + first * a.step + rows.first;
                          for (Index p = 0; p < count; ++p, from += a.step) {
                              for (int v = 0; v < rows.packs - 1; ++v, panel += lanes<T>) {
                                  store(panel, load(from + v * lanes<T>));
                              }
                              store(panel,
                                    load_some(from + (rows.packs - 1) * lanes<T>, rows.in_last));
                              panel += lanes<T>;
                          }
                      });
}

template <class T>
void multiply_transposed(Index m, Index n, Index depth, const Left<T>& a, const Right<T>& b,
                         Start start, const T* bias, T* c, Index c_step) {
    if (depth == 0) return only_start(m, n, start, bias, c, c_step);
    if (depth == 1 && a.step == 1) {  // a single row is a single column
        return multiply(m, n, depth, Left<T>{a.data, m}, b, start, bias, c, c_step);
    }
    if (m * n * depth <= tiny) {
        for (Index j = 0; j < n; ++j) {
            for (Index i = 0; i < m; ++i) {
                T& to = c[j * c_step + i];
                Few<T> sum{start == Start::itself ? to : start == Start::bias ? bias[i] : T(0)};
                for (Index p = 0; p < depth; ++p) {
                    sum = multiply_add(Few<T>{a.data[i * a.step + p]}, *b.at(p, j), sum);
                }
                to = sum[0];
            }
        }
        return;
    }
    if (n == 1) {  // nothing is used twice, so turning A around would not pay
        only_start(m, n, start, bias, c, c_step);
        using Eigen::Map;
        const Map<const Matrix<T>, 0, Eigen::OuterStride<>> left(a.data, depth, m,
                                                                 Eigen::OuterStride<>(a.step));
        const Map<const Vector<T>, 0, Eigen::InnerStride<>> right(b.data, depth,
                                                                  Eigen::InnerStride<>(b.row_step));
        VectorView<T>(c, m).noalias() += left.transpose() * right;
        return;
    }
    multiply_gathered(m, n, depth, b, start, bias, c, c_step,
                      [a](const Rows& rows, Index first, Index count, T* panel) {
                          constexpr Index n_lanes = lanes<T>;
                          const Index height = rows.packs * n_lanes;
                          for (int v = 0; v < rows.packs; ++v) {
                              const Index in_pack = v < rows.packs - 1 ? n_lanes : rows.in_last;
                              const T* from = a.data + first + (rows.first + v * n_lanes) * a.step;
                              T* to = panel + v * n_lanes;
                              // Square by square of lanes × lanes numbers.
                              for (Index p = 0; p < count; p += n_lanes) {
                                  const Index in_depth = std::min(n_lanes, count - p);
                                  Pack<T> square[n_lanes] = {};
                                  for (Index i = 0; i < in_pack; ++i) {
                                      square[i] = in_depth == n_lanes
                                                      ? load(from + p + i * a.step)
                                                      : load_some(from + p + i * a.step, in_depth);
                                  }
                                  transpose<T>(square);
                                  for (Index i = 0; i < in_depth; ++i)
                                      store(to + (p + i) * height, square[i]);
                              }
                          }
                      });
}

#define MLP_INSTANTIATE(T)                                                                         \
    template void multiply(Index, Index, Index, const Left<T>&, const Right<T>&, Start, const T*,  \
                           T*, Index);                                                             \
    template void multiply_transposed(Index, Index, Index, const Left<T>&, const Right<T>&, Start, \
                                      const T*, T*, Index);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp::product
