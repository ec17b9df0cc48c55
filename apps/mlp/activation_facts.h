#pragma once

#include "mlp/config/document.h"
#include "mlp/core/options.h"
#include "mlp/nn/activation.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp::app {

/// What the catalogue knows of an activation, with these options.
struct ActivationFacts {
    Choice choice;
    EntryInfo entry;
    ActivationTraits traits;
    std::optional<Range> range;  ///< none while options are missing that must be given

    explicit ActivationFacts(Choice chosen);
};

/// {"name", "formula", "source", "help", "parameters", "range", ...}
Json facts_json(const ActivationFacts& facts);

/// All there is to know of one, for people.
std::string facts_text(const ActivationFacts& facts);

/// One line for each, 80 columns wide.
std::string facts_table(const std::vector<ActivationFacts>& list);

}  // namespace mlp::app
