#include "mlp/core/options.h"

#include "mlp/core/extension.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Whether a value is of the kind that an option wants.
bool fits(const OptionInfo& option, const OptionValue& value) {
    switch (option.kind) {
        case OptionKind::boolean:
            return std::holds_alternative<bool>(value);
        case OptionKind::integer:
            return std::holds_alternative<std::int64_t>(value);
        case OptionKind::number:
            return std::holds_alternative<double>(value) ||
                   std::holds_alternative<std::int64_t>(value);
        case OptionKind::text:
        case OptionKind::path:
            return std::holds_alternative<std::string>(value);
        case OptionKind::text_list:
        case OptionKind::json_list:
            return std::holds_alternative<std::vector<std::string>>(value);
        case OptionKind::rows:
            return std::holds_alternative<Rows>(value);
        case OptionKind::integers:
            return std::holds_alternative<Integers>(value);
        case OptionKind::weights:
            return std::holds_alternative<NumbersByName>(value) ||
                   std::holds_alternative<std::string>(value);
        case OptionKind::integer_or_text:
            return std::holds_alternative<std::int64_t>(value) ||
                   std::holds_alternative<std::string>(value);
        case OptionKind::texts_by_name:
            return std::holds_alternative<TextsByName>(value);
        case OptionKind::choices_by_name:
            return std::holds_alternative<ChoicesByName>(value);
        case OptionKind::choice:
        case OptionKind::choice_list:
        case OptionKind::object:
            return std::holds_alternative<std::vector<Choice>>(value);
    }
    return false;
}

std::string problem_with(const OptionInfo& option, const OptionValue& value) {
    if (!fits(option, value)) return "has a value of the wrong kind";
    if (const auto* number = std::get_if<double>(&value)) return problem_with(option, *number);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return problem_with(option, static_cast<double>(*integer));
    }
    if (const auto* integers = std::get_if<Integers>(&value)) {
        for (const auto integer : *integers) {
            const auto problem = problem_with(option, static_cast<double>(integer));
            if (!problem.empty()) return problem;
        }
    }
    if (const auto* numbers = std::get_if<NumbersByName>(&value)) {
        for (const auto& [name, number] : *numbers) {
            const auto problem = problem_with(option, number);
            if (!problem.empty()) return problem;
        }
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        const auto& allowed = option.allowed;
        if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), *text) == allowed.end()) {
            return fmt::format("has the unknown value '{}'; {}", *text,
                               suggest(*text, allowed, "known values"));
        }
    }
    return {};
}

}  // namespace

std::string Range::requirement() const {
    // Bounds are short numbers; large ones read better as 10000000 than as 1e+07.
    const auto text = [](double bound) { return fmt::format("{:.15g}", bound); };
    if (min == -infinity && max == infinity) return "must be a finite number";
    const auto low = fmt::format("{} {}", min_included ? "at least" : "greater than", text(min));
    const auto high = fmt::format("{} {}", max_included ? "at most" : "less than", text(max));
    if (max == infinity) return "must be " + low;
    if (min == -infinity) return "must be " + high;
    return fmt::format("must be {} and {}", low, high);
}

std::string problem_with(const OptionInfo& option, double number) {
    if (std::isfinite(number) && option.range.contains(number)) return {};
    return fmt::format("{}, but is {}", option.range.requirement(), to_text(number));
}

const OptionInfo* EntryInfo::find(std::string_view option) const {
    for (const auto& candidate : options) {
        if (candidate.name == option) return &candidate;
    }
    return nullptr;
}

std::vector<std::string> EntryInfo::option_names() const {
    std::vector<std::string> result;
    for (const auto& option : options) result.push_back(option.name);
    return result;
}

std::vector<std::string> CatalogueInfo::names() const {
    std::vector<std::string> result;
    for (const auto* entry : entries()) result.push_back(entry->name);
    return result;
}

const EntryInfo* CatalogueInfo::find(std::string_view name) const {
    for (const auto* entry : entries()) {
        if (entry->name == name) return entry;
    }
    return nullptr;
}

const EntryInfo& CatalogueInfo::get(std::string_view name) const {
    if (const auto* entry = find(name)) return *entry;
    throw InputError(
        fmt::format("unknown {} '{}'; {}", part_, name, suggest(name, names(), "known names")));
}

EntryInfo CatalogueInfo::meant_by(const Choice& choice) const {
    if (choice.extension) return choice.extension->info();
    return get(choice.type.empty() ? default_type_ : choice.type);
}

void check_options(const EntryInfo& entry, const Choice& choice) {
    for (const auto& [name, value] : choice.options) {
        const auto* option = entry.find(name);
        if (option == nullptr) {
            throw InputError(fmt::format("{}: unknown option '{}'; {}", entry.name, name,
                                         suggest(name, entry.option_names(), "known options")));
        }
        if (std::holds_alternative<std::monostate>(value)) continue;
        if (const auto problem = problem_with(*option, value); !problem.empty()) {
            throw InputError(fmt::format("{}: option '{}' {}", entry.name, name, problem));
        }
    }
    for (const auto& option : entry.options) {
        if (option.required && !choice.options.contains(option.name)) {
            throw InputError(fmt::format("{}: option '{}' is missing", entry.name, option.name));
        }
    }
    if (!entry.problem) return;
    if (const auto problem = entry.problem(choice); !problem.empty()) {
        throw InputError(fmt::format("{}: {}", entry.name, problem));
    }
}

}  // namespace mlp
