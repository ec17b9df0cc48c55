#include "mlp/io/c_header/c_preprocessing.h"

#include "mlp/io/c_header/c_formula.h"

#include <algorithm>
#include <array>
#include <limits>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace mlp::c {
namespace {

/// A column that is only shifted and scaled.
bool is_plain(const ColumnInput& column) {
    const auto* number = std::get_if<NumberInput>(&column);
    return number != nullptr && number->transform.curve == Curve::none && !number->fill &&
           !number->indicator;
}

std::string double_text(double x) { return number(x, Real::float64); }

class Writer {
  public:
    Writer(const Preprocessing& preprocessing, std::string prefix, Real real, Functions& functions)
        : preprocessing_(preprocessing),
          prefix_(std::move(prefix)),
          real_(real),
          functions_(functions) {}

    PreprocessingCode write() {
        const auto& columns = preprocessing_.columns();
        if (preprocessing_.extras().empty() && std::ranges::all_of(columns, is_plain)) {
            write_loop();
            return std::move(code_);
        }
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::visit([&](const auto& column) { write_column(i, column); }, columns[i]);
        }
        for (const auto& extra : preprocessing_.extras()) write_extra(extra);
        return std::move(code_);
    }

  private:
    /// All columns at once, with their shifts and scales in arrays.
    void write_loop() {
        const auto n = static_cast<Index>(preprocessing_.columns().size());
        Vector<double> shift(n);
        Vector<double> scale(n);
        for (Index i = 0; i < n; ++i) {
            const auto& column = preprocessing_.columns()[static_cast<std::size_t>(i)];
            const auto& transform = std::get<NumberInput>(column).transform;
            shift[i] = transform.shift;
            scale[i] = transform.scale;
        }
        std::string y = "(double)input[i]";
        if (!shift.isZero(0) || !scale.isOnes(0)) {
            const std::string shifts = add_array("input_shift", shift);
            const std::string scales = add_array("input_scale", scale);
            y = fmt::format("({} - {}[i]) * {}[i]", y, shifts, scales);
        }
        add("    for (int i = 0; i < {}; ++i) {{\n        const double y = {};\n", n, y);
        add_check("        ", "y");
        add("        x[i] = ({})y;\n    }}\n", type_name(real_));
    }

    std::string add_array(std::string_view what, const Vector<double>& numbers) {
        const std::string name = fmt::format("{}_{}", prefix_, what);
        code_.arrays += array(name, {numbers.data(), numbers.size(), 1}, Real::float64);
        code_.constant_bytes += numbers.size() * size_of(Real::float64);
        return name;
    }

    void write_column(std::size_t i, const NumberInput& column) {
        begin_block(column.column, i);
        if (column.indicator) add("        const int missing = raw != raw;\n");
        if (column.fill) add("        if (raw != raw) raw = {};\n", double_text(*column.fill));
        if (needed_by_extras(i)) {
            add("        r{} = raw;\n", i);
            code_.statements.insert(0, fmt::format("    double r{};\n", i));
        }
        put(column.transform.symbolic(Formula::variable()), "raw");
        if (column.indicator) put_number("missing");
        add("    }}\n");
    }

    /// A text stands in the input as the number of its category.
    void write_column(std::size_t i, const TextInput& column) {
        begin_block(column.column, i);
        const auto& categories = column.code.categories;
        if (column.indicator) add("        const int missing = raw != raw;\n");
        const auto filler =
            column.fill ? std::ranges::find(categories, *column.fill) : categories.end();
        if (filler != categories.end()) {
            add("        if (raw != raw) raw = {};\n", filler - categories.begin());
        } else if (!column.fill) {
            add("        if (raw != raw) return -1;\n");
        }
        if (column.code.refuse_unknown) {
            add("        if (!(raw >= 0 && raw < {} && raw == (double)(int)raw)) return -1;\n",
                categories.size());
        }
        const auto& codes = column.code.numbers;
        if (codes.empty()) {
            for (std::size_t k = 0; k < categories.size(); ++k) {
                put_number(fmt::format("raw == {}", k));
            }
        } else {
            add("        x[{}] = {};\n", next_, number(0, real_));
            for (std::size_t k = 0; k < codes.size(); ++k) {
                add("        if (raw == {}) x[{}] = {};\n", k, next_, number(codes[k], real_));
            }
            ++next_;
        }
        if (column.indicator) put_number("missing");
        add("    }}\n");
    }

    void write_extra(const ExtraInput& extra) {
        add("    {{\n");
        const std::array names{fmt::format("r{}", extra.a), fmt::format("r{}", extra.b)};
        const Formula value = extra.feature->symbolic(Formula::variable(0), Formula::variable(1));
        put(extra.transform.symbolic(value), names);
        add("    }}\n");
    }

    void begin_block(const std::string& column, std::size_t i) {
        add("    {{ /* {} */\n", in_comment(column));
        add("        double raw = (double)input[{}];\n", i);
    }

    bool needed_by_extras(std::size_t i) const {
        return std::ranges::any_of(preprocessing_.extras(), [i](const ExtraInput& extra) {
            return extra.a == i || extra.b == i;
        });
    }

    void put(const Formula& formula, const std::string& variable) {
        put(formula, std::array{variable, variable});
    }
    void put(const Formula& formula, const std::array<std::string, 2>& variables) {
        const Computation y =
            compute(formula, variables, {}, Real::float64, functions_, "t", "        ");
        code_.statements += y.statements;
        add_check("        ", y.value);
        put_number(y.value);
    }
    void put_number(const std::string& value) {
        add("        x[{}] = ({})({});\n", next_++, type_name(real_), value);
    }
    /// Written so that NaN is refused as well.
    void add_check(const std::string& indent, const std::string& y) {
        const double most = real_ == Real::float32 ? std::numeric_limits<float>::max()
                                                   : std::numeric_limits<double>::max();
        add("{0}if (!({1} >= -{2} && {1} <= {2})) return -1;\n", indent, y, double_text(most));
    }

    template <class... Arguments>
    void add(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        code_.statements += fmt::format(text, std::forward<Arguments>(arguments)...);
    }

    const Preprocessing& preprocessing_;
    std::string prefix_;
    Real real_;
    Functions& functions_;
    PreprocessingCode code_;
    Index next_ = 0;  ///< the next input to be written
};

}  // namespace

PreprocessingCode write_preprocessing(const Preprocessing& preprocessing, const std::string& prefix,
                                      Real real, Functions& functions) {
    return Writer(preprocessing, prefix, real, functions).write();
}

}  // namespace mlp::c
