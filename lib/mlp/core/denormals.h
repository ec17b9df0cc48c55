#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace mlp {

/// While an object of this class lives, its thread treats denormal numbers (below about 1e-38 in
/// float32) as zero. Processors handle them in slow microcode, and vanishing gradients are full of
/// them. Nothing happens on processors without SSE.
class FlushDenormals {
  public:
#if defined(__SSE2__)
    FlushDenormals() : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | flush_to_zero | denormals_zero); }
    ~FlushDenormals() { _mm_setcsr(saved_); }
#else
    FlushDenormals() = default;
    ~FlushDenormals() = default;
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

#if defined(__SSE2__)
  private:
    static constexpr unsigned flush_to_zero = 0x8000;
    static constexpr unsigned denormals_zero = 0x0040;
    unsigned saved_;
#endif
};

}  // namespace mlp
