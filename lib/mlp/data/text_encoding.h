#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/data/missing.h"

#include <string>
#include <vector>

namespace mlp {

/// How the categories of a text column become inputs.
struct TextCode {
    std::vector<std::string> categories;  ///< in order
    /// The number of each category; empty: each has an input of its own, which is 1 for it and 0
    /// for all others.
    std::vector<double> numbers{};
    /// Whether a category that is not among them is an error; else all its inputs are 0.
    bool refuse_unknown = false;

    Index inputs() const {
        return numbers.empty() ? static_cast<Index>(categories.size()) : Index{1};
    }
};

struct TextEncoderTraits {};

/// Learns how texts become inputs.
class TextEncoder {
  public:
    using Traits = TextEncoderTraits;
    virtual ~TextEncoder() = default;
    /// `categories`: those of the training samples in order, one at least; `counts`: how often each
    /// stands there. Throws InputError that says what is wrong with them.
    virtual TextCode fit(const std::vector<std::string>& categories,
                         const TextCounts& counts) const = 0;
};

/// All encoders by name.
const Catalogue<TextEncoder>& text_encoders();
const CatalogueInfo& text_encoder_names();

}  // namespace mlp
