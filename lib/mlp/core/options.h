#pragma once

#include "mlp/core/error.h"
#include "mlp/core/matrix.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
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

struct Choice;
class Extension;

/// One cell of data given inside a config: a number or a text.
using Cell = std::variant<double, std::string>;
using Rows = std::vector<std::vector<Cell>>;
using Integers = std::vector<std::int64_t>;
using IntegerOrText = std::variant<std::string, std::int64_t>;
using NumbersByName = std::map<std::string, double, std::less<>>;
/// JSON values of any kind. What they mean is no matter of this layer: each is its compact text.
struct JsonTexts {
    std::vector<std::string> texts;
};
struct NamedChoice;
using ChoicesByName = std::vector<NamedChoice>;

/// What an option can hold. monostate: not given. A single Choice is a list of one.
using OptionValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>,
                 Rows, Integers, NumbersByName, std::vector<Choice>, ChoicesByName>;
using OptionValues = std::map<std::string, OptionValue, std::less<>>;

/// A named variant of some part and the options that were set: Choice("leaky_relu", {{"alpha",
/// 0.2}}). `type` is empty where there is only one kind of thing to choose.
struct Choice {
    std::string type;
    OptionValues options;
    /// The variant itself, where it is not in the library's catalogue (see core/extension.h).
    std::shared_ptr<const Extension> extension;

    Choice() = default;
    Choice(std::string type_, OptionValues options_ = {})  // NOLINT: a name alone is a choice
        : type(std::move(type_)), options(std::move(options_)) {}
    Choice(const char* type_) : type(type_) {}  // NOLINT: a name alone is a choice
};

/// What is chosen for a name, such as that of a column.
struct NamedChoice {
    std::string name;
    Choice choice;
};

/// The numbers that an option allows.
struct Range {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool min_included = true;
    bool max_included = true;

    bool contains(double x) const {
        return (min_included ? x >= min : x > min) && (max_included ? x <= max : x < max);
    }
    /// "must be greater than 0", ...
    std::string requirement() const;
};

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Range any_number{};
constexpr Range positive{0, infinity, false, true};
constexpr Range at_least(double low) { return {low, infinity, true, true}; }
constexpr Range between(double low, double high) { return {low, high, true, true}; }
/// [low, high)
constexpr Range half_open(double low, double high) { return {low, high, true, false}; }
/// (low, high)
constexpr Range open(double low, double high) { return {low, high, false, false}; }

enum class OptionKind {
    boolean,
    integer,
    number,
    text,             ///< any text, or one of OptionInfo::allowed
    path,             ///< a file, relative to the config file
    text_list,        ///< a list of texts; a single text stands for a list of one
    rows,             ///< a table of numbers and texts; a flat list stands for a single column
    integers,         ///< a list of whole numbers; a single number stands for a list of one
    json_list,        ///< a list of any JSON values, each held as its text
    weights,          ///< numbers by name, or one of the texts of OptionInfo::allowed
    integer_or_text,  ///< a whole number, or one of the texts of OptionInfo::allowed
    choice,           ///< one entry of OptionInfo::catalogue
    choice_list,
    choices_by_name,  ///< an entry of OptionInfo::catalogue for each name
    object,           ///< an object with the options of the only entry of OptionInfo::catalogue
};

class CatalogueInfo;
/// A function, so that a catalogue may contain itself (a layer that is made of layers).
using CatalogueGetter = const CatalogueInfo& (*)();

struct OptionInfo {
    std::string name;
    std::string help;
    OptionKind kind = OptionKind::number;
    Range range;                       ///< of integers and numbers
    std::vector<std::string> allowed;  ///< texts, where not any will do
    CatalogueGetter catalogue = nullptr;
    bool required = false;
    OptionValue default_value;
};

/// What can be wrong with a number for this option; empty when nothing is.
std::string problem_with(const OptionInfo& option, double number);

/// One entry of a catalogue, as a config, a help text or a schema sees it.
struct EntryInfo {
    std::string name;
    std::string help;
    std::vector<OptionInfo> options;
    /// What is wrong with these options taken together; empty when nothing is. The options must be
    /// right one by one.
    std::function<std::string(const Choice&)> problem;
    std::string formula;  ///< in plain text; may be empty
    std::string source;   ///< the paper or textbook it comes from; may be empty

    const OptionInfo* find(std::string_view option) const;
    std::vector<std::string> option_names() const;
};

/// The named variants of one part ("activation", "optimizer", ...), as configs and help see them.
class CatalogueInfo {
  public:
    CatalogueInfo(std::string part, std::string default_type)
        : part_(std::move(part)), default_type_(std::move(default_type)) {}
    virtual ~CatalogueInfo() = default;
    CatalogueInfo(const CatalogueInfo&) = default;
    CatalogueInfo& operator=(const CatalogueInfo&) = default;

    const std::string& part() const { return part_; }
    /// What is meant where no type is named; empty if it must be named.
    const std::string& default_type() const { return default_type_; }
    virtual std::vector<const EntryInfo*> entries() const = 0;

    std::vector<std::string> names() const;
    const EntryInfo* find(std::string_view name) const;
    /// The entry of a part that comes in one kind only and so needs no name; otherwise null.
    const EntryInfo* only_kind() const { return find(""); }
    /// The same as find(), or an InputError that suggests the right name.
    const EntryInfo& get(std::string_view name) const;
    /// The entry that a choice means, which may be an extension; or an InputError.
    virtual EntryInfo meant_by(const Choice& choice) const;

  private:
    std::string part_;
    std::string default_type_;
};

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
/// `source` and `problem()`, which says what is wrong with its options taken together.
template <class S>
EntryInfo entry_info() {
    EntryInfo entry{name_of<S>(), std::string(S::help), option_infos<S>(), nullptr, "", ""};
    if constexpr (requires { S::formula; }) entry.formula = S::formula;
    if constexpr (requires { S::source; }) entry.source = S::source;
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
    std::is_same_v<M, ChoicesByName> || std::is_same_v<M, std::int64_t>
struct OptionCodec<M> {
    static constexpr OptionKind kind =
        std::is_same_v<M, bool>                       ? OptionKind::boolean
        : std::is_same_v<M, std::int64_t>             ? OptionKind::integer
        : std::is_same_v<M, std::string>              ? OptionKind::text
        : std::is_same_v<M, std::vector<std::string>> ? OptionKind::text_list
        : std::is_same_v<M, Rows>                     ? OptionKind::rows
        : std::is_same_v<M, Integers>                 ? OptionKind::integers
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
