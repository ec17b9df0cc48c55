#include "mlp/data/table.h"

#include "mlp/core/text.h"

namespace mlp {

void Column::add_text(std::string_view text) {
    if (text_numbers_.empty()) text_numbers_.assign(numbers_.size(), no_text);
    auto found = known_.find(text);
    if (found == known_.end()) {
        found = known_.emplace(text, static_cast<std::uint32_t>(texts_.size())).first;
        texts_.emplace_back(text);
    }
    numbers_.push_back(std::numeric_limits<double>::quiet_NaN());
    text_numbers_.push_back(found->second);
}

void Column::clear() {
    numbers_.clear();
    text_numbers_.clear();
    texts_.clear();
    known_.clear();
}

std::string Column::spelling(Index row) const {
    if (is_text(row)) return texts_[text_number(row)];
    return is_missing(row) ? std::string() : to_text(number(row) + 0.0);  // + 0.0 turns −0 into 0
}

}  // namespace mlp
