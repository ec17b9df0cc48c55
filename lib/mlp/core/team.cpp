#include "mlp/core/team.h"

#include "mlp/core/denormals.h"

#include <algorithm>
#include <system_error>

#if defined(__linux__)
#include <sched.h>
#endif

namespace mlp {
namespace {

/// Some 20 to 50 microseconds.
constexpr int awake = 1000;

void pause_briefly() {
#if defined(__SSE2__)
    _mm_pause();
#endif
}

}  // namespace

Team::Team(int members) {
    try {
        for (int member = 1; member < members; ++member) {
            others_.emplace_back([this, member] { serve(member); });
        }
    } catch (const std::system_error&) {
        // Those that there are do the work.
    }
}

Team::~Team() {
    task_ = nullptr;
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (auto& thread : others_) thread.join();
}

void Team::run(Task task, const void* work) {
    task_ = task;
    work_ = work;
    busy_.store(static_cast<int>(others_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    task(work, 0);
    for (int i = 0; busy_.load(std::memory_order_acquire) > 0; ++i) {
        if (i < awake) {
            pause_briefly();
        } else {
            std::this_thread::yield();
        }
    }
}

void Team::serve(int member) {
    const FlushDenormals flush;
    std::uint32_t seen = 0;
    for (;;) {
        for (int i = 0; i < awake && round_.load(std::memory_order_acquire) == seen; ++i) {
            pause_briefly();
        }
        round_.wait(seen, std::memory_order_acquire);
        ++seen;
        if (task_ == nullptr) return;
        task_(work_, member);
        busy_.fetch_sub(1, std::memory_order_release);
    }
}

int available_threads() {
#if defined(__linux__)
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) == 0) {
        return std::max(1, CPU_COUNT(&processors));
    }
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace mlp
