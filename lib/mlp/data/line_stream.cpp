#include "mlp/data/line_stream.h"

#include <algorithm>

namespace mlp {

bool LineStream::next() {
    constexpr std::size_t step = std::size_t{256} * 1024;
    for (;;) {
        const auto end = buffer_.find('\n', begin_);
        if (end != std::string::npos) {
            line_ = std::string_view(buffer_).substr(begin_, end - begin_);
            begin_ = end + 1;
            break;
        }
        buffer_.erase(0, begin_);
        begin_ = 0;
        const std::size_t held = buffer_.size();
        buffer_.resize(held + step);
        const std::size_t got = bytes_.read(buffer_.data() + held, step);
        buffer_.resize(held + got);
        if (got > 0) continue;
        if (held == 0) return false;
        line_ = buffer_;
        begin_ = held;
        break;
    }
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    ++number_;
    return true;
}

std::string_view take_word(std::string_view& text) {
    const auto start = std::min(text.find_first_not_of(" \t\r"), text.size());
    text.remove_prefix(start);
    const auto end = std::min(text.find_first_of(" \t\r"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

}  // namespace mlp
