#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace mlp {

/// Threads that do pieces of work together, again and again, in microseconds: between two pieces
/// they stay awake for a moment. Denormal numbers are zero in them (core/denormals.h).
///
/// The thread that made the team is its member 0, and the only one that may call run().
class Team {
  public:
    /// So many members, the calling thread included; fewer where the system gives no more threads.
    explicit Team(int members);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    int members() const { return static_cast<int>(others_.size()) + 1; }

    /// Every member calls work(member), which must not throw; returns when all have done so. What a
    /// member wrote is then seen by all.
    template <class Work>
    void run(const Work& work) {
        run([](const void* w, int member) { (*static_cast<const Work*>(w))(member); }, &work);
    }

  private:
    using Task = void (*)(const void* work, int member);
    void run(Task task, const void* work);
    void serve(int member);

    Task task_ = nullptr;  ///< null: the end
    const void* work_ = nullptr;
    // On cache lines of their own, as all members look at them all the time.
    alignas(64) std::atomic<std::uint32_t> round_ = 0;  ///< pieces of work so far
    alignas(64) std::atomic<int> busy_ = 0;             ///< members that are at work
    std::vector<std::thread> others_;
};

/// How many threads this process may use at once: the processors that it may run on.
int available_threads();

}  // namespace mlp
