#pragma once

#include "mlp/config/document.h"

#include <string>
#include <vector>

namespace mlp {

/// A value that is not the same in all of several JSON objects.
struct Difference {
    std::string key;           ///< "optimizer.learning_rate", "network.layers.0.activation"
    std::vector<Json> values;  ///< one for each object; null where it has none
    /// The same to be read: "0.01", "adam", "-" where there is none. Where a choice is not of the
    /// same type in all of them, its options stand behind it only if they tell it from others of
    /// its type: "sgd", "adam(learning_rate=0.1)", "adam(learning_rate=0.2)".
    std::vector<std::string> texts;
};

/// Where objects differ, in the order of their keys. Objects are compared key by key, lists element
/// by element, and choices ("adam" or {"type": "adam", ...}) option by option if they are of one
/// type. A null is a value that is not there. The pointers must not be null.
std::vector<Difference> differences(const std::vector<const Json*>& objects);

}  // namespace mlp
