#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/data/number_facts.h"

#include <map>
#include <optional>
#include <string>

namespace mlp {

struct MissingTraits {
    bool sorted = false;  ///< whether fill() needs all numbers, not only their moments
    bool refuse = false;  ///< whether a missing cell is an error
    bool drop = false;    ///< whether samples with a missing cell are left out
};

/// How often each text stands in a column.
using TextCounts = std::map<std::string, Index>;

/// What stands for a missing cell. None: a missing cell is an error.
class MissingRule {
  public:
    using Traits = MissingTraits;
    virtual ~MissingRule() = default;
    virtual const Traits& traits() const = 0;
    /// In a column of numbers, one at least.
    virtual std::optional<double> number(const NumberFacts& facts) const = 0;
    /// In a column of texts, one at least.
    virtual std::optional<std::string> text(const TextCounts& counts) const = 0;
};

/// All rules by name.
const Catalogue<MissingRule>& missing_rules();
const CatalogueInfo& missing_rule_names();

}  // namespace mlp
