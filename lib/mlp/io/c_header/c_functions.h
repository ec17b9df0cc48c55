#pragma once

#include "mlp/io/c_header/c_text.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::c {

/// How weights are held: as they are, or as whole numbers of eight bits, with a scale for each row
/// of them.
enum class Weights { real, int8 };

struct Function;

/// The functions that a C program needs, each written once, behind those that it needs itself.
/// They are mathematical functions and layers, in C99 without any library.
class Functions {
  public:
    /// prefix: what the names of all functions begin with.
    explicit Functions(std::string prefix) : prefix_(std::move(prefix)) {}

    /// Asks for the function of the table with this name, for numbers of this type; what it is
    /// called.
    std::string need(std::string_view function, Real real, Weights weights = Weights::real);
    /// Adds a function of the program's own, that may call others: its text. Once is enough.
    void add(const std::string& text);

    /// All that were asked for, as text.
    const std::string& text() const { return text_; }

  private:
    std::string written(const Function& function, const std::string& name, Real real,
                        Weights weights);

    std::string prefix_;
    std::string text_;
    std::set<std::string> done_;
};

}  // namespace mlp::c
