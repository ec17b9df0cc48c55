#include "allocation_counter.h"

#include <cstdlib>  // defines __GLIBC__

#if defined(__GLIBC__) && !defined(MLP_KEEP_MALLOC)

#include <algorithm>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cstddef>

#include <malloc.h>

namespace {

// Nothing is ordered by them, so relaxed operations do.
constexpr auto relaxed = std::memory_order_relaxed;
std::atomic<std::int64_t> allocations{0};
std::atomic<std::int64_t> live_bytes{0};
std::atomic<std::int64_t> peak_bytes{0};

std::int64_t bytes_of(void* memory) {
    return static_cast<std::int64_t>(::malloc_usable_size(memory));
}

void* counted(void* memory) {
    if (memory == nullptr) return memory;
    allocations.fetch_add(1, relaxed);
    const std::int64_t bytes = bytes_of(memory);
    const std::int64_t live = live_bytes.fetch_add(bytes, relaxed) + bytes;
    std::int64_t peak = peak_bytes.load(relaxed);
    while (peak < live && !peak_bytes.compare_exchange_weak(peak, live, relaxed)) {
    }
    return memory;
}

}  // namespace

// These replace the C library's functions in the whole program (its manual, "Replacing malloc"),
// and hand the work to the ones they replace, under the names that glibc keeps for them.
extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);

void* malloc(std::size_t size) { return counted(__libc_malloc(size)); }

void* calloc(std::size_t count, std::size_t size) { return counted(__libc_calloc(count, size)); }

void* realloc(void* memory, std::size_t size) {
    const std::int64_t before = memory != nullptr ? bytes_of(memory) : 0;
    void* const moved = __libc_realloc(memory, size);
    const bool kept = moved == nullptr && size > 0;  // there was no room for more
    if (!kept) live_bytes.fetch_sub(before, relaxed);
    return counted(moved);
}

void* memalign(std::size_t alignment, std::size_t size) {
    return counted(__libc_memalign(alignment, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    if (!std::has_single_bit(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
    void* const made = memalign(alignment, size);
    if (made == nullptr) return ENOMEM;
    *memory = made;
    return 0;
}

void free(void* memory) {
    if (memory != nullptr) live_bytes.fetch_sub(bytes_of(memory), relaxed);
    __libc_free(memory);
}

}  // extern "C"

namespace mlp::bench {

std::optional<HeapUse> heap_use() {
    return HeapUse{allocations.load(relaxed), live_bytes.load(relaxed), peak_bytes.load(relaxed)};
}

void restart_heap_peak() { peak_bytes.store(live_bytes.load(relaxed), relaxed); }

}  // namespace mlp::bench

#else

namespace mlp::bench {

std::optional<HeapUse> heap_use() { return std::nullopt; }

void restart_heap_peak() {}

}  // namespace mlp::bench

#endif
