#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace mlp {

/// While an object of this class lives, its thread treats denormal numbers (below about 1e-38 in
/// float32) as zero. Processors handle them in slow microcode, and vanishing gradients are full of
/// them. Nothing happens on processors without SSE, and next to nothing inside the life of another.
class FlushDenormals {
  public:
#if defined(__SSE2__)
    FlushDenormals() : saved_(_mm_getcsr()) {
        if ((saved_ & flush) != flush) _mm_setcsr(saved_ | flush);
    }
    ~FlushDenormals() {
        if ((saved_ & flush) != flush) _mm_setcsr(saved_);
    }
#else
    FlushDenormals() = default;
    ~FlushDenormals() = default;
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

#if defined(__SSE2__)
  private:
    static constexpr unsigned flush = 0x8000 | 0x0040;  ///< results, and operands
    unsigned saved_;
#endif
};

}  // namespace mlp
