#include "mlp/core/part.h"
#include "mlp/core/team.h"

#include <atomic>
#include <chrono>
#include <limits>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("team: every member does every piece of work once, and all see what was written") {
    for (const int members : {1, 2, 3, 8}) {
        CAPTURE(members);
        Team team(members);
        REQUIRE(team.members() == members);
        std::vector<int> done(static_cast<std::size_t>(members), 0);
        for (int round = 1; round <= 2000; ++round) {
            team.run([&](int member) { ++done[static_cast<std::size_t>(member)]; });
            for (const int count : done) REQUIRE(count == round);
        }
    }
}

TEST_CASE("team: members that fell asleep wake up again") {
    Team team(3);
    std::atomic<int> calls = 0;
    for (int round = 0; round < 3; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        team.run([&](int) { ++calls; });
    }
    CHECK(calls == 9);
}

TEST_CASE("team: it can end without ever having worked, and the caller is member 0") {
    { const Team idle(4); }
    Team team(2);
    const auto caller = std::this_thread::get_id();
    bool same[2] = {false, true};
    team.run([&](int member) { same[member] = std::this_thread::get_id() == caller; });
    CHECK(same[0]);
    CHECK_FALSE(same[1]);
}

#if defined(__SSE2__)
TEST_CASE("team: denormal numbers are zero in its threads") {
    Team team(2);
    volatile float small = std::numeric_limits<float>::min();
    float halves[2] = {1, 1};
    team.run([&](int member) {
        if (member == 1) halves[1] = small / 2;
    });
    CHECK(halves[1] == 0);
}
#endif

TEST_CASE("parts: they follow each other from the first thing to the last, in whole portions") {
    for (const Index n : {0, 1, 7, 8, 9, 64, 100}) {
        for (const Index count : {1, 2, 3, 7}) {
            for (const Index portion : {1, 8}) {
                CAPTURE(n);
                CAPTURE(count);
                CAPTURE(portion);
                Index end = 0;
                for (Index i = 0; i < count; ++i) {
                    const Part part{i, count};
                    CHECK(part.begin(n, portion) == end);
                    end = part.end(n, portion);
                    CHECK(end >= part.begin(n, portion));
                    CHECK((end % portion == 0 || end == n));
                }
                CHECK(end == n);
            }
        }
    }
}
