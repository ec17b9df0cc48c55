#include "mlp/nn/backends/backends.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include <fmt/format.h>

namespace mlp {
namespace {

/// A backend in its forms; null where there is none.
struct Row {
    std::string_view name;
    const Backend<float>& (*in_float)();
    const Backend<double>& (*in_double)();
    const Backend<float>& (*in_bfloat16)();
    bool is_built_in = true;
};

#if defined(MLP_ONEDNN)
constexpr Row onednn{"onednn", onednn_backend, nullptr, onednn_bfloat16_backend};
#else
constexpr Row onednn{"onednn", nullptr, nullptr, nullptr, false};
#endif

constexpr std::array rows{
    Row{"native", native_backend<float>, native_backend<double>, nullptr},
    Row{"eigen", eigen_backend<float>, eigen_backend<double>, nullptr},
    onednn,
};

}  // namespace

std::vector<std::string> backend_names() {
    std::vector<std::string> names;
    for (const Row& row : rows) names.emplace_back(row.name);
    return names;
}

bool has_backend(std::string_view name) {
    return std::ranges::any_of(rows,
                               [&](const Row& row) { return row.name == name && row.is_built_in; });
}

template <class T>
const Backend<T>& find_backend(std::string_view name, bool bfloat16) {
    for (const Row& row : rows) {
        if (row.name != name) continue;
        if (!row.is_built_in) {
            throw InputError(
                fmt::format("the backend '{}' is not part of this build\n"
                            "  help: install its library (libdnnl-dev) and configure with "
                            "-DMLP_ONEDNN=ON, or use the backend 'native'",
                            name));
        }
        if constexpr (std::is_same_v<T, double>) {
            if (row.in_double != nullptr && !bfloat16) return row.in_double();
            throw InputError(
                fmt::format("the backend '{}' has no products of float64\n"
                            "  help: use the backend 'native'",
                            name));
        } else {
            if (!bfloat16) return row.in_float();
            if (row.in_bfloat16 != nullptr) return row.in_bfloat16();
            throw InputError(
                fmt::format("the backend '{}' has no products of bfloat16\n"
                            "  help: use the backend 'onednn'",
                            name));
        }
    }
    throw InputError(fmt::format("there is no backend '{}'\n  help: there are {}", name,
                                 join(backend_names(), ", ")));
}

bool has_fast_bfloat16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

template const Backend<float>& find_backend(std::string_view, bool);
template const Backend<double>& find_backend(std::string_view, bool);

}  // namespace mlp
