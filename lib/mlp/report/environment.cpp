#include "mlp/report/environment.h"

#include "mlp/core/build_info.h"
#include "mlp/core/file.h"

#include <array>
#include <ctime>
#include <fstream>

#include <Eigen/Core>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nettle/sha2.h>
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

std::string sha256(std::string_view bytes) {
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context, digest.size(), digest.data());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::string environment_text(const Environment& environment) {
    const BuildInfo build = build_info();
    auto data = nlohmann::ordered_json::array();
    for (const auto& path : environment.data_files) {
        nlohmann::ordered_json entry = {
            {"path", std::filesystem::absolute(path).lexically_normal().string()}};
        // What was read from a pipe cannot be read again.
        if (!std::filesystem::is_other(path)) entry["sha256"] = sha256(read_file(path));
        data.push_back(std::move(entry));
    }
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
        {"data", data}};
    // A command may hold bytes that are no UTF-8; they are replaced.
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace mlp
