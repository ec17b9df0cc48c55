#include "mlp/report/wrapped.h"

#include "mlp/report/short_name.h"

#include <sstream>

namespace mlp {

std::string wrapped(std::string_view text, std::size_t width) {
    std::istringstream paragraphs{std::string(text)};
    std::string lines;
    for (std::string paragraph; std::getline(paragraphs, paragraph);) {
        std::istringstream words(paragraph);
        std::string line;
        for (std::string word; words >> word;) {
            if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
                lines += line + '\n';
                line.clear();
            }
            line += (line.empty() ? "" : " ") + short_name(word, word.size());
        }
        lines += line + '\n';
    }
    return lines;
}

}  // namespace mlp
