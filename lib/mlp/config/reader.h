#pragma once

#include "mlp/config/document.h"
#include "mlp/core/extension.h"
#include "mlp/core/options.h"

#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// Turns JSON into choices by the tables of options. Strict: unknown keys, wrong types and
/// impossible values are errors. All errors are gathered and thrown together by finish().
class Reader {
  public:
    /// Names may mean the extensions as well. Both must outlive the reader.
    Reader(const Document& document, const Extensions& extensions)
        : document_(document), extensions_(extensions) {}

    /// An object with the options of an entry.
    Choice object(const Json& json, const std::string& pointer, const EntryInfo& entry);
    /// A string, or an object with "type", that chooses from a catalogue; an object alone where
    /// there is only one kind.
    Choice choice(const Json& json, const std::string& pointer, const CatalogueInfo& catalogue);

    /// Notes an error at a value.
    void error(const std::string& pointer, const std::string& message,
               const std::string& help = "");
    bool ok() const { return errors_.empty(); }
    /// Throws InputError with all errors if there were any.
    void finish() const;

  private:
    OptionValue value(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue number(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue text(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue text_list(const Json& json, const std::string& pointer);
    OptionValue rows(const Json& json, const std::string& pointer);
    OptionValue integers(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue json_list(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue integer_or_text(const Json& json, const std::string& pointer,
                                const OptionInfo& option);
    OptionValue weights(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue texts_by_name(const Json& json, const std::string& pointer);
    OptionValue object_or_alone(const Json& json, const std::string& pointer,
                                const EntryInfo& entry);
    OptionValue choice_list(const Json& json, const std::string& pointer, const OptionInfo& option);
    OptionValue choices_by_name(const Json& json, const std::string& pointer,
                                const OptionInfo& option);
    OptionValue wrong_type(const Json& json, const std::string& pointer, std::string_view expected);
    void add(const std::string& place, const std::string& pointer, const std::string& message,
             const std::string& help);

    const Document& document_;
    const Extensions& extensions_;
    std::vector<std::string> errors_;
};

/// "configs/iris.json:14:7: error: /optimizer: message\n  help: help", or "warning" for "error".
std::string format_error(const std::string& place, const std::string& pointer,
                         const std::string& message, const std::string& help,
                         std::string_view severity = "error");

}  // namespace mlp
