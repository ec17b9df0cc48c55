#pragma once

#include "mlp/core/simd.h"

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace mlp::product {

/// What a product is added to.
enum class Start {
    zero,    ///< C = A·B
    bias,    ///< C = b + A·B, with b added to every column
    itself,  ///< C = C + A·B
};

/// The left operand of a tile: `step` numbers from one column to the next.
template <class T>
struct Left {
    const T* data;
    Index step;
};
/// The right operand: B(p, j) stands at data[p · row_step + j · column_step].
template <class T>
struct Right {
    const T* data;
    Index row_step;
    Index column_step;

    const T* at(Index row, Index column) const {
        return data + row * row_step + column * column_step;
    }
};

/// How many packs a tile is high, and how many columns wide: as many as the registers hold, so that
/// each number that is loaded is used often.
constexpr int tile_packs = simd_bytes == 64 ? 3 : 2;
constexpr int tile_columns = simd_bytes == 64 ? 8 : 6;
/// A tile of a single column is higher, so that enough additions are under way at once.
constexpr int column_packs = 8;

/// work(0), work(1), ..., work(count - 1), each a constant to the compiler, so that arrays indexed
/// by it become registers.
template <int count, class Work>
[[gnu::always_inline]] inline void unrolled(Work work) {
    [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
        (work(std::integral_constant<int, i>{}), ...);
    }
    (std::make_integer_sequence<int, count>{});
}

/// A tile of a product, which stays in registers while the depth is gone through:
///   C (packs · lanes × columns) = start + A (packs · lanes × depth) · B (depth × columns)
/// Of the last pack only `rows` lanes exist if it is `partial`; A must then have them only, too.
///
/// Every number of C is the same chain of additions, c + a₀b₀ + a₁b₁ + ..., whatever the shape of
/// the tile: how a product is cut into tiles does not change one bit of it.
template <class T, int packs, int columns, bool partial>
void tile(Index depth, const Left<T>& a, const Right<T>& b, Start start, const T* bias, T* c,
          Index column_step, Index rows) {
    constexpr int n = lanes<T>;
    const auto read = [rows](const T* from, int v) __attribute__((always_inline)) {
        return partial && v == packs - 1 ? load_some(from + v * n, rows) : load(from + v * n);
    };
    Pack<T> sum[packs * columns];
    const auto for_each = [](auto work) __attribute__((always_inline)) {
        unrolled<columns>([&](auto j) __attribute__((always_inline)) {
            unrolled<packs>([&](auto v) __attribute__((always_inline)) { work(j, v); });
        });
    };
    for_each([&](auto j, auto v) __attribute__((always_inline)) {
        sum[j * packs + v] = start == Start::itself ? read(c + j * column_step, v)
                             : start == Start::bias ? read(bias, v)
                                                    : Pack<T>{};
    });
    if (depth > 16) {  // what is written last is fetched while there is time
        for_each([&](auto j, auto v) __attribute__((always_inline)) {
            __builtin_prefetch(c + j * column_step + v * n, 1);
        });
    }
    const T* a_column = a.data;
    const T* b_row = b.data;
    for (Index p = 0; p < depth; ++p) {
        Pack<T> left[packs];
        unrolled<packs>([&](auto v)
                            __attribute__((always_inline)) { left[v] = read(a_column, v); });
        for_each([&](auto j, auto v) __attribute__((always_inline)) {
            sum[j * packs + v] =
                multiply_add(left[v], b_row[j * b.column_step], sum[j * packs + v]);
        });
        a_column += a.step;
        b_row += b.row_step;
    }
    for_each([&](auto j, auto v) __attribute__((always_inline)) {
        T* to = c + j * column_step + v * n;
        if (partial && v == packs - 1) {
            store_some(to, sum[j * packs + v], rows);
        } else {
            store(to, sum[j * packs + v]);
        }
    });
}

template <class T>
using Tile = void (*)(Index depth, const Left<T>&, const Right<T>&, Start, const T* bias, T* c,
                      Index column_step, Index rows);

/// All tiles of up to so many packs and columns, to pick one of a shape that is known at run time
/// only.
template <class T, int max_packs, int max_columns>
Tile<T> pick(int packs, int columns, bool partial) {
    static constexpr auto tiles = []<int... i>(std::integer_sequence<int, i...>) {
        return std::array<Tile<T>, sizeof...(i)>{
            &tile<T, i / 2 / max_columns + 1, i / 2 % max_columns + 1, i % 2 == 1>...};
    }
    (std::make_integer_sequence<int, max_packs * max_columns * 2>{});
    const int place = ((packs - 1) * max_columns + columns - 1) * 2 + (partial ? 1 : 0);
    return tiles[static_cast<std::size_t>(place)];
}

template <class T>
Tile<T> pick_tile(int packs, int columns, bool partial) {
    return columns == 1 ? pick<T, column_packs, 1>(packs, 1, partial)
                        : pick<T, tile_packs, tile_columns>(packs, columns, partial);
}

}  // namespace mlp::product
