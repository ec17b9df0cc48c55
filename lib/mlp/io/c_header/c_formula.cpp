#include "mlp/io/c_header/c_formula.h"

#include "mlp/core/error.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>

namespace mlp::c {
namespace {

/// How a kind of formula is written in C: its arguments as {0}, {1}, ..., the type as {type}, and
/// the name of the function in c_functions.cpp that it calls, if it does, as {function}.
struct Spelling {
    FormulaKind kind;
    std::string_view text;
};

/// The table; kinds that are not in it are calls of the function of their name.
constexpr Spelling spellings[] = {
    {FormulaKind::add, "{0} + {1}"},
    {FormulaKind::subtract, "{0} - {1}"},
    {FormulaKind::multiply, "{0} * {1}"},
    {FormulaKind::divide, "{0} / {1}"},
    {FormulaKind::maximum, "{0} < {1} ? {1} : {0}"},
    {FormulaKind::minimum, "{1} < {0} ? {1} : {0}"},
    {FormulaKind::negate, "-{0}"},
    {FormulaKind::abs, "{0} < 0 ? -{0} : {0}"},
    {FormulaKind::sign, "({type})(({0} > 0) - ({0} < 0))"},
    {FormulaKind::if_less, "{0} < {1} ? {2} : {3}"},
};

class Writer {
  public:
    Writer(std::span<const std::string> variables, std::span<const std::string> parameters,
           Real real, Functions& functions, const std::string& prefix, const std::string& indent)
        : variables_(variables),
          parameters_(parameters),
          real_(real),
          functions_(functions),
          prefix_(prefix),
          indent_(indent) {}

    /// An expression that can stand anywhere: a name, or a number.
    std::string value_of(const Formula& formula) {
        switch (formula.kind()) {
            case FormulaKind::constant: {
                const std::string text = number(formula.constant(), real_);
                return formula.constant() < 0 ? '(' + text + ')' : text;
            }
            case FormulaKind::variable:
                return variables_[formula.index()];
            case FormulaKind::parameter:
                return parameters_[formula.index()];
            default:
                break;
        }
        const auto known = names_.find(formula.identity());
        if (known != names_.end()) return known->second;
        std::vector<std::string> arguments;
        for (const auto& argument : formula.arguments()) arguments.push_back(value_of(argument));
        const std::string name = fmt::format("{}{}", prefix_, names_.size() + 1);
        statements_ += fmt::format("{}const {} {} = {};\n", indent_, type_name(real_), name,
                                   spelled(formula.kind(), arguments));
        names_[formula.identity()] = name;
        return name;
    }

    const std::string& statements() const { return statements_; }

  private:
    std::string spelled(FormulaKind kind, const std::vector<std::string>& arguments) {
        const auto* found = std::ranges::find(spellings, kind, &Spelling::kind);
        if (found == std::end(spellings)) {
            return fmt::format("{}({})", functions_.need(formula_kind_name(kind), real_),
                               fmt::join(arguments, ", "));
        }
        fmt::dynamic_format_arg_store<fmt::format_context> store;
        for (const auto& argument : arguments) store.push_back(argument);
        store.push_back(fmt::arg("type", type_name(real_)));
        return fmt::vformat(found->text, store);
    }

    std::span<const std::string> variables_;
    std::span<const std::string> parameters_;
    Real real_;
    Functions& functions_;
    std::string prefix_;
    std::string indent_;
    std::string statements_;
    std::map<const void*, std::string> names_;
};

}  // namespace

Computation compute(const Formula& formula, std::span<const std::string> variables,
                    std::span<const std::string> parameters, Real real, Functions& functions,
                    const std::string& prefix, const std::string& indent) {
    Writer writer(variables, parameters, real, functions, prefix, indent);
    const std::string value = writer.value_of(formula);
    return {writer.statements(), value};
}

}  // namespace mlp::c
