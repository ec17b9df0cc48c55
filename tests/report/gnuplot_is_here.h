#pragma once

#include <cstdlib>

#include <doctest/doctest.h>

namespace mlp::test {

/// Whether gnuplot is installed. Tests that need it end where it is not, and say so.
inline bool gnuplot_is_here() {
    const bool here = std::system("command -v gnuplot >/dev/null 2>&1") == 0;
    if (!here) MESSAGE("skipped, because gnuplot is not installed");
    return here;
}

}  // namespace mlp::test
