#pragma once

#include "mlp/config/reader.h"
#include "mlp/config/sweep_config.h"

namespace mlp {

/// Notes what the tables of options cannot know: how the parts of a sweep depend on each other.
/// `choice` is what the reader made of the root of `json`, and `config` what became of that; what
/// was found wrong before is not told again.
void check_together(const SweepConfig& config, const Choice& choice, const Json& json,
                    Reader& reader);

}  // namespace mlp
