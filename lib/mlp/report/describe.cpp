#include "mlp/report/describe.h"

#include "mlp/core/text.h"

#include <fmt/format.h>

namespace mlp {
namespace {

/// "number, greater than 0"
std::string limited(std::string_view kind, const Range& range) {
    const bool unlimited = range.min == -infinity && range.max == infinity;
    if (unlimited) return std::string(kind);
    return fmt::format("{}, {}", kind, range.requirement().substr(std::string("must be ").size()));
}

/// "none, tanh or sigmoid"
std::string alternatives(const std::vector<std::string>& texts) {
    std::string text;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) text += i + 1 == texts.size() ? " or " : ", ";
        text += texts[i];
    }
    return text;
}

struct DefaultWriter {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<std::string>& texts) const { return join(texts); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return to_text(value); }
    std::string operator()(const Integers& integers) const {
        return fmt::format("{}", fmt::join(integers, ", "));
    }
    std::string operator()(const std::vector<Choice>& choices) const {
        std::vector<std::string> types;
        types.reserve(choices.size());
        for (const auto& choice : choices) types.push_back(choice.type);
        return join(types);
    }
    template <class Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

}  // namespace

std::string range_text(const Range& range) {
    return fmt::format("{:.3g} to {:.3g}", range.min, range.max);
}

std::string_view smoothness_name(Smoothness smoothness) {
    switch (smoothness) {
        case Smoothness::discontinuous:
            return "discontinuous";
        case Smoothness::c0:
            return "C0";
        case Smoothness::c1:
            return "C1";
        case Smoothness::smooth:
            return "C-infinity";
    }
    return {};
}

std::string_view smoothness_text(Smoothness smoothness) {
    switch (smoothness) {
        case Smoothness::discontinuous:
            return "jumps";
        case Smoothness::c0:
            return "continuous, with kinks";
        case Smoothness::c1:
            return "continuous derivative, which has kinks";
        case Smoothness::smooth:
            return "can be differentiated as often as you like";
    }
    return {};
}

std::string allowed_text(const OptionInfo& option) {
    const auto part = [&] { return option.catalogue().part(); };
    switch (option.kind) {
        case OptionKind::boolean:
            return "true or false";
        case OptionKind::integer:
            return limited("whole number", option.range);
        case OptionKind::number:
            return limited("number", option.range);
        case OptionKind::text:
            return option.allowed.empty() ? "text" : alternatives(option.allowed);
        case OptionKind::path:
            return "file";
        case OptionKind::text_list:
            return "text or list of texts";
        case OptionKind::rows:
            return "list of lists of numbers or texts";
        case OptionKind::integers:
            return limited("whole number or list of them", option.range);
        case OptionKind::json_list:
            return "list of any values";
        case OptionKind::weights:
            return fmt::format("{}, or for each name a {}", alternatives(option.allowed),
                               limited("number", option.range));
        case OptionKind::texts_by_name:
            return "object, for each name a text";
        case OptionKind::integer_or_text:
            return fmt::format("{}, or {}", alternatives(option.allowed),
                               limited("whole number", option.range));
        case OptionKind::choice:
            return part();
        case OptionKind::choice_list:
            return fmt::format("list, each a {}", part());
        case OptionKind::choices_by_name:
            return fmt::format("object, for each name a {}", part());
        case OptionKind::object:
            return "object";
    }
    return {};
}

std::string default_text(const OptionInfo& option) {
    // What an object has by default stands with its own options.
    if (option.required || option.kind == OptionKind::object) return {};
    return std::visit(DefaultWriter{}, option.default_value);
}

}  // namespace mlp
