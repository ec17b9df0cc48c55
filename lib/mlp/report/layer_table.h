#pragma once

#include "mlp/train/layer_report.h"

#include <string>
#include <vector>

namespace mlp {

/// What passed through the layers in an epoch, as a table to be read (see train/diagnostics.h), a
/// row a layer; "-" where a layer does not have a number. Some 80 columns wide.
std::string layer_table(const std::vector<LayerReport>& layers);

}  // namespace mlp
