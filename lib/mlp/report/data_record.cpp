#include "mlp/report/data_record.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"

#include <nlohmann/json.hpp>

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string data_record(const std::vector<std::filesystem::path>& files) {
    Json list = Json::array();
    for (const auto& path : files) {
        Json entry = {{"path", std::filesystem::absolute(path).lexically_normal().string()}};
        if (!std::filesystem::is_other(path)) entry["sha256"] = sha256(read_file(path));
        list.push_back(std::move(entry));
    }
    return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string resumed_environment_text(const std::filesystem::path& path,
                                     const Environment& environment) {
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
    first["resumed"].push_back(std::move(part));
    return first.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mlp
