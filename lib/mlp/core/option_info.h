#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What can be chosen and configured, and what was: as configs, help texts and schemas see it.
namespace mlp {

struct Choice;
class Extension;

/// One cell of data given inside a config: a number or a text.
using Cell = std::variant<double, std::string>;
using Rows = std::vector<std::vector<Cell>>;
using Integers = std::vector<std::int64_t>;
using IntegerOrText = std::variant<std::string, std::int64_t>;
using NumbersByName = std::map<std::string, double, std::less<>>;
using TextsByName = std::map<std::string, std::string, std::less<>>;
/// JSON values of any kind. What they mean is no matter of this layer: each is its compact text.
struct JsonTexts {
    std::vector<std::string> texts;
};
struct NamedChoice;
using ChoicesByName = std::vector<NamedChoice>;

/// What an option can hold. monostate: not given. A single Choice is a list of one.
using OptionValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>,
                 Rows, Integers, NumbersByName, TextsByName, std::vector<Choice>, ChoicesByName>;
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
    text,       ///< any text, or one of OptionInfo::allowed
    path,       ///< a file, relative to the config file
    text_list,  ///< a list of texts; a single text stands for a list of one
    rows,       ///< a table of numbers and texts; a flat list stands for a single column
    integers,   ///< a list of whole numbers; a single number stands for a list of one
    json_list,  ///< a list of any JSON values, each held as its text
    weights,    ///< numbers by name, or one of the texts of OptionInfo::allowed
    texts_by_name,
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
    /// The option that is meant where, for an object, its value alone is given; empty: none.
    std::string alone{};

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

}  // namespace mlp
