#pragma once

#include "mlp/data/generator.h"

namespace mlp::generator {

/// The truth table of a gate of two inputs: (0, 0), (0, 1), (1, 0), (1, 1).
template <class Gate>
struct TruthTable {
    static Options<Gate> options() { return {}; }
    Generated make(Random&) const {
        auto data = Generated::of_classes(2, 4, {"0", "1"});
        for (int i = 0; i < 4; ++i) {
            const bool a = i / 2 == 1;
            const bool b = i % 2 == 1;
            data.set(i, a, b, Gate::value(a, b));
        }
        return data;
    }
};

struct And : TruthTable<And> {
    static constexpr std::string_view name = "and";
    static constexpr std::string_view help = "the gate: 1 if both inputs are";
    static bool value(bool a, bool b) { return a && b; }
};
struct Or : TruthTable<Or> {
    static constexpr std::string_view name = "or";
    static constexpr std::string_view help = "the gate: 1 if any input is";
    static bool value(bool a, bool b) { return a || b; }
};
struct Xor : TruthTable<Xor> {
    static constexpr std::string_view name = "xor";
    static constexpr std::string_view help = "the gate: 1 if the inputs differ";
    static bool value(bool a, bool b) { return a != b; }
};
struct Nand : TruthTable<Nand> {
    static constexpr std::string_view name = "nand";
    static constexpr std::string_view help = "the gate: 0 if both inputs are 1";
    static bool value(bool a, bool b) { return !(a && b); }
};
struct Nor : TruthTable<Nor> {
    static constexpr std::string_view name = "nor";
    static constexpr std::string_view help = "the gate: 0 if any input is 1";
    static bool value(bool a, bool b) { return !(a || b); }
};
struct Xnor : TruthTable<Xnor> {
    static constexpr std::string_view name = "xnor";
    static constexpr std::string_view help = "the gate: 1 if the inputs are the same";
    static bool value(bool a, bool b) { return a == b; }
};

/// All rows of so many bits, counting up with x1 as the highest bit.
struct Parity {
    Index bits = 4;

    static constexpr std::string_view name = "parity";
    static constexpr std::string_view help =
        "all rows of so many bits; 1 if an odd number of them is 1";
    static Options<Parity> options() {
        return {{"bits", &Parity::bits, between(1, 20), "inputs; there are 2^bits samples"}};
    }
    Generated make(Random&) const {
        const Index samples = Index{1} << bits;
        auto data = Generated::of_classes(bits, samples, {"0", "1"});
        for (Index sample = 0; sample < samples; ++sample) {
            std::uint32_t ones = 0;
            for (Index i = 0; i < bits; ++i) {
                const auto bit = static_cast<std::uint32_t>(sample >> (bits - 1 - i) & 1);
                data.inputs(i, sample) = bit;
                ones += bit;
            }
            data.labels[static_cast<std::size_t>(sample)] = ones % 2;
        }
        return data;
    }
};

}  // namespace mlp::generator
