#include "mlp/report/shown_value.h"

#include "mlp/core/text.h"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string plain_value(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    return value.is_string() ? value.get<std::string>() : json;
}

std::string shown_value(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    if (value.is_number_float()) return fmt::format("{:.5g}", value.get<double>());
    if (!value.is_object() || !value.contains("type")) return plain_value(json);
    std::vector<std::string> options;
    for (const auto& [key, option] : value.items()) {
        if (key != "type") options.push_back(fmt::format("{}={}", key, plain_value(option.dump())));
    }
    const std::string type = plain_value(value.at("type").dump());
    return options.empty() ? type : fmt::format("{}({})", type, join(options, ","));
}

}  // namespace mlp
