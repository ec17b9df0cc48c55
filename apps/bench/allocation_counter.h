#pragma once

#include <cstdint>
#include <optional>

namespace mlp::bench {

/// What the whole process has asked the heap for: by operator new, by malloc (as Eigen does) or
/// otherwise.
struct HeapUse {
    std::int64_t allocations = 0;  ///< since the program began; a reallocation is one
    std::int64_t live_bytes = 0;   ///< as the heap rounds them up
    std::int64_t peak_bytes = 0;   ///< the most that were live since restart_heap_peak()
};

/// Nothing where it cannot be counted: without glibc, or with a sanitizer. Any thread.
std::optional<HeapUse> heap_use();

void restart_heap_peak();

}  // namespace mlp::bench
