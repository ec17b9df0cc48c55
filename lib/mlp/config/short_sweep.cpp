#include "mlp/config/document.h"
#include "mlp/config/sweep_config.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace mlp {
namespace {

/// The parts of a text between commas, but for those in brackets, braces and quotes.
std::vector<std::string_view> split_values(std::string_view text) {
    std::vector<std::string_view> parts;
    int depth = 0;
    bool quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            parts.push_back(trimmed(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    parts.push_back(trimmed(text.substr(start)));
    return parts;
}

/// What a value on the command line means, as JSON.
std::string json_text(std::string_view value) {
    const Json parsed = Json::parse(value, nullptr, false, true);
    return parsed.is_discarded() ? Json(value).dump() : parsed.dump();
}

/// Throws InputError without a place.
NamedChoice parse_grid(const std::string& grid) {
    const auto equals = grid.find('=');
    const std::string key(trimmed(std::string_view(grid).substr(0, equals)));
    if (equals == std::string::npos || key.empty()) {
        throw InputError("expected KEY=VALUE,VALUE, such as optimizer.learning_rate=0.1,0.01");
    }
    const auto values = split_values(std::string_view(grid).substr(equals + 1));
    if (values.size() == 1 && values.front().empty()) throw InputError("there are no values");
    std::vector<std::string> texts;
    for (const auto value : values) {
        if (value.empty()) throw InputError("a value is empty; \"\" is an empty text");
        texts.push_back(json_text(value));
    }
    if (const auto twice = repeated(texts, {})) {
        throw InputError(fmt::format("the value {} stands twice", *twice));
    }
    return {key, Choice("", {{"values", std::move(texts)}})};
}

}  // namespace

Integers first_seeds(Index count) {
    Integers seeds(static_cast<std::size_t>(count));
    std::iota(seeds.begin(), seeds.end(), 1);
    return seeds;
}

SweepConfig short_sweep(const std::filesystem::path& base, const std::vector<std::string>& grids,
                        std::optional<Index> seeds) {
    SweepConfig config;
    config.base = base;
    std::vector<std::string> errors;
    for (const auto& grid : grids) {
        try {
            if (!is_utf8(grid)) throw InputError("this is not UTF-8 text");
            NamedChoice parameter = parse_grid(grid);
            const auto same =
                std::ranges::find(config.parameters, parameter.name, &NamedChoice::name);
            if (same != config.parameters.end()) {
                throw InputError(fmt::format("the key '{}' was given before", parameter.name));
            }
            config.parameters.push_back(std::move(parameter));
        } catch (const InputError& error) {
            errors.push_back(fmt::format("--grid {}: error: {}", utf8_of(grid), error.what()));
        }
    }
    if (seeds && (*seeds < 1 || *seeds > 1000000)) {
        errors.push_back(
            fmt::format("--seeds {}: error: must be at least 1 and at most 1000000", *seeds));
    } else if (seeds) {
        config.seeds = first_seeds(*seeds);
    }
    if (grids.empty() && !seeds) {
        errors.push_back(fmt::format(
            "{}: error: nothing is varied\n  help: give --grid KEY=VALUE,VALUE, such as --grid "
            "optimizer.learning_rate=0.1,0.01, or --seeds 5",
            base.string()));
    }
    if (!errors.empty()) throw ConfigError(join(errors, "\n"));
    return config;
}

}  // namespace mlp
