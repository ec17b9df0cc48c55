#include "mlp/data/categories.h"

#include "mlp/core/text.h"

#include <algorithm>

namespace mlp {

std::vector<std::string> in_order(std::vector<std::string> spellings) {
    const bool numbers = std::ranges::all_of(
        spellings, [](const std::string& spelling) { return to_number(spelling).has_value(); });
    if (numbers) {
        std::ranges::sort(spellings, {}, [](const std::string& text) { return *to_number(text); });
    } else {
        std::ranges::sort(spellings);
    }
    return spellings;
}

}  // namespace mlp
