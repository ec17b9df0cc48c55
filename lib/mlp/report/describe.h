#pragma once

#include "mlp/core/options.h"
#include "mlp/nn/activation.h"

#include <string>
#include <string_view>

/// The words for what catalogues know, for people to read.
namespace mlp {

/// "-0.17 to inf": the ends of a range in three digits.
std::string range_text(const Range& range);

/// "discontinuous", "C0", "C1", "C-infinity"
std::string_view smoothness_name(Smoothness smoothness);
/// The same in words: "continuous, with kinks".
std::string_view smoothness_text(Smoothness smoothness);

/// What an option may be: "number, at least 0", "none, straight_through or sigmoid".
std::string allowed_text(const OptionInfo& option);

/// What an option is where it is not given: "0.01", "adam"; empty if it is nothing that a word or
/// a number could tell.
std::string default_text(const OptionInfo& option);

}  // namespace mlp
