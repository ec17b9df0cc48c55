#include "mlp/report/environment.h"

#include "mlp/core/build_info.h"
#include "mlp/core/file.h"

#include <ctime>
#include <fstream>

#include <Eigen/Core>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>
#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace mlp {
namespace {

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "unknown";
}

std::string system_name() {
    utsname name{};
    if (::uname(&name) != 0) return "unknown";
    return fmt::format("{} {} {}", name.sysname, name.release, name.machine);
}

/// The version of Eigen, whose products and reductions are summed in an order of its own.
std::string eigen_version() {
    return fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
}

/// The C library as it is found at run time, which computes exp, log and tanh: its versions differ
/// in their last bits.
std::string libc_version() {
#if defined(__GLIBC__)
    return fmt::format("glibc {}", ::gnu_get_libc_version());
#else
    return "unknown";
#endif
}

constexpr bool assertions =
#if defined(NDEBUG)
    false;
#else
    true;
#endif

}  // namespace

std::string environment_text(const Environment& environment) {
    const BuildInfo build = build_info();
    const nlohmann::ordered_json json = {
        {"command", environment.command},
        {"started", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
        {"version", build.version},
        {"git_commit", build.git_commit},
        {"compiler", build.compiler},
        {"flags", build.flags},
        {"assertions", assertions},
        {"eigen", eigen_version()},
        {"simd", Eigen::SimdInstructionSetsInUse()},
        {"cpu", processor()},
        // In bytes, as Eigen sees them: it cuts large products, and so their sums, to fit.
        {"caches", {Eigen::l1CacheSize(), Eigen::l2CacheSize(), Eigen::l3CacheSize()}},
        {"system", system_name()},
        {"libc", libc_version()},
        {"threads", environment.threads},
        {"seed", environment.seed},
        {"precision", environment.precision},
        {"backend", environment.backend},
        {"data", nlohmann::ordered_json::parse(environment.data)}};
    // A command may hold bytes that are no UTF-8; they are replaced.
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string resumed_environment_text(const std::filesystem::path& path,
                                     const Environment& environment) {
    using Json = nlohmann::ordered_json;
    const std::string now_text = environment_text(environment);
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return now_text;
    Json first = Json::parse(read_file(path), nullptr, false);
    if (!first.is_object()) return now_text;
    const Json now = Json::parse(now_text);
    Json part = Json::object();
    for (const auto& [key, value] : now.items()) {
        const bool always = key == "command" || key == "started";
        if (always || !first.contains(key) || first.at(key) != value) part[key] = value;
    }
    if (!first["resumed"].is_array()) first["resumed"] = Json::array();
    first["resumed"].push_back(std::move(part));
    return first.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mlp
