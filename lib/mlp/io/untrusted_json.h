#pragma once

#include "mlp/core/error.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {

struct JsonLimits {
    int depth;         ///< lists and objects inside each other
    std::size_t keys;  ///< in one object
};

/// Of the texts in a model's metadata. Residual layers inside each other are two deeper each.
constexpr JsonLimits metadata_limits{64, 256};

/// Parses JSON of a file that may be hostile: what is nested deeper or has more keys than anything
/// this library writes is refused before it takes memory, and so is a key that stands twice.
/// Throws InputError at these, J::exception where it is no JSON or no UTF-8. `J`: a type of
/// nlohmann::basic_json. `keep` sees every event as J::parser_callback_t does, and may drop values
/// by returning false.
template <class J, class Keep>
J parse_untrusted(std::string_view text, const JsonLimits& limits, Keep keep) {
    using Event = typename J::parse_event_t;
    std::vector<std::set<std::string>> keys;  // of the objects that are open
    return J::parse(text.begin(), text.end(), [&](int depth, Event event, J& parsed) {
        const bool starts = event == Event::object_start || event == Event::array_start;
        if (starts && depth >= limits.depth) throw InputError("it is nested too deeply");
        if (event == Event::object_start) keys.emplace_back();
        if (event == Event::object_end) keys.pop_back();
        if (event == Event::key) {
            const auto [place, is_new] = keys.back().insert(parsed.template get<std::string>());
            if (!is_new) throw InputError(fmt::format("'{}' stands twice", *place));
            if (keys.back().size() > limits.keys) throw InputError("an object has too many keys");
        }
        return keep(depth, event, parsed);
    });
}
template <class J>
J parse_untrusted(std::string_view text, const JsonLimits& limits) {
    return parse_untrusted<J>(text, limits, [](const auto&...) { return true; });
}

}  // namespace mlp
