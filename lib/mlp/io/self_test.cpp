#include "mlp/io/self_test.h"

#include "mlp/core/error.h"
#include "mlp/train/evaluate.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace mlp {
namespace {

/// No number of it is 0, so that every weight of the first layer shows.
std::vector<double> sample_of(Index inputs) {
    std::vector<double> x;
    for (Index i = 0; i < inputs; ++i) x.push_back((static_cast<double>(i % 7) - 3.5) / 3);
    return x;
}

template <class T>
std::vector<double> outputs_for(const Network<T>& network, const std::vector<double>& sample) {
    const ConstVectorView<double> input(sample.data(), static_cast<Index>(sample.size()));
    const Matrix<T> x = input.template cast<T>();
    const Matrix<T> outputs = mlp::predict(network, x);
    return {outputs.data(), outputs.data() + outputs.size()};
}

}  // namespace

double read_number(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

std::vector<double> read_numbers(const Json& json) {
    std::vector<double> numbers;
    for (const auto& number : json.get_ref<const Json::array_t&>()) {
        numbers.push_back(read_number(number));
    }
    return numbers;
}

bool is_expected(double number, double expected, double tolerance) {
    if (!std::isfinite(number) || !std::isfinite(expected)) {
        return !std::isfinite(number) && !std::isfinite(expected);
    }
    return std::abs(number - expected) <= tolerance * (1 + std::abs(expected));
}

template <class T>
Json write_self_test(const Network<T>& network) {
    const auto input = sample_of(network.inputs());
    return {{"input", input}, {"output", outputs_for(network, input)}};
}

template <class T>
void run_self_test(const Network<T>& network, const Json& test) {
    const auto input = read_numbers(test.at("input"));
    const auto expected = read_numbers(test.at("output"));
    if (static_cast<Index>(input.size()) != network.inputs() ||
        static_cast<Index>(expected.size()) != network.outputs()) {
        throw InputError("the self-test does not fit the network");
    }
    const auto outputs = outputs_for(network, input);
    const double tolerance = std::sqrt(static_cast<double>(std::numeric_limits<T>::epsilon()));
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (is_expected(outputs[i], expected[i], tolerance)) continue;
        throw InputError(fmt::format("the self-test failed: output {} is {} but should be {}", i,
                                     outputs[i], expected[i]));
    }
}

#define MLP_INSTANTIATE(T)                            \
    template Json write_self_test(const Network<T>&); \
    template void run_self_test(const Network<T>&, const Json&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
