#include "mlp/io/c_header/c_text.h"

#include <cctype>

#include <fmt/format.h>

namespace mlp::c {
namespace {

/// Elements of an array in lines that can be read.
class Elements {
  public:
    void add(const std::string& element) {
        const bool full = line_.size() + element.size() > 92;
        if (full) {
            text_ += line_ + '\n';
            line_ = indent;
        }
        if (line_.size() > indent.size()) line_ += ' ';
        line_ += element + ',';
    }
    /// "static const TYPE NAME[SIZE] = {...};"
    std::string declaration(std::string_view type, const std::string& name, std::size_t size) {
        return fmt::format("static const {} {}[{}] = {{\n{}{}\n}};\n", type, name, size, text_,
                           line_);
    }

  private:
    static constexpr std::string_view indent = "    ";
    std::string text_;
    std::string line_{indent};
};

bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F;
}

}  // namespace

std::string_view type_name(Real real) { return real == Real::float32 ? "float" : "double"; }

std::string number(double x, Real real) {
    std::string text =
        real == Real::float32 ? fmt::format("{}", static_cast<float>(x)) : fmt::format("{}", x);
    if (text.find_first_of(".e") == text.npos) text += ".0";
    return real == Real::float32 ? text + 'f' : text;
}

std::string text_literal(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (!is_plain(c)) {
            result += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
            continue;
        }
        // Two question marks could be read as the start of a trigraph.
        if (c == '"' || c == '\\' || c == '?') result += '\\';
        result += c;
    }
    return result + '"';
}

std::string in_comment(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool ends = !result.empty() && ((result.back() == '*' && c == '/') ||
                                              (result.back() == '/' && c == '*'));
        if (ends) result += ' ';
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result;
}

std::string identifier(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 && std::isalnum(byte) != 0) {
            result += static_cast<char>(std::tolower(byte));
        } else if (!result.empty() && result.back() != '_') {
            result += '_';
        }
    }
    while (!result.empty() && result.back() == '_') result.pop_back();
    if (result.empty()) return "model";
    if (std::isdigit(static_cast<unsigned char>(result.front())) != 0) return "model_" + result;
    return result;
}

std::string array(const std::string& name, ConstView<double> numbers, Real real) {
    Elements elements;
    for (Index row = 0; row < numbers.rows(); ++row) {
        for (Index col = 0; col < numbers.cols(); ++col) {
            elements.add(number(numbers(row, col), real));
        }
    }
    return elements.declaration(type_name(real), name, static_cast<std::size_t>(numbers.size()));
}

std::string array(const std::string& name, const std::vector<signed char>& numbers) {
    Elements elements;
    for (const signed char number : numbers) elements.add(fmt::format("{}", int{number}));
    return elements.declaration("signed char", name, numbers.size());
}

std::string array(const std::string& name, const std::vector<std::string>& texts) {
    Elements elements;
    for (const auto& text : texts) elements.add(text_literal(text));
    return elements.declaration("char *const", name, texts.size());
}

}  // namespace mlp::c
