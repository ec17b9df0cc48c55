#include "mlp/config/schema.h"

#include "mlp/config/document.h"
#include "mlp/config/experiment_config.h"
#include "mlp/config/sweep_config.h"
#include "mlp/config/writer.h"

#include <cmath>

namespace mlp {
namespace {

/// Writes definitions for the catalogues it meets, each once, so that a catalogue may contain
/// itself.
class SchemaWriter {
  public:
    Json object(const EntryInfo& entry, bool with_type) {
        Json properties = Json::object();
        Json required = Json::array();
        if (with_type) properties["type"] = {{"const", entry.name}};
        for (const auto& option : entry.options) {
            Json property = value(option);
            property["description"] = option.help;
            if (Json d = default_value(option); !d.is_null()) property["default"] = std::move(d);
            properties[option.name] = std::move(property);
            if (option.required) required.push_back(option.name);
        }
        Json schema = {{"type", "object"},
                       {"description", entry.help},
                       {"properties", std::move(properties)},
                       {"additionalProperties", false}};
        if (!required.empty()) schema["required"] = std::move(required);
        return schema;
    }

    const Json& definitions() const { return definitions_; }

  private:
    Json value(const OptionInfo& option) {
        switch (option.kind) {
            case OptionKind::boolean:
                return {{"type", "boolean"}};
            case OptionKind::integer:
                return limited({{"type", "integer"}}, option.range);
            case OptionKind::number:
                return limited({{"type", "number"}}, option.range);
            case OptionKind::text:
                if (!option.allowed.empty()) return {{"enum", option.allowed}};
                return {{"type", "string"}};
            case OptionKind::path:
                return {{"type", "string"}};
            case OptionKind::text_list:
                return {{"type", {"string", "array"}},
                        {"items", {{"type", "string"}}},
                        {"minItems", 1}};
            case OptionKind::rows: {
                const Json cell = {{"type", {"number", "string"}}};
                return {{"type", "array"},
                        {"items", {{"anyOf", {cell, {{"type", "array"}, {"items", cell}}}}}}};
            }
            case OptionKind::integers: {
                const Json integer = limited({{"type", "integer"}}, option.range);
                const Json list = {{"type", "array"}, {"items", integer}, {"minItems", 1}};
                return {{"anyOf", {integer, list}}};
            }
            case OptionKind::json_list:
                return {{"type", "array"}, {"minItems", 1}};
            case OptionKind::weights: {
                const Json by_name = {
                    {"type", "object"},
                    {"additionalProperties", limited({{"type", "number"}}, option.range)},
                    {"minProperties", 1}};
                return {{"anyOf", {Json{{"enum", option.allowed}}, by_name}}};
            }
            case OptionKind::texts_by_name:
                return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
            case OptionKind::integer_or_text: {
                const Json integer = limited({{"type", "integer"}}, option.range);
                return {{"anyOf", {Json{{"enum", option.allowed}}, integer}}};
            }
            case OptionKind::choice:
                return reference(option.catalogue());
            case OptionKind::choice_list:
                return {{"type", "array"}, {"items", reference(option.catalogue())}};
            case OptionKind::choices_by_name:
                return {{"type", "object"},
                        {"additionalProperties", reference(option.catalogue())}};
            case OptionKind::object: {
                const EntryInfo& entry = *option.catalogue().entries().front();
                Json whole = object(entry, false);
                if (entry.alone.empty()) return whole;
                return {{"anyOf", Json::array({value(*entry.find(entry.alone)), whole})}};
            }
        }
        return {};
    }

    static Json limited(Json schema, const Range& range) {
        if (std::isfinite(range.min)) {
            schema[range.min_included ? "minimum" : "exclusiveMinimum"] = range.min;
        }
        if (std::isfinite(range.max)) {
            schema[range.max_included ? "maximum" : "exclusiveMaximum"] = range.max;
        }
        return schema;
    }

    static Json default_value(const OptionInfo& option) {
        const auto* text = std::get_if<std::string>(&option.default_value);
        if (option.required || (text != nullptr && text->empty())) return nullptr;
        const EntryInfo just_this{"", "", {option}, nullptr, "", ""};
        const Json written = write_object({}, just_this);
        return written.empty() ? Json(nullptr) : written.front();
    }

    Json reference(const CatalogueInfo& catalogue) {
        if (const auto* only = catalogue.only_kind()) return object(*only, false);
        const std::string& name = catalogue.part();
        if (!definitions_.contains(name)) {
            definitions_[name] = nullptr;  // met, and not again from inside
            Json names = Json::array();
            Json kinds = Json::array();
            for (const auto* entry : catalogue.entries()) {
                Json kind = object(*entry, true);
                if (kind.contains("required")) {
                    if (catalogue.default_type().empty())
                        kind["required"].insert(kind["required"].begin(), "type");
                } else {
                    names.push_back(entry->name);
                    if (catalogue.default_type() != entry->name) kind["required"] = {"type"};
                }
                kinds.push_back(std::move(kind));
            }
            if (!names.empty()) kinds.insert(kinds.begin(), Json{{"enum", std::move(names)}});
            definitions_[name] = {{"anyOf", std::move(kinds)}};
        }
        return {{"$ref", "#/$defs/" + pointer_safe(name)}};
    }

    /// Blanks in names of parts are written as %20 in references.
    static std::string pointer_safe(const std::string& name) {
        std::string result;
        for (const char c : name) result += c == ' ' ? std::string("%20") : std::string(1, c);
        return result;
    }

    Json definitions_ = Json::object();
};

std::string schema_of(const EntryInfo& file, const std::string& title) {
    SchemaWriter writer;
    Json body = writer.object(file, false);
    body["properties"]["$schema"] = {{"type", "string"}, {"description", "ignored; for editors"}};
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
    schema.update(body);
    if (!writer.definitions().empty()) schema["$defs"] = writer.definitions();
    return schema.dump(2) + "\n";
}

}  // namespace

std::string experiment_schema() {
    return schema_of(entry_info<ExperimentConfig>(), "mlp experiment");
}

std::string sweep_schema() { return schema_of(entry_info<SweepConfig>(), "mlp sweep"); }

}  // namespace mlp
