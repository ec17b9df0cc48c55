#include "mlp/train/kept_weights.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

/// Weights that are one number, by which they are known.
struct Kept {
    explicit Kept(bool only_best) : kept({initial.data(), 1}, only_best) {}

    void confirm(Index epoch) {
        const Vector<double> weights = Vector<double>::Constant(1, static_cast<double>(epoch));
        kept.confirm({weights.data(), 1});
    }
    void check(Index epoch) const {
        CHECK(kept.weights().epoch == epoch);
        CHECK(kept.weights().weights[0] == static_cast<double>(epoch));
    }

    Vector<double> initial = Vector<double>::Zero(1);
    KeptWeights<double> kept;
};

}  // namespace

TEST_CASE("kept weights: before anything is confirmed, they are the initial ones") {
    for (const bool only_best : {false, true}) {
        Kept k(only_best);
        CHECK(k.kept.confirmed());
        k.check(0);
        k.kept.propose(1, true);
        CHECK_FALSE(k.kept.confirmed());
        k.check(0);
        CHECK_FALSE(k.kept.has_best());
    }
}

TEST_CASE("kept weights: the last ones that were confirmed") {
    Kept k(false);
    k.kept.propose(1, true);
    k.confirm(1);
    CHECK(k.kept.confirmed());
    k.check(1);
    k.kept.propose(2, false);
    k.confirm(2);
    k.confirm(9);  // again: nothing more to confirm
    k.check(2);
    k.kept.propose(3, true);
    k.kept.propose(4, false);  // those of 3 were never confirmed
    k.confirm(4);
    k.check(4);
    CHECK_FALSE(k.kept.has_best());
}

TEST_CASE("kept weights: only the best ones") {
    Kept k(true);
    k.kept.propose(1, true);
    k.confirm(1);
    k.check(1);
    CHECK(k.kept.has_best());
    k.kept.propose(2, false);
    k.confirm(2);
    CHECK(k.kept.confirmed());
    k.check(1);
    k.kept.propose(3, true);
    k.check(1);
    k.confirm(3);
    k.check(3);
}
