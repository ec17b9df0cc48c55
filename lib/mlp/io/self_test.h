#pragma once

#include "mlp/config/document.h"
#include "mlp/core/matrix.h"
#include "mlp/nn/network.h"

#include <vector>

namespace mlp {

// Samples with what belongs to them, by which damage is found that the file format cannot see.
// JSON has no NaN and no infinities: a number that is not finite stands as null.

/// The number; NaN for null. Throws Json::exception at anything else.
double read_number(const Json& json);
std::vector<double> read_numbers(const Json& json);

/// Whether a number is what it should be but for rounding, which differs between machines:
/// |number − expected| ≤ tolerance·(1 + |expected|), or both are not finite.
bool is_expected(double number, double expected, double tolerance);

/// A sample as the network sees it, and its outputs.
template <class T>
Json write_self_test(const Network<T>& network);
/// Throws InputError where the outputs are others now or the test is of another network, and
/// Json::exception where the JSON is no such test.
template <class T>
void run_self_test(const Network<T>& network, const Json& test);

}  // namespace mlp
