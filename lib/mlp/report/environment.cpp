#include "mlp/report/environment.h"

#include "mlp/core/build_info.h"
#include "mlp/core/file.h"

#include <array>
#include <ctime>
#include <fstream>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nettle/sha2.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>

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
        {"cpu", processor()},
        {"system", system_name()},
        {"threads", environment.threads},
        {"seed", environment.seed},
        {"precision", environment.precision},
        {"data", data}};
    // A command may hold bytes that are no UTF-8; they are replaced.
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace mlp
