#include "mlp/core/random.h"
#include "mlp/io/quantization.h"
#include "mlp/train/evaluate.h"
#include "mlp/train/judging.h"

#include "io/c_program.h"
#include "nn/activation_options.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

// Headers for C, compiled and compared with the library.

namespace mlp::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Choice dense(Index units, const Choice& activation) {
    return {"dense", {{"units", units}, {"activation", std::vector{activation}}}};
}

std::vector<std::string> numbered(const std::string& prefix, Index count) {
    std::vector<std::string> names;
    for (Index i = 0; i < count; ++i) names.push_back(prefix + std::to_string(i));
    return names;
}

/// A network with random parameters that takes its inputs as they are.
template <class T>
Model<T> random_model(const Shape& input, const std::vector<Choice>& layers,
                      const Choice& loss = "mse", std::vector<std::string> classes = {}) {
    Model<T> model{Network<T>(input, layers),
                   Preprocessing::none(numbered("x", input.size())),
                   {{"y"}, std::move(classes)},
                   loss};
    Random random(11, RandomStream::weights);
    model.network.initialize(random);
    for (const auto& block : model.network.parameters().blocks()) {
        for (T& p : model.network.parameters().value(block).reshaped()) {
            p += T(0.1 * random.normal());
            if (block.name.ends_with("running_var")) p = T(0.5 + random.uniform());
        }
    }
    return model;
}

Matrix<double> random_samples(Index rows, Index cols, double spread = 1) {
    Random random(5, RandomStream::split);
    Matrix<double> samples(rows, cols);
    for (double& x : samples.reshaped()) x = static_cast<float>(spread * random.normal());
    return samples;
}

/// What the library says about the samples of all models that were added.
class Expected {
  public:
    template <class T>
    void add(const std::string& name, const Model<T>& model, const Matrix<double>& samples) {
        const Matrix<T> network = predict(model.network, model.inputs(samples));
        const Matrix<T> y = model.predict(samples);
        const Judging judging =
            make_judging(model.network, losses<T>().traits(model.loss),
                         static_cast<Index>(model.targets.classes.size()), model.targets.scaling);
        for (Index i = 0; i < y.cols(); ++i) {
            const bool classes = model.targets.classification();
            const Index best =
                classes ? class_of(view(network), i, static_cast<T>(judging.decision)) : 0;
            rows_.push_back({name, static_cast<int>(best), {}});
            for (const T output : y.col(i)) {
                rows_.back().outputs.push_back(static_cast<double>(output));
            }
        }
    }

    /// Each output within 1e-6 of its own size, or of 1 where that is less.
    void check(const std::vector<CProgram::Prediction>& predictions) const {
        REQUIRE(predictions.size() == rows_.size());
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            CAPTURE(rows_[i].name);
            CAPTURE(i);
            CHECK(predictions[i].result == rows_[i].result);
            REQUIRE(predictions[i].outputs.size() == rows_[i].outputs.size());
            for (std::size_t k = 0; k < rows_[i].outputs.size(); ++k) {
                const double y = rows_[i].outputs[k];
                const double error = std::abs(predictions[i].outputs[k] - y);
                CHECK(error <= 1e-6 * std::max(1.0, std::abs(y)));
            }
        }
    }

  private:
    struct Row {
        std::string name;
        int result;
        std::vector<double> outputs;
    };
    std::vector<Row> rows_;
};

/// The models of a test in a program, and what it should say.
struct Comparison {
    TemporaryDirectory directory;
    CProgram c{directory};
    Expected expected;

    template <class T>
    void add(const std::string& name, const Model<T>& model, const Matrix<double>& samples) {
        c.add(name, model, samples);
        expected.add(name, model, samples);
    }
    void check(const std::string& compiler, const std::string& suffix) const {
        CAPTURE(compiler);
        if (!has_command(split(compiler, ' ')[0])) return;
        expected.check(c.run(compiler, suffix));
    }
    void check() const {
        check("gcc -std=c99 -O1", ".c");
        check("clang -std=c99", ".c");
        check("g++ -std=c++11", ".cpp");
    }
};

TEST_CASE("c header: every activation and its options, float and double") {
    Comparison comparison;
    std::vector<Choice> activations = activations_with_options();
    for (const auto* entry : activation_names().entries()) activations.emplace_back(entry->name);
    int number = 0;
    for (const auto& activation : activations) {
        const std::vector<Choice> layers = {dense(4, activation)};
        const std::string name = fmt::format("{}_{}", activation.type, ++number);
        comparison.add(name, random_model<float>(2, layers), random_samples(2, 8, 4));
        comparison.add(name + "_double", random_model<double>(2, layers), random_samples(2, 8, 4));
        // At the ends, and where f changes.
        const Matrix<double> ends =
            (Matrix<double>(1, 13) << -1e4, -100, -20, -3, -1, -1e-3, 0, 1e-3, 1, 3, 20, 100, 1e4)
                .finished();
        if (activation.type == "sine") continue;
        const Choice alone("activation", {{"activation", std::vector{activation}}});
        if (activation.type != "maxout") {
            comparison.add(name + "_ends", random_model<float>(1, {alone}), ends);
            comparison.add(name + "_ends_double", random_model<double>(1, {alone}), ends);
        }
    }
    comparison.check();
}

TEST_CASE("c header: every layer") {
    Comparison comparison;
    const auto tail = dense(3, "softmax");
    const auto residual = [](std::vector<Choice> layers) {
        return Choice("residual", {{"layers", std::move(layers)}});
    };
    const Choice convolution("conv2d", {{"filters", Index{3}},
                                        {"kernel", Integers{3, 2}},
                                        {"stride", Integers{2, 1}},
                                        {"padding", Integers{1, 0}},
                                        {"activation", std::vector{Choice("relu")}}});
    comparison.add("flat",
                   random_model<float>(5, {{"dense", {{"units", Index{4}}, {"bias", false}}},
                                           {"dropout", {{"rate", 0.5}}},
                                           {"batch_norm", {}},
                                           dense(6, "tanh"),
                                           {"layer_norm", {}}}),
                   random_samples(5, 10));
    comparison.add("image",
                   random_model<float>({2, 7, 5}, {convolution,
                                                   {"batch_norm", {}},
                                                   {"max_pool2d", {{"stride", Integers{1}}}},
                                                   {"layer_norm", {}},
                                                   {"flatten", {}},
                                                   tail}),
                   random_samples(70, 10));
    comparison.add("straight", random_model<float>(4, {residual({dense(4, "relu")})}),
                   random_samples(4, 10));
    comparison.add(
        "projected",
        random_model<double>(4, {residual({dense(3, "relu"), residual({dense(3, "tanh")})}), tail}),
        random_samples(4, 10));
    comparison.check();
}

/// Columns of all kinds: scaled, bent, with gaps, texts, and further features.
Preprocessing every_kind() {
    NumberInput plain{"plain", {Curve::none, 1, 3, 0.5}};
    NumberInput bent{"bent", {Curve::log1p, 1, 0.5, 2}};
    NumberInput power{"power", {Curve::yeo_johnson, 0.3, 0.1, 1.5}};
    NumberInput gaps{"gaps", {Curve::yeo_johnson, 1.7, -1, 0.7}, 2.5, true};
    TextInput city{"city \"*/", {{"Köln", "Paris?\?!", "\\"}, {}, false}, "Paris?\?!", true};
    TextInput size{"size", {{"s", "m", "l"}, {0, 0.5, 1}, true}, {}, false};
    std::vector<ExtraInput> extras;
    extras.push_back({extra_features().make("products"), 0, 3, {Curve::none, 1, 1, 0.1}});
    extras.push_back({extra_features().make("squares"), 1, 1, {}});
    extras.push_back({extra_features().make("sin"), 2, 2, {}});
    return {{plain, bent, power, gaps, city, size}, std::move(extras)};
}

/// The same samples as texts, for the library.
RawData raw_data(const Preprocessing& preprocessing, const Matrix<double>& samples) {
    std::string csv;
    for (const auto& name : preprocessing.column_names()) {
        csv += (csv.empty() ? "\"" : ",\"") +
               std::string(name == "city \"*/" ? "city \"\"*/" : name) + '"';
    }
    csv += '\n';
    for (Index i = 0; i < samples.cols(); ++i) {
        for (Index k = 0; k < samples.rows(); ++k) {
            const auto& column = preprocessing.columns()[static_cast<std::size_t>(k)];
            const double x = samples(k, i);
            const auto* text = std::get_if<TextInput>(&column);
            csv += k > 0 ? "," : "";
            if (std::isnan(x)) continue;
            const bool known = text != nullptr && x >= 0;
            csv += text == nullptr ? fmt::format("{}", x)
                   : known         ? text->code.categories[static_cast<std::size_t>(x)]
                                   : "Atlantis";
        }
        csv += '\n';
    }
    const TemporaryDirectory directory;
    const auto path = directory.write("data.csv", csv);
    return sources()
        .make({"csv", {{"path", path.string()}, {"target", std::vector<std::string>{}}}})
        ->read(preprocessing.column_names());
}

TEST_CASE("c header: preprocessing of every kind, and targets in their units") {
    const Preprocessing preprocessing = every_kind();
    const Matrix<double> samples = (Matrix<double>(6, 6) << 1, 2, 3, 4, 5, -6,  // plain
                                    0, 1, 100, 0.001, 7, -0.5,                  // bent
                                    -5, -0.1, 0, 0.1, 5, 50,                    // power
                                    1, nan, -3, nan, 0, 9,                      // gaps
                                    0, 1, 2, nan, -1, 0,                        // city
                                    0, 1, 2, 0, 1, 2)                           // size
                                       .finished();
    Model<float> model{
        Network<float>(preprocessing.inputs(), {dense(5, "tanh"), dense(3, "linear")}),
        preprocessing,
        {{"a", "b", "c"},
         {},
         {{Curve::none, 1, 150, 0.01},
          {Curve::log1p, 1, 0.2, 0.5},
          {Curve::yeo_johnson, 0.4, 0.3, 1.2}}},
        "mse"};
    Random random(3, RandomStream::weights);
    model.network.initialize(random);

    const TemporaryDirectory directory;
    CProgram c(directory);
    c.add("kinds", model, samples);
    const Matrix<float> expected = model.predict(raw_data(preprocessing, samples));
    const auto predictions = c.run("gcc -std=c99", ".c");
    REQUIRE(predictions.size() == 6);
    for (Index i = 0; i < 6; ++i) {
        for (Index k = 0; k < 3; ++k) {
            const double y = static_cast<double>(expected(k, i));
            const auto& prediction = predictions[static_cast<std::size_t>(i)];
            CAPTURE(i);
            CAPTURE(k);
            CHECK(prediction.result == 0);
            const double error = std::abs(prediction.outputs[static_cast<std::size_t>(k)] - y);
            CHECK(error <= 1e-6 * std::max(1.0, std::abs(y)));
        }
    }
}

TEST_CASE("c header: what cannot be used gives -1, categories are found by their texts") {
    const Preprocessing preprocessing = every_kind();
    Model<float> model{Network<float>(preprocessing.inputs(), {dense(1, "linear")}),
                       preprocessing,
                       {{"y"}, {}, {}},
                       "mse"};
    Matrix<double> samples = Matrix<double>::Zero(6, 6);
    samples(0, 1) = nan;                                // missing, with nothing to fill it
    samples(1, 2) = -1;                                 // no logarithm
    samples(5, 3) = 3;                                  // an unknown size is refused
    samples(5, 4) = nan;                                // and a missing one
    samples(0, 5) = std::numeric_limits<float>::max();  // too large when squared
    samples(3, 5) = std::numeric_limits<float>::max();
    const TemporaryDirectory directory;
    CProgram c(directory);
    c.add("kinds", model, samples);
    const auto predictions = c.run("gcc -std=c99", ".c");
    std::vector<int> results;
    for (const auto& prediction : predictions) results.push_back(prediction.result);
    CHECK(results == std::vector<int>{0, -1, -1, -1, -1, -1});

    directory.write("find.c", R"(#include <stdio.h>
#include "kinds.h"
int main(void) {
    printf("%g %g %g %g %g %g\n", (double)kinds_category(4, "K\303\266ln"), (double)kinds_category(4, "\\"),
           (double)kinds_category(5, "l"), (double)kinds_category(5, "lx"), (double)kinds_category(5, ""),
           (double)kinds_category(0, "s"));
    printf("%s|%s|%s|%d\n", kinds_input_names[4], kinds_categories_4[1], kinds_target_names[0],
           KINDS_INPUTS + KINDS_OUTPUTS);
    return 0;
}
)");
    const auto found = shell(directory, "gcc -std=c99" + c_warnings + "find.c -o find && ./find");
    CHECK(found.out == "0 2 2 -1 -1 -1\ncity \"*/|Paris?\?!|y|7\n");
    CHECK(found.err.empty());
}

TEST_CASE("c header: classes by the largest output, or by a threshold") {
    Comparison comparison;
    const auto samples = random_samples(3, 30);
    comparison.add("three",
                   random_model<float>(3, {dense(3, "softmax")}, "cross_entropy", {"a", "b", "c"}),
                   samples);
    comparison.add(
        "two", random_model<float>(3, {dense(1, "sigmoid")}, "binary_cross_entropy", {"no", "yes"}),
        samples);
    comparison.add("signs", random_model<double>(3, {dense(1, "tanh")}, "hinge", {"no", "yes"}),
                   samples);
    comparison.check("gcc -std=c99", ".c");
}

TEST_CASE("c header: it stands alone") {
    const TemporaryDirectory directory;
    std::vector<Choice> layers;
    for (const auto* entry : activation_names().entries()) layers.push_back(dense(3, entry->name));
    layers.push_back({"layer_norm", {}});
    const auto model = random_model<float>(3, layers);
    directory.write("all.h", write_c_header(model, {"all", false}));
    directory.write("all.c",
                    "#include \"all.h\"\nint run(const float *x, float *y);\n"
                    "int run(const float *x, float *y) { return all_predict(x, y); }\n");
    const std::string flags = c_warnings + "-std=c99 -O2 -ffreestanding -nostdlib ";
    for (const std::string compiler : {"gcc", "clang"}) {
        if (!has_command(compiler)) continue;
        CAPTURE(compiler);
        const auto compiled = shell(directory, compiler + flags + "-c all.c -o all.o");
        CHECK_MESSAGE(compiled.exit_code == 0, compiled.err);
        // An object that asks nothing of others links to itself, -nostdlib, nothing undefined.
        const auto linked =
            shell(directory, compiler + flags + "-shared -fPIC all.c -Wl,--no-undefined -o all.so");
        CHECK_MESSAGE(linked.exit_code == 0, linked.err);
    }
}

TEST_CASE_TEMPLATE("c header: weights in eight bits compute what the quantized network does", T,
                   float, double) {
    auto model =
        random_model<T>({1, 6, 6}, {{"conv2d", {{"filters", Index{4}}, {"kernel", Integers{3}}}},
                                    {"flatten", {}},
                                    dense(8, "tanh"),
                                    dense(3, "linear")});
    const auto samples = random_samples(36, 20);
    const Matrix<T> before = model.predict(samples);
    const TemporaryDirectory directory;
    CProgram c(directory);
    c.add("small", model, samples, true);
    Expected expected;
    quantize_weights(model.network);
    expected.add("small", model, samples);
    CHECK((model.predict(samples) - before).cwiseAbs().maxCoeff() > T(1e-4));
    expected.check(c.run("gcc -std=c99", ".c"));
    CHECK(content(directory.path() / "small.h").find("signed char small_weight") !=
          std::string::npos);
}

TEST_CASE("quantization: a row keeps its largest weight, and all within half a step") {
    const Vector<double> weights = (Vector<double>(5) << 0.5, -2, 1.999, 0, 0.007).finished();
    std::vector<signed char> q(5);
    const double scale = quantize_row({weights.data(), 5}, q.data());
    CHECK(scale == 2.0 / 127);
    CHECK(q == std::vector<signed char>{32, -127, 127, 0, 0});
    for (Index i = 0; i < 5; ++i) {
        CHECK(std::abs(scale * q[static_cast<std::size_t>(i)] - weights[i]) <= scale / 2);
    }
    const Vector<double> zeros = Vector<double>::Zero(5);
    CHECK(quantize_row({zeros.data(), 5}, q.data()) == 0);
    CHECK(q == std::vector<signed char>(5, 0));
}

}  // namespace
}  // namespace mlp::test
