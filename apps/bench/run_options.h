#pragma once

#include "mlp/nn/backend.h"

#include "timing.h"

#include <span>
#include <string>

namespace mlp::bench {

struct RunOptions {
    int threads = 1;
    std::string precision = "float32";
    std::string backend = "native";
};

/// What the command line says about measuring.
struct Settings {
    RunOptions run;
    Rounds rounds;
    Index rows = 1'000'000;  ///< of the tables that are read
};

/// Throws InputError where this build lacks what is asked for.
void check(const RunOptions& run);

/// The backend that is asked for. Throws InputError where this build lacks it.
template <class T>
const Backend<T>& backend_of(const RunOptions& run) {
    return find_backend<T>(run.backend, run.precision == "bfloat16");
}

/// Throws InputError, with all names, unless this is one of them. `what`: "workload"
void check_name(const std::string& what, const std::string& name,
                std::span<const std::string> names);

/// Calls work.operator()<T>() for the type that the parameters have at this precision.
template <class Work>
auto with_type(const RunOptions& run, const Work& work) {
    if (run.precision == "float64") return work.template operator()<double>();
    return work.template operator()<float>();
}

}  // namespace mlp::bench
