#pragma once

#include "mlp/core/error.h"
#include "mlp/core/matrix.h"
#include "mlp/core/option_info.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// How a part of an experiment is chosen and configured, without knowing of JSON.
///
/// A struct such as `Adam` lists its fields once, in `static Options<Adam> options()`: name,
/// member, allowed values, help. That one table drives everything else: reading the field from a
/// config, writing it out, checking it, the help text and the published JSON Schema. The default of
/// a field is its member initializer.
namespace mlp {

/// What restricts the values of an option, made implicitly from any of its kinds.
struct Allowed {
    Range range;
    std::vector<std::string> texts;
    CatalogueGetter catalogue = nullptr;

    Allowed() = default;
    Allowed(Range r) : range(r) {}                                        // NOLINT
    Allowed(std::vector<std::string> names) : texts(std::move(names)) {}  // NOLINT
    Allowed(CatalogueGetter getter) : catalogue(getter) {}                // NOLINT
    Allowed(Range r, std::vector<std::string> names) : range(r), texts(std::move(names)) {}
};
inline const Allowed anything{};

/// Conversions between a member's type and OptionValue, for each type that an option can have.
template <class M>
struct OptionCodec;

/// One row of the table of a struct's options.
template <class S>
class Option {
  public:
    /// The member may also be one of a base of S.
    template <class M, class Base>
    Option(std::string name, M Base::*member, const Allowed& allowed, std::string help,
           bool required = false)
        : get_([member](const S& s) { return OptionCodec<M>::to_value(s.*member); }),
          set_(
              [member](S& s, const OptionValue& v) { s.*member = OptionCodec<M>::from_value(v); }) {
        info_ = {std::move(name), std::move(help), OptionCodec<M>::kind,
                 allowed.range,   allowed.texts,   allowed.catalogue,
                 required,        get_(S{})};
        if constexpr (OptionCodec<M>::kind == OptionKind::object) {
            info_.catalogue = OptionCodec<M>::catalogue;
        }
    }

    const OptionInfo& info() const { return info_; }
    OptionValue get(const S& s) const { return get_(s); }
    void set(S& s, const OptionValue& value) const { set_(s, value); }

  private:
    OptionInfo info_;
    std::function<OptionValue(const S&)> get_;
    std::function<void(S&, const OptionValue&)> set_;
};

template <class S>
using Options = std::vector<Option<S>>;

template <class S>
std::vector<OptionInfo> option_infos() {
    std::vector<OptionInfo> infos;
    for (const auto& option : S::options()) infos.push_back(option.info());
    return infos;
}

/// Throws InputError unless all options exist and have values that they allow, and none is missing.
void check_options(const EntryInfo& entry, const Choice& choice);

/// The defaults of S, with the options of the choice set, which must be right.
template <class S>
S assign(const Choice& choice) {
    S result{};
    for (const auto& option : S::options()) {
        const auto given = choice.options.find(option.info().name);
        if (given == choice.options.end()) continue;
        if (!std::holds_alternative<std::monostate>(given->second))
            option.set(result, given->second);
    }
    return result;
}

/// What S is called: its `name`, or its `part` where `name` is a field of it.
template <class S>
std::string name_of() {
    if constexpr (requires { S::part; }) {
        return std::string(S::part);
    } else {
        return std::string(S::name);
    }
}

/// What a catalogue knows of S: its `name`, `help`, `options()` and, where it has them, `formula`,
/// `source`, `alone` (see EntryInfo) and `problem()`, which says what is wrong with its options
/// taken together.
template <class S>
EntryInfo entry_info() {
    EntryInfo entry{name_of<S>(), std::string(S::help), option_infos<S>(), nullptr, "", ""};
    if constexpr (requires { S::formula; }) entry.formula = S::formula;
    if constexpr (requires { S::source; }) entry.source = S::source;
    if constexpr (requires { S::alone; }) entry.alone = S::alone;
    if constexpr (requires(const S& s) { s.problem(); }) {
        entry.problem = [](const Choice& choice) {
            return std::string(assign<S>(choice).problem());
        };
    }
    return entry;
}

/// The struct that a choice describes. Throws InputError where the choice is wrong.
template <class S>
S from_choice(const Choice& choice) {
    check_options(entry_info<S>(), choice);
    return assign<S>(choice);
}

/// The choice that describes a struct, every option written out.
template <class S>
Choice to_choice(const S& s) {
    Choice choice{name_of<S>()};
    for (const auto& option : S::options()) choice.options[option.info().name] = option.get(s);
    return choice;
}

/// The catalogue of a part that comes in one kind only.
template <class S>
class SingleEntry final : public CatalogueInfo {
  public:
    SingleEntry() : CatalogueInfo(name_of<S>(), ""), entry_(entry_info<S>()) {
        entry_.name.clear();
    }
    std::vector<const EntryInfo*> entries() const override { return {&entry_}; }

  private:
    EntryInfo entry_;
};

template <class M>
requires std::is_same_v<M, bool> || std::is_same_v<M, std::string> ||
    std::is_same_v<M, std::vector<std::string>> || std::is_same_v<M, Rows> ||
    std::is_same_v<M, Integers> || std::is_same_v<M, std::vector<Choice>> ||
    std::is_same_v<M, TextsByName> || std::is_same_v<M, ChoicesByName> ||
    std::is_same_v<M, std::int64_t>
struct OptionCodec<M> {
    static constexpr OptionKind kind =
        std::is_same_v<M, bool>                       ? OptionKind::boolean
        : std::is_same_v<M, std::int64_t>             ? OptionKind::integer
        : std::is_same_v<M, std::string>              ? OptionKind::text
        : std::is_same_v<M, std::vector<std::string>> ? OptionKind::text_list
        : std::is_same_v<M, Rows>                     ? OptionKind::rows
        : std::is_same_v<M, Integers>                 ? OptionKind::integers
        : std::is_same_v<M, TextsByName>              ? OptionKind::texts_by_name
        : std::is_same_v<M, ChoicesByName>            ? OptionKind::choices_by_name
                                                      : OptionKind::choice_list;
    static OptionValue to_value(const M& m) { return m; }
    static M from_value(const OptionValue& v) { return std::get<M>(v); }
};
static_assert(std::is_same_v<Index, std::int64_t>, "Index and the integer of configs are one type");

template <>
struct OptionCodec<double> {
    static constexpr OptionKind kind = OptionKind::number;
    static OptionValue to_value(double m) { return m; }
    static double from_value(const OptionValue& v) {
        const auto* integer = std::get_if<std::int64_t>(&v);
        return integer != nullptr ? static_cast<double>(*integer) : std::get<double>(v);
    }
};

/// Numbers by name, or a whole number; or a text that says how to find them ("balanced", "auto").
template <class M>
struct OptionCodec<std::variant<std::string, M>> {
    using V = std::variant<std::string, M>;
    static constexpr bool named = std::is_same_v<M, NumbersByName>;
    static constexpr OptionKind kind = named ? OptionKind::weights : OptionKind::integer_or_text;
    static OptionValue to_value(const V& v) {
        return std::visit([](const auto& held) -> OptionValue { return held; }, v);
    }
    static V from_value(const OptionValue& v) {
        const auto* text = std::get_if<std::string>(&v);
        return text != nullptr ? V(*text) : V(std::get<M>(v));
    }
};

template <>
struct OptionCodec<JsonTexts> {
    static constexpr OptionKind kind = OptionKind::json_list;
    static OptionValue to_value(const JsonTexts& m) { return m.texts; }
    static JsonTexts from_value(const OptionValue& v) {
        return {std::get<std::vector<std::string>>(v)};
    }
};

template <>
struct OptionCodec<std::filesystem::path> {
    static constexpr OptionKind kind = OptionKind::path;
    static OptionValue to_value(const std::filesystem::path& m) { return m.string(); }
    static std::filesystem::path from_value(const OptionValue& v) {
        return std::get<std::string>(v);
    }
};

template <>
struct OptionCodec<Choice> {
    static constexpr OptionKind kind = OptionKind::choice;
    static OptionValue to_value(const Choice& m) { return std::vector<Choice>{m}; }
    static Choice from_value(const OptionValue& v) {
        return std::get<std::vector<Choice>>(v).at(0);
    }
};

/// An option that may be left out.
template <class M>
struct OptionCodec<std::optional<M>> {
    static constexpr OptionKind kind = OptionCodec<M>::kind;
    static OptionValue to_value(const std::optional<M>& m) {
        return m ? OptionCodec<M>::to_value(*m) : OptionValue{};
    }
    static std::optional<M> from_value(const OptionValue& v) {
        if (std::holds_alternative<std::monostate>(v)) return std::nullopt;
        return OptionCodec<M>::from_value(v);
    }
    static const CatalogueInfo& catalogue() { return OptionCodec<M>::catalogue(); }
};

/// A struct with options of its own, as an object inside another.
template <class S>
requires requires { S::options(); }
struct OptionCodec<S> {
    static constexpr OptionKind kind = OptionKind::object;
    static OptionValue to_value(const S& s) { return std::vector<Choice>{to_choice(s)}; }
    static S from_value(const OptionValue& v) {
        return from_choice<S>(std::get<std::vector<Choice>>(v).at(0));
    }
    static const CatalogueInfo& catalogue() {
        static const SingleEntry<S> single;
        return single;
    }
};

}  // namespace mlp
