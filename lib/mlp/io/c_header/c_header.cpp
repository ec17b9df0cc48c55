#include "mlp/io/c_header/c_header.h"

#include "mlp/core/build_info.h"
#include "mlp/io/c_header/c_formula.h"
#include "mlp/io/c_header/c_network.h"
#include "mlp/io/c_header/c_preprocessing.h"
#include "mlp/nn/loss.h"
#include "mlp/train/judging.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

using namespace c;

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// The categories of each column of texts, and the function that finds a text in them.
std::string write_categories(const Preprocessing& preprocessing, const std::string& name) {
    std::string arrays;
    std::string cases;
    for (std::size_t i = 0; i < preprocessing.columns().size(); ++i) {
        const auto* text = std::get_if<TextInput>(&preprocessing.columns()[i]);
        if (text == nullptr) continue;
        const std::string list = fmt::format("{}_categories_{}", name, i);
        arrays += array(list, text->code.categories);
        cases += fmt::format(
            "    if (column == {}) {{\n        known = {};\n        count = {};\n    }}\n", i, list,
            text->code.categories.size());
    }
    if (arrays.empty()) return {};
    constexpr std::string_view function = R"(
/* The number that stands in the input for a text of a column; -1 for one that is not known. */
static inline float {name}_category(int column, const char *text) {{
    const char *const *known = 0;
    int count = 0, i, k;
{cases}    for (i = 0; i < count; ++i) {{
        for (k = 0; text[k] != 0 && text[k] == known[i][k]; ++k) {{
        }}
        if (text[k] == known[i][k]) return (float)i;
    }}
    return -1.0f;
}}
)";
    return arrays + fmt::format(function, fmt::arg("name", name), fmt::arg("cases", cases));
}

/// Writes the outputs, in the units of the targets if they were scaled.
std::string write_outputs(const std::vector<NumberTransform>& scaling, Index outputs,
                          const std::string& from, Functions& functions) {
    if (scaling.empty()) {
        return fmt::format("    for (int i = 0; i < {}; ++i) output[i] = (float){}[i];\n", outputs,
                           from);
    }
    std::string statements;
    for (std::size_t k = 0; k < scaling.size(); ++k) {
        const std::string y = fmt::format("(double){}[{}]", from, k);
        const Computation inverse =
            compute(scaling[k].symbolic_inverse(Formula::variable()), std::array{y}, {},
                    Real::float64, functions, "t", "        ");
        statements += fmt::format("    {{\n{}        output[{}] = (float)({});\n    }}\n",
                                  inverse.statements, k, inverse.value);
    }
    return statements;
}

/// Returns the class, as class_of() of train/judging.h decides it.
std::string write_decision(const Judging& judging, Index outputs, const std::string& from,
                           Real real) {
    if (judging.classes == 0) return "    return 0;\n";
    if (outputs == 1) {
        return fmt::format("    return {}[0] > {} ? 1 : 0;\n", from,
                           number(judging.decision, real));
    }
    return fmt::format(
        "    int best = 0;\n    for (int i = 1; i < {0}; ++i) best = {1}[i] > {1}[best] ? i : "
        "best;\n"
        "    return best;\n",
        outputs, from);
}

/// The lines at the top that say what this is.
template <class T>
std::string write_comment(const Model<T>& model, const CHeaderOptions& options,
                          const std::string& name, const NetworkCode& network,
                          const PreprocessingCode& preparation) {
    std::string text = fmt::format(
        "/* {}: a neural network, written by mlp {}. It needs no library and no heap;\n"
        "   {} bytes of constants, {} bytes of stack and what calls take.\n\n"
        "   int {}_predict(const float *input, float *output);\n\n",
        in_comment(options.name), build_info().version,
        network.constant_bytes + preparation.constant_bytes, network.stack_bytes, name);
    const auto inputs = model.preprocessing.column_names();
    text += fmt::format("   input: {} number{}", inputs.size(), inputs.size() == 1 ? "" : "s");
    text += ", raw as in the data, NaN where one is missing";
    text += fmt::format("; see {}_input_names.\n", name);
    if (!model.preprocessing.numbers_only()) {
        text += fmt::format("   In place of a text: {}_category(column, text).\n", name);
    }
    text += fmt::format("   output: {} number{}.\n", model.network.outputs(),
                        model.network.outputs() == 1 ? "" : "s");
    text += model.targets.classification()
                ? fmt::format("   Returns the class, a place in {}_class_names", name)
                : std::string("   Returns 0");
    text += ", or -1 where an input cannot be used.\n   Any number of threads may call it. */\n";
    return text;
}

}  // namespace

template <class T>
std::string write_c_header(const Model<T>& model, const CHeaderOptions& options) {
    constexpr Real real = std::is_same_v<T, float> ? Real::float32 : Real::float64;
    const std::string name = identifier(options.name);
    const std::string macro = upper(name);
    const Index outputs = model.network.outputs();
    const Judging judging =
        make_judging(model.network, losses<T>().traits(model.loss),
                     static_cast<Index>(model.targets.classes.size()), model.targets.scaling);

    Functions functions(name);
    const PreprocessingCode preparation =
        write_preprocessing(model.preprocessing, name, real, functions);
    const NetworkCode network = write_network(
        model.network.operations(),
        {name, "x", model.network.inputs(), real, options.int8 ? Weights::int8 : Weights::real},
        functions);
    const std::string results =
        write_outputs(model.targets.scaling, outputs, network.output, functions);
    const auto inputs = model.preprocessing.column_names();

    std::string text = write_comment(model, options, name, network, preparation);
    text += fmt::format("#ifndef {0}_H\n#define {0}_H\n\n", macro);
    text += fmt::format("#define {}_INPUTS {}\n#define {}_OUTPUTS {}\n", macro, inputs.size(),
                        macro, outputs);
    if (model.targets.classification()) {
        text += fmt::format("#define {}_CLASSES {}\n", macro, model.targets.classes.size());
    }
    text += '\n' + array(name + "_input_names", inputs);
    text += array(name + "_target_names", model.targets.names);
    if (model.targets.classification()) {
        text += array(name + "_class_names", model.targets.classes);
    }
    text += write_categories(model.preprocessing, name);
    text += '\n' + preparation.arrays + network.arrays + functions.text();
    text +=
        fmt::format("\nstatic inline int {}_predict(const float *input, float *output) {{\n", name);
    text += fmt::format("    {} x[{}];\n{}", type_name(real), model.network.inputs(),
                        network.declarations);
    text += preparation.statements + network.statements + results;
    text += write_decision(judging, outputs, network.output, real);
    return text + "}\n\n#endif\n";
}

template std::string write_c_header(const Model<float>&, const CHeaderOptions&);
template std::string write_c_header(const Model<double>&, const CHeaderOptions&);

}  // namespace mlp
