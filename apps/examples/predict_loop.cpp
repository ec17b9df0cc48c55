// A network inside a program that predicts again and again: one const network, a workspace for each
// thread, and no allocation in the loop.
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <thread>

#include <mlp/mlp.h>

namespace {

constexpr int predictions = 100'000;

/// What the network makes of a slowly changing input, summed up.
double run(const mlp::Network<float>& network) {
    mlp::Workspace<float> workspace = network.make_workspace(1);
    mlp::Matrix<float> x(network.inputs(), 1);
    double sum = 0;
    for (int i = 0; i < predictions; ++i) {
        x.setConstant(static_cast<float>(i) / predictions);
        const mlp::ConstView<float> y = network.forward(mlp::constant(mlp::view(x)), workspace);
        sum += static_cast<double>(y(0, 0));
    }
    return sum;
}

}  // namespace

int main() {
    // A trained one would come from mlp::load_model().
    mlp::Network<float> network(
        64, {mlp::dense(128, "relu"), mlp::dense(64, "relu"), mlp::dense(10, "softmax")});
    mlp::Random random(1, mlp::RandomStream::weights);
    network.initialize(random);

    const auto start = std::chrono::steady_clock::now();
    const double one = run(network);
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    std::cout << time.count() / predictions << " microseconds a prediction\n";

    double other = 0;
    std::thread thread([&] { other = run(network); });
    const double same = run(network);
    thread.join();
    std::cout << "two threads agree: " << (same == other ? "yes" : "no") << '\n';
    return std::isfinite(one) && same == one && other == one ? EXIT_SUCCESS : EXIT_FAILURE;
}
