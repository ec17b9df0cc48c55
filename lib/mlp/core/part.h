#pragma once

#include "mlp/core/matrix.h"

#include <algorithm>

namespace mlp {

/// One of `count` parts of a piece of work, by its index from 0 on; by itself it is all of it.
struct Part {
    Index index = 0;
    Index count = 1;

    /// Where it begins among n things that are handed out in portions of `portion`, which is where
    /// the part before it ends: about evenly.
    Index begin(Index n, Index portion = 1) const { return place(index, n, portion); }
    Index end(Index n, Index portion = 1) const { return place(index + 1, n, portion); }

  private:
    Index place(Index i, Index n, Index portion) const {
        if (count == 1) return i * n;
        const Index portions = (n + portion - 1) / portion;
        return std::min(n, i * portions / count * portion);
    }
};

}  // namespace mlp
