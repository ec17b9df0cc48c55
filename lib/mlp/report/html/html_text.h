#pragma once

#include "mlp/config/document.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The small change of a page.
namespace mlp::html {

/// Text that is safe between tags and in quoted attributes. What is no UTF-8 is made so.
std::string escaped(std::string_view text);

/// JSON that is safe inside a script element: no tag and no comment can start in it. Numbers that
/// are not finite are null.
std::string json_for_script(const Json& json);

/// RFC 4648, with padding.
std::string base64(std::span<const std::uint8_t> bytes);

/// Four digits: "0.9667", "1.2e-05"; "n/a" where it is not a number.
std::string number_text(double value);
/// Six digits are more than a screen shows; they keep pages small.
double rounded(double value);

/// A value of a record at a JSON pointer; none if there is no such, or it is of another type.
std::optional<double> number_at(const Json& json, const char* pointer);
std::string text_at(const Json& json, const char* pointer);

/// "train_loss" as people write it: "train loss".
std::string spaced(std::string_view name);

}  // namespace mlp::html
