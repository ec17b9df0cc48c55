#include "mlp/report/data_record.h"

#include "mlp/core/file.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nettle/sha2.h>
#include <nlohmann/json.hpp>

namespace mlp {

std::string sha256(std::string_view bytes) {
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context, digest.size(), digest.data());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::vector<std::string> changed_files(const std::string& before, const std::string& now) {
    using Json = nlohmann::ordered_json;
    const Json first = Json::parse(before);
    const Json second = Json::parse(now);
    std::vector<std::string> changed;
    for (const auto& file : second) {
        const bool differs = std::any_of(first.begin(), first.end(), [&](const Json& other) {
            return other.is_object() && other.value("path", Json()) == file.at("path") &&
                   other != file;
        });
        if (differs) changed.push_back(file.at("path").get<std::string>());
    }
    return changed;
}

std::string data_record(const std::vector<std::filesystem::path>& files) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const auto& path : files) {
        Json entry = {{"path", std::filesystem::absolute(path).lexically_normal().string()}};
        if (!std::filesystem::is_other(path)) entry["sha256"] = sha256(read_file(path));
        list.push_back(std::move(entry));
    }
    return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace mlp
