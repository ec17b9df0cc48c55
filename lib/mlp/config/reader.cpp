#include "mlp/config/reader.h"

#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

/// What a wrong value is, in words: text "ten".
std::string described(const Json& json) {
    switch (json.type()) {
        case Json::value_t::null:
            return "null";
        case Json::value_t::object:
            return "an object";
        case Json::value_t::array:
            return "a list";
        case Json::value_t::string:
            return "the text " + json.dump();
        default:
            return json.dump();
    }
}

}  // namespace

std::string format_error(const std::string& place, const std::string& pointer,
                         const std::string& message, const std::string& help,
                         std::string_view severity) {
    std::string text = fmt::format("{}: {}: {}{}{}", place, severity, pointer,
                                   pointer.empty() ? "" : ": ", message);
    if (!help.empty()) text += "\n  help: " + help;
    return text;
}

void Reader::add(const std::string& place, const std::string& pointer, const std::string& message,
                 const std::string& help) {
    errors_.push_back(format_error(place, pointer, message, help));
}

void Reader::error(const std::string& pointer, const std::string& message,
                   const std::string& help) {
    add(document_.place(pointer), pointer, message, help);
}

void Reader::finish() const {
    if (!ok()) throw ConfigError(join(errors_, "\n"));
}

Choice Reader::choice(const Json& json, const std::string& pointer,
                      const CatalogueInfo& catalogue) {
    if (const auto* only = catalogue.only_kind()) return object(json, pointer, *only);
    if (!json.is_string() && !json.is_object()) {
        wrong_type(json, pointer, "a name or an object with \"type\"");
        return {};
    }
    const std::string type_pointer = json.is_string() ? pointer : child(pointer, "type");
    std::string type = catalogue.default_type();
    if (json.is_string()) {
        type = json.get<std::string>();
    } else if (const auto given = json.find("type"); given != json.end()) {
        if (!given->is_string()) {
            wrong_type(*given, type_pointer, "a name");
            return {};
        }
        type = given->get<std::string>();
    } else if (type.empty()) {
        error(pointer, "the key 'type' is missing",
              fmt::format("known names: {}", join(catalogue.names())));
        return {};
    }
    const Json& options = json.is_string() ? Json::object() : json;
    Choice wanted(type);
    wanted.extension = extensions_.find(catalogue.part(), type);
    if (wanted.extension == nullptr && catalogue.find(type) == nullptr) {
        auto known = catalogue.names();
        for (auto& name : extensions_.names(catalogue.part())) known.push_back(std::move(name));
        error(type_pointer, fmt::format("unknown {} '{}'", catalogue.part(), type),
              suggest(type, known, "known names"));
        return {};
    }
    Choice result = object(options, pointer, catalogue.meant_by(wanted));
    result.extension = wanted.extension;
    return result;
}

Choice Reader::object(const Json& json, const std::string& pointer, const EntryInfo& entry) {
    Choice result(entry.name);
    if (!json.is_object()) {
        wrong_type(json, pointer, "an object");
        return result;
    }
    const std::size_t errors_before = errors_.size();
    for (const auto& [key, member] : json.items()) {
        if (pointer.empty() && key == "$schema") continue;
        if (key == "type" && !entry.name.empty()) continue;
        const std::string member_pointer = child(pointer, key);
        if (const auto* option = entry.find(key)) {
            result.options[key] = value(member, member_pointer, *option);
        } else {
            auto known = entry.option_names();
            if (!entry.name.empty()) known.insert(known.begin(), "type");
            add(document_.key_place(member_pointer), pointer, fmt::format("unknown key '{}'", key),
                suggest(key, known, "known keys"));
        }
    }
    for (const auto& option : entry.options) {
        if (option.required && !json.contains(option.name)) {
            error(pointer, fmt::format("the key '{}' is missing", option.name),
                  fmt::format("{}: {}", option.name, option.help));
        }
    }
    if (errors_.size() == errors_before && entry.problem) {
        if (const auto problem = entry.problem(result); !problem.empty()) error(pointer, problem);
    }
    return result;
}

OptionValue Reader::value(const Json& json, const std::string& pointer, const OptionInfo& option) {
    switch (option.kind) {
        case OptionKind::boolean:
            if (!json.is_boolean()) return wrong_type(json, pointer, "true or false");
            return json.get<bool>();
        case OptionKind::integer:
        case OptionKind::number:
            return number(json, pointer, option);
        case OptionKind::text:
            return text(json, pointer, option);
        case OptionKind::path: {
            if (!json.is_string() || json.get_ref<const std::string&>().empty()) {
                return wrong_type(json, pointer, "the path of a file");
            }
            const std::filesystem::path path = json.get<std::string>();
            return (document_.directory() / path).lexically_normal().string();
        }
        case OptionKind::text_list:
            return text_list(json, pointer);
        case OptionKind::rows:
            return rows(json, pointer);
        case OptionKind::integers:
            return integers(json, pointer, option);
        case OptionKind::json_list:
            return json_list(json, pointer, option);
        case OptionKind::weights:
            return weights(json, pointer, option);
        case OptionKind::texts_by_name:
            return texts_by_name(json, pointer);
        case OptionKind::integer_or_text:
            return integer_or_text(json, pointer, option);
        case OptionKind::choice:
            return std::vector<Choice>{choice(json, pointer, option.catalogue())};
        case OptionKind::choice_list:
            return choice_list(json, pointer, option);
        case OptionKind::choices_by_name:
            return choices_by_name(json, pointer, option);
        case OptionKind::object:
            return object_or_alone(json, pointer, *option.catalogue().entries().front());
    }
    return {};
}

OptionValue Reader::number(const Json& json, const std::string& pointer, const OptionInfo& option) {
    const bool whole = option.kind == OptionKind::integer;
    const std::string_view expected = whole ? "a whole number" : "a number";
    if (!json.is_number()) return wrong_type(json, pointer, expected);
    const double number = json.get<double>();
    if (whole && number != std::floor(number)) return wrong_type(json, pointer, expected);
    if (const auto problem = problem_with(option, number); !problem.empty()) {
        error(pointer, problem, option.help);
        return {};
    }
    if (whole) return static_cast<std::int64_t>(number);
    return number;
}

OptionValue Reader::text(const Json& json, const std::string& pointer, const OptionInfo& option) {
    if (!json.is_string()) return wrong_type(json, pointer, "a text");
    auto text = json.get<std::string>();
    for (const auto& allowed : option.allowed) {
        if (text == allowed) return text;
    }
    if (option.allowed.empty()) return text;
    error(pointer, fmt::format("unknown value '{}'", text),
          suggest(text, option.allowed, "known values"));
    return {};
}

OptionValue Reader::text_list(const Json& json, const std::string& pointer) {
    if (json.is_string()) return std::vector<std::string>{json.get<std::string>()};
    if (!json.is_array() || json.empty())
        return wrong_type(json, pointer, "a text or a list of texts");
    std::vector<std::string> texts;
    for (const auto& element : json) {
        if (!element.is_string()) {
            return wrong_type(element, child(pointer, std::to_string(texts.size())), "a text");
        }
        texts.push_back(element.get<std::string>());
    }
    return texts;
}

OptionValue Reader::rows(const Json& json, const std::string& pointer) {
    if (!json.is_array()) return wrong_type(json, pointer, "a list of lists of numbers");
    Rows rows;
    for (const auto& element : json) {
        const std::string row_pointer = child(pointer, std::to_string(rows.size()));
        const Json list = element.is_array() ? element : Json::array({element});
        rows.emplace_back();
        for (const auto& cell : list) {
            if (cell.is_number()) {
                rows.back().emplace_back(cell.get<double>());
            } else if (cell.is_string()) {
                rows.back().emplace_back(cell.get<std::string>());
            } else {
                return wrong_type(cell, row_pointer, "numbers or texts");
            }
        }
    }
    return rows;
}

OptionValue Reader::integers(const Json& json, const std::string& pointer,
                             const OptionInfo& option) {
    if (!json.is_array() && !json.is_number()) {
        return wrong_type(json, pointer, "a whole number or a list of them");
    }
    if (json.empty()) {
        error(pointer, "the list is empty", option.help);
        return {};
    }
    OptionInfo one = option;
    one.kind = OptionKind::integer;
    Integers result;
    for (const auto& element : json.is_array() ? json : Json::array({json})) {
        const std::string place =
            json.is_array() ? child(pointer, std::to_string(result.size())) : pointer;
        const OptionValue integer = number(element, place, one);
        if (!std::holds_alternative<std::int64_t>(integer)) return {};
        result.push_back(std::get<std::int64_t>(integer));
    }
    return result;
}

OptionValue Reader::json_list(const Json& json, const std::string& pointer,
                              const OptionInfo& option) {
    if (!json.is_array()) return wrong_type(json, pointer, "a list of values");
    if (json.empty()) {
        error(pointer, "the list is empty", option.help);
        return {};
    }
    std::vector<std::string> texts;
    for (const auto& element : json) texts.push_back(element.dump());
    return texts;
}

OptionValue Reader::weights(const Json& json, const std::string& pointer,
                            const OptionInfo& option) {
    if (json.is_string()) return text(json, pointer, option);
    if (!json.is_object() || json.empty()) {
        return wrong_type(
            json, pointer,
            fmt::format("\"{}\" or an object with a number for each name", option.allowed.front()));
    }
    OptionInfo one = option;
    one.kind = OptionKind::number;
    NumbersByName result;
    for (const auto& [name, element] : json.items()) {
        const OptionValue value = number(element, child(pointer, name), one);
        if (!std::holds_alternative<double>(value)) return {};
        result[name] = std::get<double>(value);
    }
    return result;
}

OptionValue Reader::texts_by_name(const Json& json, const std::string& pointer) {
    if (!json.is_object()) return wrong_type(json, pointer, "an object with a text for each name");
    TextsByName texts;
    for (const auto& [name, element] : json.items()) {
        if (!element.is_string()) return wrong_type(element, child(pointer, name), "a text");
        texts[name] = element.get<std::string>();
    }
    return texts;
}

OptionValue Reader::object_or_alone(const Json& json, const std::string& pointer,
                                    const EntryInfo& entry) {
    if (entry.alone.empty() || json.is_object()) {
        return std::vector<Choice>{object(json, pointer, entry)};
    }
    Choice choice(entry.name);
    choice.options[entry.alone] = value(json, pointer, *entry.find(entry.alone));
    return std::vector<Choice>{std::move(choice)};
}

OptionValue Reader::integer_or_text(const Json& json, const std::string& pointer,
                                    const OptionInfo& option) {
    if (json.is_string()) return text(json, pointer, option);
    if (!json.is_number()) {
        return wrong_type(json, pointer,
                          fmt::format("a whole number or \"{}\"", option.allowed.front()));
    }
    OptionInfo integer = option;
    integer.kind = OptionKind::integer;
    return number(json, pointer, integer);
}

OptionValue Reader::choice_list(const Json& json, const std::string& pointer,
                                const OptionInfo& option) {
    if (!json.is_array()) return wrong_type(json, pointer, "a list");
    std::vector<Choice> choices;
    for (const auto& element : json) {
        const std::string element_pointer = child(pointer, std::to_string(choices.size()));
        choices.push_back(choice(element, element_pointer, option.catalogue()));
    }
    return choices;
}

OptionValue Reader::choices_by_name(const Json& json, const std::string& pointer,
                                    const OptionInfo& option) {
    if (!json.is_object())
        return wrong_type(json, pointer, "an object with a choice for each name");
    ChoicesByName choices;
    for (const auto& [name, element] : json.items()) {
        choices.push_back({name, choice(element, child(pointer, name), option.catalogue())});
    }
    return choices;
}

OptionValue Reader::wrong_type(const Json& json, const std::string& pointer,
                               std::string_view expected) {
    error(pointer, fmt::format("expected {}, but this is {}", expected, described(json)));
    return {};
}

}  // namespace mlp
