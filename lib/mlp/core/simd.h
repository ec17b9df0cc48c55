#pragma once

#include "mlp/core/matrix.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#if defined(__AVX__)
#include <immintrin.h>
#endif

/// Vectors of numbers that the processor computes with at once. Arithmetic on a Pack works lane by
/// lane; g++ and clang++ make it the machine's own instructions, whichever those are.
namespace mlp {

/// The size of the processor's vector registers.
#if defined(__AVX512F__)
constexpr int simd_bytes = 64;
#elif defined(__AVX__)
constexpr int simd_bytes = 32;
#else
constexpr int simd_bytes = 16;
#endif

/// How many numbers one register holds.
template <class T>
constexpr int lanes = simd_bytes / static_cast<int>(sizeof(T));

template <class T, int bytes>
struct PackOf {
    using type [[gnu::vector_size(bytes)]] = T;
};
template <class T>
using Pack = typename PackOf<T, simd_bytes>::type;
/// The smallest pack that there is.
template <class T>
using Few = typename PackOf<T, 16>::type;
template <class T>
constexpr int few = 16 / static_cast<int>(sizeof(T));

namespace simd {

template <class V, class T, std::size_t... I>
V broadcast(T x, std::index_sequence<I...>) {
    return V{(static_cast<void>(I), x)...};
}

}  // namespace simd

/// a · x + c in every lane: rounded once where the processor can do both at once, and else twice.
/// Always one or the other, which compilers would choose anew for every loop.
template <class V, class T>
V multiply_add(V a, T x, V c) {
    constexpr std::size_t n = sizeof(V) / sizeof(T);
    const V b = simd::broadcast<V>(x, std::make_index_sequence<n>{});
#if defined(__FMA__)
    constexpr bool is_float = sizeof(T) == sizeof(float);
    if constexpr (sizeof(V) == 16 && is_float) return _mm_fmadd_ps(a, b, c);
    if constexpr (sizeof(V) == 16 && !is_float) return _mm_fmadd_pd(a, b, c);
    if constexpr (sizeof(V) == 32 && is_float) return _mm256_fmadd_ps(a, b, c);
    if constexpr (sizeof(V) == 32 && !is_float) return _mm256_fmadd_pd(a, b, c);
#if defined(__AVX512F__)
    if constexpr (sizeof(V) == 64 && is_float) return _mm512_fmadd_ps(a, b, c);
    if constexpr (sizeof(V) == 64 && !is_float) return _mm512_fmadd_pd(a, b, c);
#endif
#else
    return a * b + c;
#endif
}

/// From any address.
template <class T>
Pack<T> load(const T* from) {
    Pack<T> pack;
    std::memcpy(&pack, from, sizeof pack);
    return pack;
}
template <class T>
void store(T* to, Pack<T> pack) {
    std::memcpy(to, &pack, sizeof pack);
}

/// The first `count` lanes; the others are 0. Nothing behind them is read.
template <class T>
Pack<T> load_some(const T* from, Index count) {
    T numbers[lanes<T>] = {};
    for (Index i = 0; i < count; ++i) numbers[i] = from[i];
    return load(numbers);
}
/// Nothing behind the first `count` numbers is written.
template <class T>
void store_some(T* to, Pack<T> pack, Index count) {
    T numbers[lanes<T>];
    store(numbers, pack);
    for (Index i = 0; i < count; ++i) to[i] = numbers[i];
}

#if defined(__AVX512F__)

template <>
inline Pack<float> load_some(const float* from, Index count) {
    return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << count) - 1), from);
}
template <>
inline Pack<double> load_some(const double* from, Index count) {
    return _mm512_maskz_loadu_pd(static_cast<__mmask8>((1U << count) - 1), from);
}
template <>
inline void store_some(float* to, Pack<float> pack, Index count) {
    _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1U << count) - 1), pack);
}
template <>
inline void store_some(double* to, Pack<double> pack, Index count) {
    _mm512_mask_storeu_pd(to, static_cast<__mmask8>((1U << count) - 1), pack);
}

#elif defined(__AVX__)

namespace simd {

/// All bits of the first `count` lanes.
template <class Number>
__m256i first_lanes(Index count) {
    constexpr int n = 32 / static_cast<int>(sizeof(Number));
    static constexpr auto ones_then_zeros = [] {
        std::array<Number, 2 * n> numbers{};
        for (int i = 0; i < n; ++i) numbers[static_cast<std::size_t>(i)] = -1;
        return numbers;
    }();
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(ones_then_zeros.data() + n - count));
}

}  // namespace simd

template <>
inline Pack<float> load_some(const float* from, Index count) {
    return _mm256_maskload_ps(from, simd::first_lanes<std::int32_t>(count));
}
template <>
inline Pack<double> load_some(const double* from, Index count) {
    return _mm256_maskload_pd(from, simd::first_lanes<std::int64_t>(count));
}
template <>
inline void store_some(float* to, Pack<float> pack, Index count) {
    _mm256_maskstore_ps(to, simd::first_lanes<std::int32_t>(count), pack);
}
template <>
inline void store_some(double* to, Pack<double> pack, Index count) {
    _mm256_maskstore_pd(to, simd::first_lanes<std::int64_t>(count), pack);
}

#endif

namespace simd {

/// a₀ b₀ a₁ b₁ ... of the first halves of two packs, or of the second ones.
template <class P, std::size_t... I>
P interleave_first(P a, P b, std::index_sequence<I...>) {
    constexpr std::size_t n = sizeof...(I);
    return __builtin_shufflevector(a, b, static_cast<int>(I / 2 + (I % 2) * n)...);
}
template <class P, std::size_t... I>
P interleave_second(P a, P b, std::index_sequence<I...>) {
    constexpr std::size_t n = sizeof...(I);
    return __builtin_shufflevector(a, b, static_cast<int>((n + I) / 2 + (I % 2) * n)...);
}

}  // namespace simd

/// Lane j of pack i becomes lane i of pack j. Each round interleaves the first half of the packs
/// with the second half; that shifts the bits of a number's place, pack and lane together, around
/// by one, so log₂ lanes rounds exchange pack and lane.
template <class T>
void transpose(Pack<T> (&packs)[lanes<T>]) {
    constexpr int n = lanes<T>;
    constexpr auto index = std::make_index_sequence<n>{};
    for (int round = 1; round < n; round *= 2) {
        Pack<T> mixed[n];
        for (int i = 0; i < n / 2; ++i) {
            mixed[2 * i] = simd::interleave_first(packs[i], packs[i + n / 2], index);
            mixed[2 * i + 1] = simd::interleave_second(packs[i], packs[i + n / 2], index);
        }
        for (int i = 0; i < n; ++i) packs[i] = mixed[i];
    }
}

}  // namespace mlp
