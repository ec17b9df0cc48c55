#include "mlp/config/writer.h"

#include "mlp/core/text.h"

namespace mlp {
namespace {

Json write_value(const OptionValue& value, const OptionInfo& option);

Json write_choices(const std::vector<Choice>& choices, const OptionInfo& option) {
    const CatalogueInfo& catalogue = option.catalogue();
    if (option.kind == OptionKind::object) {
        const EntryInfo& entry = *catalogue.entries().front();
        Json object = write_object(choices.front(), entry);
        const bool alone = object.size() == 1 && object.contains(entry.alone);
        return alone ? Json(object.front()) : object;
    }
    if (option.kind == OptionKind::choice) return write_choice(choices.front(), catalogue);
    Json list = Json::array();
    for (const auto& choice : choices) list.push_back(write_choice(choice, catalogue));
    return list;
}

Json write_rows(const Rows& rows) {
    Json table = Json::array();
    for (const auto& row : rows) {
        Json list = Json::array();
        for (const auto& cell : row) {
            std::visit([&](const auto& content) { list.push_back(content); }, cell);
        }
        table.push_back(std::move(list));
    }
    return table;
}

struct ValueWriter {
    const OptionInfo& option;

    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(const std::string& text) const {
        if (option.kind == OptionKind::path) return std::filesystem::absolute(text).string();
        return text;
    }
    Json operator()(const std::vector<std::string>& texts) const {
        if (option.kind == OptionKind::json_list) {
            Json list = Json::array();
            for (const auto& text : texts) list.push_back(Json::parse(text));
            return list;
        }
        return texts.size() == 1 ? Json(texts.front()) : Json(texts);
    }
    Json operator()(const Rows& rows) const { return write_rows(rows); }
    Json operator()(const Integers& integers) const {
        return integers.size() == 1 ? Json(integers.front()) : Json(integers);
    }
    Json operator()(const NumbersByName& numbers) const {
        Json json = Json::object();
        for (const auto& [name, number] : numbers) json[name] = number;
        return json;
    }
    Json operator()(const TextsByName& texts) const { return texts; }
    Json operator()(const std::vector<Choice>& choices) const {
        return write_choices(choices, option);
    }
    Json operator()(const ChoicesByName& choices) const {
        Json json = Json::object();
        for (const auto& [name, choice] : choices)
            json[name] = write_choice(choice, option.catalogue());
        return json;
    }
    Json operator()(bool value) const { return value; }
    Json operator()(std::int64_t value) const { return value; }
    Json operator()(double value) const { return value; }
};

Json write_value(const OptionValue& value, const OptionInfo& option) {
    return std::visit(ValueWriter{option}, value);
}

}  // namespace

Json write_object(const Choice& choice, const EntryInfo& entry) {
    Json json = Json::object();
    for (const auto& option : entry.options) {
        const auto given = choice.options.find(option.name);
        const auto& value = given == choice.options.end() ? option.default_value : given->second;
        const auto* texts = std::get_if<std::vector<std::string>>(&value);
        const auto* rows = std::get_if<Rows>(&value);
        const auto* integers = std::get_if<Integers>(&value);
        const auto* by_name = std::get_if<ChoicesByName>(&value);
        const auto* texts_by_name = std::get_if<TextsByName>(&value);
        const auto* choices = std::get_if<std::vector<Choice>>(&value);
        const bool empty_list = (texts != nullptr && texts->empty()) ||
                                (rows != nullptr && rows->empty()) ||
                                (integers != nullptr && integers->empty()) ||
                                (by_name != nullptr && by_name->empty()) ||
                                (texts_by_name != nullptr && texts_by_name->empty()) ||
                                (choices != nullptr && choices->empty());
        if (std::holds_alternative<std::monostate>(value) || empty_list) continue;
        json[option.name] = write_value(value, option);
    }
    return json;
}

Json write_choice(const Choice& choice, const CatalogueInfo& catalogue) {
    const EntryInfo entry = catalogue.meant_by(choice);
    const Json options = write_object(choice, entry);
    if (catalogue.only_kind() != nullptr) return options;
    if (options.empty()) return entry.name;
    Json json = {{"type", entry.name}};
    json.update(options);
    return json;
}

}  // namespace mlp
