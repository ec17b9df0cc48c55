#include "mlp/report/differences.h"

#include <algorithm>
#include <map>
#include <optional>

namespace mlp {
namespace {

using Values = std::vector<const Json*>;

const Json nothing;

bool all_equal(const Values& values) {
    return std::all_of(values.begin(), values.end(),
                       [&](const Json* value) { return *value == *values.front(); });
}

/// The name of a choice, which may stand alone; none if this is no choice.
std::optional<std::string> type_of(const Json& value) {
    const Json& type = value.is_object() && value.contains("type") ? value["type"] : value;
    return type.is_string() ? std::optional(type.get<std::string>()) : std::nullopt;
}

bool is_plain_object(const Json& value) { return value.is_object() && !type_of(value); }

/// Whether all that are there are of a kind.
template <class Kind>
bool all_are(const Values& values, Kind kind) {
    return std::all_of(values.begin(), values.end(),
                       [&](const Json* value) { return value->is_null() || kind(*value); });
}

bool same_type(const Values& values) {
    const auto first = type_of(*values.front());
    return first && std::all_of(values.begin(), values.end(),
                                [&](const Json* value) { return type_of(*value) == first; });
}

/// The keys of all of them, each once; of a choice, those of its options.
std::vector<std::string> keys_of(const Values& values) {
    std::vector<std::string> keys;
    for (const Json* value : values) {
        if (!value->is_object()) continue;
        const bool choice = type_of(*value).has_value();
        for (const auto& [key, member] : value->items()) {
            if (choice && key == "type") continue;
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
        }
    }
    return keys;
}

Values members(const Values& values, const std::string& key) {
    Values result;
    for (const Json* value : values) {
        const bool has = value->is_object() && value->contains(key);
        result.push_back(has ? &(*value)[key] : &nothing);
    }
    return result;
}

std::size_t longest(const Values& values) {
    std::size_t size = 0;
    for (const Json* value : values) {
        if (value->is_array()) size = std::max(size, value->size());
    }
    return size;
}

Values elements(const Values& values, std::size_t i) {
    Values result;
    for (const Json* value : values) {
        const bool has = value->is_array() && i < value->size();
        result.push_back(has ? &(*value)[i] : &nothing);
    }
    return result;
}

std::string inside(const std::string& key, const std::string& part) {
    return key.empty() ? part : key + '.' + part;
}

std::vector<std::string> texts_of(const Values& values);

void compare(const std::string& key, const Values& values, std::vector<Difference>& found);

void compare_members(const std::string& key, const Values& values, std::vector<Difference>& found) {
    for (const auto& name : keys_of(values)) {
        compare(inside(key, name), members(values, name), found);
    }
}

void compare(const std::string& key, const Values& values, std::vector<Difference>& found) {
    if (all_equal(values)) return;
    if (all_are(values, is_plain_object) || same_type(values)) {
        compare_members(key, values, found);
    } else if (all_are(values, [](const Json& value) { return value.is_array(); })) {
        for (std::size_t i = 0; i < longest(values); ++i) {
            compare(inside(key, std::to_string(i)), elements(values, i), found);
        }
    } else {
        Difference difference{key, {}, texts_of(values)};
        for (const Json* value : values) difference.values.push_back(*value);
        found.push_back(std::move(difference));
    }
}

/// Choices of one type: what tells each from the others.
std::vector<std::string> options_of(const Values& values) {
    std::vector<std::string> texts(values.size());
    std::vector<Difference> found;
    compare_members("", values, found);
    for (const auto& option : found) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (option.values[i].is_null()) continue;
            texts[i] += (texts[i].empty() ? "" : ", ") + option.key + '=' + option.texts[i];
        }
    }
    return texts;
}

std::vector<std::string> texts_of(const Values& values) {
    std::vector<std::string> texts;
    std::map<std::string, std::vector<std::size_t>> by_type;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto type = type_of(*values[i]);
        if (type) by_type[*type].push_back(i);
        texts.push_back(type ? *type : values[i]->is_null() ? "-" : values[i]->dump());
    }
    for (const auto& [type, places] : by_type) {
        Values same;
        for (const std::size_t i : places) same.push_back(values[i]);
        const auto options = options_of(same);
        for (std::size_t j = 0; j < places.size(); ++j) {
            if (!options[j].empty()) texts[places[j]] += '(' + options[j] + ')';
        }
    }
    return texts;
}

}  // namespace

std::vector<Difference> differences(const std::vector<const Json*>& objects) {
    std::vector<Difference> found;
    compare_members("", objects, found);
    return found;
}

}  // namespace mlp
