#include "mlp/train/kept_weights.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

/// Weights that are one number, by which they are known.
struct Kept {
    Vector<double> initial = Vector<double>::Zero(1);
    KeptWeights<double> kept{{initial.data(), 1}};

    void propose(Index epoch, bool best) {
        const Vector<double> weights = Vector<double>::Constant(1, static_cast<double>(epoch));
        kept.propose({weights.data(), 1}, epoch, best);
    }
    void check(Index last_good, Index best) const {
        CHECK(kept.last_good().epoch == last_good);
        CHECK(kept.last_good().weights[0] == static_cast<double>(last_good));
        CHECK(kept.best().epoch == best);
        CHECK(kept.best().weights.size() == (best > 0 ? 1 : 0));
        if (best > 0) CHECK(kept.best().weights[0] == static_cast<double>(best));
    }
};

}  // namespace

TEST_CASE("kept weights: before anything is confirmed, the last good ones are the initial ones") {
    Kept k;
    CHECK(k.kept.confirmed());
    k.check(0, 0);
    k.propose(1, true);
    CHECK_FALSE(k.kept.confirmed());
    k.check(0, 0);
}

TEST_CASE("kept weights: those that are confirmed are good, and the best if they were called so") {
    Kept k;
    k.propose(1, true);
    k.kept.confirm();
    CHECK(k.kept.confirmed());
    k.check(1, 1);
    k.propose(2, false);
    k.kept.confirm();
    k.kept.confirm();  // again: nothing more to confirm
    k.check(2, 1);
    k.propose(3, true);
    k.check(2, 1);
    k.kept.confirm();
    k.check(3, 3);
}

TEST_CASE("kept weights: those that were never confirmed are forgotten with the next") {
    Kept k;
    k.propose(1, true);
    k.propose(2, false);
    k.kept.confirm();
    k.check(2, 0);
}
