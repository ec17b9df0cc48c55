#include "mlp/config/document.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

namespace mlp {

std::string child(const std::string& pointer, std::string_view key) {
    std::string result = pointer + '/';
    for (const char c : key) {
        if (c == '~') {
            result += "~0";
        } else if (c == '/') {
            result += "~1";
        } else {
            result += c;
        }
    }
    return result;
}

/// Builds the tree from the parser's events. The parser does not tell where its tokens stand, but
/// they come in the order of the text: this follows with a cursor of its own, past blanks, comments
/// and separators to the start of each token, and then past the token.
class DocumentBuilder final : public nlohmann::json_sax<Json> {
  public:
    explicit DocumentBuilder(Document& document) : document_(document), text_(document.text_) {
        if (text_.starts_with("\xEF\xBB\xBF")) cursor_ = 3;
    }

    bool null() override { return literal(nullptr); }
    bool boolean(bool value) override { return literal(value); }
    bool number_integer(number_integer_t value) override { return literal(value); }
    bool number_unsigned(number_unsigned_t value) override { return literal(value); }
    bool number_float(number_float_t value, const string_t&) override { return literal(value); }
    bool string(string_t& value) override {
        const std::size_t start = find_token();
        skip_string();
        add(std::move(value), start);
        return true;
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool key(string_t& value) override {
        const std::size_t start = find_token();
        skip_string();
        Level& level = levels_.back();
        if (level.value->contains(value)) {
            throw ConfigError(fmt::format("{}: error: the key '{}' stands twice in this object",
                                          document_.at(start), value));
        }
        document_.keys_[child(level.pointer, value)] = start;
        key_ = value;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        // "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error ..."
        std::string message = error.what();
        const auto after_place = message.find(": ");
        const auto after_id = message.find("] ");
        if (after_place != std::string::npos) {
            message = message.substr(after_place + 2);
        } else if (after_id != std::string::npos) {
            message = message.substr(after_id + 2);
        }
        // The parser tells the end of what it could not read; its start is easier to find.
        const std::size_t start = std::min(find_token(), position > 0 ? position - 1 : 0);
        throw ConfigError(
            fmt::format("{}: error: not valid JSON: {}", document_.at(start), message));
    }

  private:
    static constexpr std::size_t deepest = 100;

    struct Level {
        Json* value;
        std::string pointer;
    };

    std::size_t find_token() {
        for (;;) {
            const std::size_t skipped = text_.find_first_not_of(" \t\r\n,:", cursor_);
            cursor_ = std::min(skipped, text_.size());
            if (text_.compare(cursor_, 2, "//") == 0) {
                cursor_ = std::min(text_.find('\n', cursor_), text_.size());
            } else if (text_.compare(cursor_, 2, "/*") == 0) {
                cursor_ = std::min(text_.find("*/", cursor_ + 2), text_.size() - 2) + 2;
            } else {
                return cursor_;
            }
        }
    }
    void skip_string() {
        for (++cursor_; cursor_ < text_.size() && text_[cursor_] != '"'; ++cursor_) {
            if (text_[cursor_] == '\\') ++cursor_;
        }
        ++cursor_;
    }

    template <class Value>
    bool literal(const Value& value) {
        const std::size_t start = find_token();
        cursor_ = std::min(text_.find_first_of(" \t\r\n,]}/", start), text_.size());
        add(value, start);
        return true;
    }
    bool open(Json&& empty) {
        const std::size_t start = find_token();
        ++cursor_;
        if (levels_.size() == deepest) {
            throw ConfigError(fmt::format("{}: error: this is nested deeper than {} levels",
                                          document_.at(start), deepest));
        }
        auto [value, pointer] = add(std::move(empty), start);
        levels_.push_back({value, std::move(pointer)});
        return true;
    }
    bool close() {
        find_token();
        ++cursor_;
        levels_.pop_back();
        return true;
    }

    /// Puts a value where it belongs, and returns its place and name.
    Level add(Json value, std::size_t start) {
        if (levels_.empty()) {
            document_.root_ = std::move(value);
            document_.values_[""] = start;
            return {&document_.root_, ""};
        }
        const Level& level = levels_.back();
        const bool in_array = level.value->is_array();
        const std::string name = in_array ? std::to_string(level.value->size()) : key_;
        std::string pointer = child(level.pointer, name);
        document_.values_[pointer] = start;
        if (in_array) {
            level.value->push_back(std::move(value));
            return {&level.value->back(), std::move(pointer)};
        }
        return {&((*level.value)[name] = std::move(value)), std::move(pointer)};
    }

    Document& document_;
    const std::string& text_;
    std::size_t cursor_ = 0;
    std::vector<Level> levels_;
    std::string key_;
};

Document Document::read(const std::filesystem::path& path) {
    Document document = parse(read_file(path), path.string());
    document.directory_ = path.parent_path();
    return document;
}

Document Document::parse(std::string text, const std::string& name) {
    Document document;
    document.name_ = name;
    document.text_ = std::move(text);
    DocumentBuilder builder(document);
    Json::sax_parse(document.text_, &builder, Json::input_format_t::json, true, true);
    return document;
}

namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    for (;;) {
        const auto dot = path.find('.');
        parts.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        path.remove_prefix(dot + 1);
    }
}

Json* element(Json& array, const std::string& index) {
    std::size_t i = 0;
    const auto end = index.data() + index.size();
    const auto [stop, error] = std::from_chars(index.data(), end, i);
    if (error != std::errc{} || stop != end || i >= array.size()) return nullptr;
    return &array[i];
}

}  // namespace

void Document::set(const std::string& assignment, const std::string& origin) {
    if (!is_utf8(assignment)) throw ConfigError("--set: error: this is not UTF-8 text");
    const auto equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw ConfigError(
            fmt::format("{}: error: expected KEY=VALUE, such as training.epochs=50", origin));
    }
    Json* node = &root_;
    std::string pointer;
    for (const auto& part : split(std::string_view(assignment).substr(0, equals))) {
        // Elements of a list must exist; members of an object may be new.
        if (node->is_string()) *node = Json{{"type", *node}};
        if (node->is_null()) *node = Json::object();
        Json* next = nullptr;
        if (node->is_array()) {
            next = element(*node, part);
            if (next == nullptr) {
                throw ConfigError(fmt::format("{}: error: {} is a list of {}; it has no '{}'",
                                              origin, pointer, counted(node->size(), "element"),
                                              part));
            }
        } else if (node->is_object()) {
            if (!node->contains(part)) set_from_outside_[child(pointer, part)] = origin;
            next = &(*node)[part];
        } else {
            throw ConfigError(fmt::format("{}: error: {} is {}; nothing can be set inside it",
                                          origin, pointer, node->dump()));
        }
        node = next;
        pointer = child(pointer, part);
    }
    const std::string value = assignment.substr(equals + 1);
    Json parsed = Json::parse(value, nullptr, false, true);
    *node = parsed.is_discarded() ? Json(value) : std::move(parsed);
    // What stood here before is gone, and with it all that was inside.
    const auto inside = [&](const auto& entry) { return entry.first.starts_with(pointer + '/'); };
    std::erase_if(values_, inside);
    std::erase_if(keys_, inside);
    std::erase_if(set_from_outside_, inside);
    set_from_outside_[pointer] = origin;
}

std::string Document::at(std::size_t offset) const {
    const std::string_view before =
        std::string_view(text_).substr(0, std::min(offset, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::string_view last_line = before.substr(before.rfind('\n') + 1);
    // Columns count characters; the continuation bytes of UTF-8 are none.
    const auto column = 1 + std::count_if(last_line.begin(), last_line.end(), [](char c) {
                            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
                        });
    return fmt::format("{}:{}:{}", name_, line, column);
}

std::string Document::place(std::string pointer) const {
    for (;;) {
        if (const auto set = set_from_outside_.find(pointer); set != set_from_outside_.end()) {
            return set->second;
        }
        if (const auto found = values_.find(pointer); found != values_.end())
            return at(found->second);
        if (pointer.empty()) return name_;
        pointer.erase(pointer.rfind('/'));
    }
}

std::string Document::key_place(const std::string& pointer) const {
    if (!set_from_outside_.contains(pointer)) {
        if (const auto found = keys_.find(pointer); found != keys_.end()) return at(found->second);
    }
    return place(pointer);
}

}  // namespace mlp
