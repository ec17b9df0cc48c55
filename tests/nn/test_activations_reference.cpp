#include "nn/test_activations.h"
#include "support.h"

#include <map>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// The names of the reference that stand for an activation with options. All others are the names
/// of entries.
Choice from_reference(const std::string& name) {
    static const std::map<std::string, Choice> with_options{
        {"leaky_relu_0.2", {"leaky_relu", {{"alpha", 0.2}}}},
        {"elu_0.7", {"elu", {{"alpha", 0.7}}}},
        {"celu_1.3", {"celu", {{"alpha", 1.3}}}},
        {"gelu_tanh", {"gelu", {{"approximation", "tanh"}}}}};
    const auto found = with_options.find(name);
    return found == with_options.end() ? Choice(name) : found->second;
}

/// In two derivatives PyTorch rounds a constant to float32 even in float64: 1/6 in hard_sigmoid,
/// and alpha in celu. (Exact values of these two are tested in test_activations_values.cpp and
/// test_activations_extremes.cpp.)
double tolerance_of_derivative(const std::string& name) {
    return name == "hard_sigmoid" || name == "celu_1.3" ? 4e-8 : 1e-12;
}

}  // namespace

// Every entry of the file must be known: make() throws for a name that is not in the catalogue.
TEST_CASE("activations: values and derivatives are those of PyTorch in float64") {
    const auto file = reference("activations.json");
    const Matrix<double> x = row(file.at("x"));
    const Matrix<double> ones = Matrix<double>::Ones(1, x.cols());
    int of_one_number = 0;
    int of_all_units = 0;
    for (const auto& [name, expected] : file.at("activations").items()) {
        const std::string reference_name = name;
        CAPTURE(reference_name);
        const Choice choice = from_reference(name);
        if (expected.contains("upstream")) {
            const Matrix<double> z = samples(expected.at("x"));
            BoundActivation<double> activation(choice, Shape(z.rows()));
            const Matrix<double> a = activation.forward(z);
            const Matrix<double> dz = activation.backward(z, a, samples(expected.at("upstream")));
            CHECK((a - samples(expected.at("y"))).cwiseAbs().maxCoeff() < 1e-13);
            CHECK((dz - samples(expected.at("dx"))).cwiseAbs().maxCoeff() < 1e-13);
            ++of_all_units;
        } else {
            BoundActivation<double> activation(choice, Shape(1));
            const Matrix<double> a = activation.forward(x);
            const Matrix<double> dz = activation.backward(x, a, ones);
            CHECK((a - row(expected.at("y"))).cwiseAbs().maxCoeff() < 1e-12);
            CHECK((dz - row(expected.at("dy"))).cwiseAbs().maxCoeff() <
                  tolerance_of_derivative(name));
            ++of_one_number;
        }
    }
    CHECK(of_one_number == 27);
    CHECK(of_all_units == 2);
}
