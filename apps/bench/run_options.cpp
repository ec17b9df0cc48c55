#include "run_options.h"

#include "mlp/core/error.h"
#include "mlp/core/suggest.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace mlp::bench {

void check_name(const std::string& what, const std::string& name,
                std::span<const std::string> names) {
    if (std::ranges::find(names, name) != names.end()) return;
    throw InputError(
        fmt::format("unknown {} '{}'\n  help: {}", what, name, suggest(name, names, what + "s")));
}

void check(const RunOptions& run) {
    static const std::array<std::string, 3> precisions{"float32", "float64", "bfloat16"};
    check_name("precision", run.precision, precisions);
    check_name("backend", run.backend, backend_names());
    with_type(run, [&]<class T>() { backend_of<T>(run); });
}

}  // namespace mlp::bench
