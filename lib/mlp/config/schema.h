#pragma once

#include <string>

namespace mlp {

/// The JSON Schema (draft 2020-12) of experiment configs, made from the same tables that read them.
std::string experiment_schema();
/// The same of the descriptions of sweeps.
std::string sweep_schema();

}  // namespace mlp
