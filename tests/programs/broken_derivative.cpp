// The program mlp with an activation whose derivative is wrong, to see that
// `mlp check CONFIG --gradients` finds it.
#include "mlp/nn/activation_of.h"

#include "commands.h"

#include <cmath>

namespace {

struct BrokenTanh {
    static constexpr std::string_view name = "broken_tanh";
    static constexpr std::string_view help = "tanh with a wrong derivative";
    static constexpr mlp::ActivationTraits traits{
        mlp::Smoothness::smooth, true, false, true, true, true, "glorot_uniform", "it is wrong"};
    static mlp::Options<BrokenTanh> options() { return {}; }
    mlp::Range range() const { return mlp::between(-1, 1); }

    template <class T>
    T value(T x) const {
        return std::tanh(x);
    }
    template <class T>
    T slope(T x) const {
        return 1 - std::tanh(x);  // should be 1 − tanh²
    }
};

}  // namespace

int main(int argc, char** argv) {
    mlp::Extensions extensions;
    extensions.add(mlp::activation_extension<BrokenTanh>());
    return mlp::app::run_program(argc, argv, extensions);
}
