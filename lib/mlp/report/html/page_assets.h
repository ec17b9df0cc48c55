#pragma once

#include <string_view>

namespace mlp::html {

// The files beside this one, as they were when the library was built.
extern const std::string_view style_sheet;  ///< report.css
extern const std::string_view script;       ///< chart.js, boundary.js and report.js, in this order

}  // namespace mlp::html
