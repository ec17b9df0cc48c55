#include "onnx_comparison.h"
#include "onnx_models.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

/// Raw data as a table, one column a name.
RawData raw_data(std::vector<Column> columns) {
    RawData data;
    data.origin = "test";
    for (const auto& column : columns) data.inputs.names.push_back(column.name());
    data.inputs.cells = std::move(columns);
    return data;
}

Column numbers(const std::string& name, const std::vector<double>& cells) {
    Column column(name);
    for (const double cell : cells) column.add_number(cell);
    return column;
}

Column texts(const std::string& name, const std::vector<std::string>& cells) {
    Column column(name);
    for (const auto& cell : cells) {
        if (cell.empty()) {
            column.add_missing();
        } else {
            column.add_text(cell);
        }
    }
    return column;
}

ExtraInput extra(const char* name, std::size_t a, std::size_t b, NumberTransform transform = {}) {
    return {extra_features().make(name), a, b, transform};
}

template <class T>
Model<T> model_of(Preprocessing preprocessing, const std::vector<Choice>& layers, Targets targets,
                  const Choice& loss) {
    return {random_network<T>(preprocessing.inputs(), layers), std::move(preprocessing),
            std::move(targets), loss};
}

}  // namespace

TEST_CASE_TEMPLATE("onnx export: raw numbers become inputs as in the library", T, float, double) {
    const RawData data = raw_data(
        {numbers("a", {1, -2, 3, gap, 0.5, 100, -7}), numbers("b", {0, 1, 2, 3, gap, 5, 6}),
         numbers("c", {-1e3, 1e3, 5, -5, 0, gap, 0.25}), numbers("d", {4, 4, 4, 4, 4, 4, 4}),
         numbers("e", {gap, -0.5, 0.5, 0, 1, -3, 2})});
    const Preprocessing preprocessing(
        {NumberInput{"a", {Curve::none, 1, 1.5, 0.25}, 0.75},
         NumberInput{"b", {Curve::log1p, 1, 0.5, 2}, 2.0, true},
         NumberInput{"c", {Curve::yeo_johnson, 0.4, 0.1, 0.2}, -1.0, true}, NumberInput{"d"},
         NumberInput{"e", {Curve::yeo_johnson, 1.7, 0.3, 0.6}, 0.0}},
        {extra("squares", 1, 1), extra("products", 0, 3, {Curve::none, 1, 2, 0.01}),
         extra("sin", 2, 2), extra("squares", 4, 4)});
    const Preprocessing other(
        {NumberInput{"a", {Curve::yeo_johnson, 0, 0, 1}, 0.75}, NumberInput{"b", {}, 1.0},
         NumberInput{"c", {Curve::yeo_johnson, 2, 0, 1}, 4.0}, NumberInput{"d"},
         NumberInput{"e", {}, 1.0}},
        {});
    Models<T> models;
    models.add("curves, gaps and extra features",
               model_of<T>(preprocessing, {dense(4, "tanh"), dense(3, "linear")}, {{"x", "y", "z"}},
                           "mse"),
               data);
    models.add("limits of the curves, scaled targets",
               model_of<T>(other, {dense(4, "tanh"), dense(4, "linear")},
                           {{"x", "y", "z", "w"},
                            {},
                            {{Curve::none, 1, 3, 0.5},
                             {Curve::log1p, 1, 0.2, 0.7},
                             {Curve::yeo_johnson, 0.5, 0.3, 0.8},
                             {Curve::yeo_johnson, 0, 0.1, 2}}},
                           "mse"),
               data);
    models.add("numbers as they are",
               model_of<T>(Preprocessing::none({"a", "b"}), {dense(1, "linear")}, {{"y"}}, "mse"),
               raw_data({numbers("a", {1, 2}), numbers("b", {3, 4})}));
    models.check();
}

TEST_CASE_TEMPLATE("onnx export: raw texts become inputs as in the library", T, float, double) {
    const RawData data = raw_data(
        {texts("city", {"Paris", "Rome", "", "Oslo", "Rome"}), numbers("age", {1, 2, gap, 4, 5}),
         texts("label", {"low", "", "high", "mid", "none"}),
         texts("output", {"a b", "c", "a b", "", "\"d\""}), numbers("input", {5, 4, 3, 2, 1})});
    TextInput city{"city", {{"Oslo", "Paris", "Rome"}}, "Rome", true};
    TextInput level{"label", {{"low", "mid", "high"}, {0, 1, 2.5}}, "mid", true};
    TextInput other{"output", {{"a b", "c"}}, "unheard of", false};
    const Preprocessing preprocessing(
        {city, NumberInput{"age", {Curve::none, 1, 2, 0.5}, 3.0, true}, level, other,
         NumberInput{"input"}},
        {extra("products", 1, 4)});
    const Preprocessing texts_only({city, level}, {});
    Models<T> models;
    models.add(
        "texts and numbers",
        model_of<T>(preprocessing, {dense(4, "tanh"), dense(2, "linear")}, {{"x", "y"}}, "mse"),
        data);
    models.add("texts alone",
               model_of<T>(texts_only, {dense(4, "tanh"), dense(3, "softmax")},
                           {{"kind"}, {"p", "q", "r"}}, "cross_entropy"),
               raw_data({data.inputs.cells[0], data.inputs.cells[2]}));
    models.check();
}

TEST_CASE_TEMPLATE("onnx export: outputs become classes as in the library", T, float, double) {
    const Matrix<double> samples = random_numbers<double>(2, 40, -3, 3);
    std::vector<double> a;
    std::vector<double> b;
    for (Index i = 0; i < samples.cols(); ++i) {
        a.push_back(samples(0, i));
        b.push_back(samples(1, i));
    }
    const RawData data = raw_data({numbers("a", a), numbers("b", b)});
    const std::vector<std::string> two{"n\xC3\xB6", "ja"};
    const std::vector<std::string> three{"red", "green", "blue"};
    struct Case {
        const char* activation;
        const char* loss;
        Index outputs;
        std::vector<std::string> classes;
    };
    Models<T> models;
    for (const Case& c :
         {Case{"sigmoid", "binary_cross_entropy", 1, two}, Case{"tanh", "hinge", 1, two},
          Case{"linear", "hinge", 1, two}, Case{"sigmoid", "mse", 1, two},
          Case{"softmax", "cross_entropy", 2, two}, Case{"softmax", "cross_entropy", 3, three},
          Case{"sigmoid", "binary_cross_entropy", 3, three}, Case{"sparsemax", "mse", 3, three},
          Case{"log_softmax", "cross_entropy", 3, three}}) {
        models.add(std::string(c.activation) + " with " + c.loss,
                   model_of<T>(Preprocessing::none({"a", "b"}),
                               {dense(4, "tanh"), dense(c.outputs, c.activation)},
                               {{"colour"}, c.classes}, c.loss),
                   data);
    }
    models.check();
}
