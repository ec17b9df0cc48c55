#pragma once

#include "mlp/config/document.h"
#include "mlp/report/curves.h"
#include "mlp/report/decision_map.h"

namespace mlp::html {

/// A decision map for the page's script. The cells of a frame are one byte each, row by row from
/// the bottom, in base64: of classes class·levels + confidence, which goes from 0 (as much of
/// another class) to levels − 1; of numbers the first target, from "low" (0) to "high" (255).
/// The map has at most most_map_classes (report_page.h).
/// `curves` give the loss at the epochs of the frames; null if there are none.
Json decision_map_json(const DecisionMap& map, const Curves* curves);

}  // namespace mlp::html
