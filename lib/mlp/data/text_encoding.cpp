#include "mlp/data/text_encoding.h"

#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

const std::vector<std::string> unknown_is{"zero", "error"};
constexpr std::string_view unknown_help =
    "what a category that training did not have is: \"zero\", all its inputs are 0, or \"error\"";

struct OneHot {
    std::string unknown = "zero";
    Index max_categories = 1000;

    static constexpr std::string_view name = "one_hot";
    static constexpr std::string_view help =
        "an input for each category, 1 for its own and 0 for all others";
    static Options<OneHot> options() {
        return {{"unknown", &OneHot::unknown, unknown_is, std::string(unknown_help)},
                {"max_categories", &OneHot::max_categories, between(1, 1e6),
                 "more than these are an error: they hardly mean anything"}};
    }

    TextCode fit(const std::vector<std::string>& categories, const TextCounts&) const {
        if (static_cast<Index>(categories.size()) > max_categories) {
            throw InputError(
                fmt::format("has {} different texts, and one_hot makes an input of each\n"
                            "  help: leave the column out (\"ignore\"), encode it as "
                            "\"ordinal\", or allow more \"max_categories\"",
                            categories.size()));
        }
        return {categories, {}, unknown == "error"};
    }
};

struct Ordinal {
    std::vector<std::string> order;
    std::string unknown = "zero";

    static constexpr std::string_view name = "ordinal";
    static constexpr std::string_view help =
        "one input: the place of the category in the order, then standardized";
    static Options<Ordinal> options() {
        return {{"order", &Ordinal::order, anything,
                 "the categories from the least to the most; default: numbers by value, texts by "
                 "their bytes"},
                {"unknown", &Ordinal::unknown, unknown_is, std::string(unknown_help)}};
    }
    std::string problem() const {
        const auto twice = repeated(order, {});
        return twice ? fmt::format("'order' has '{}' twice", *twice) : std::string();
    }

    TextCode fit(const std::vector<std::string>& categories, const TextCounts& counts) const {
        TextCode code{order.empty() ? categories : order, {}, unknown == "error"};
        const auto& names = code.categories;
        double mean = 0;
        double squares = 0;
        double total = 0;
        for (const auto& [category, count] : counts) {
            const auto found = std::ranges::find(names, category);
            if (found == names.end()) {
                throw InputError(fmt::format("has the category '{}', which is not in 'order'; {}",
                                             category, suggest(category, names, "order")));
            }
            const auto place = static_cast<double>(found - names.begin());
            const auto n = static_cast<double>(count);
            total += n;
            const double deviation = place - mean;
            mean += deviation * n / total;
            squares += n * deviation * (place - mean);
        }
        const double stddev = std::sqrt(squares / total);
        for (std::size_t place = 0; place < names.size(); ++place) {
            code.numbers.push_back((static_cast<double>(place) - mean) /
                                   (stddev > 0 ? stddev : 1.0));
        }
        return code;
    }
};

template <class S>
class TextEncoderOf final : public TextEncoder {
  public:
    explicit TextEncoderOf(S s) : s_(std::move(s)) {}
    TextCode fit(const std::vector<std::string>& categories,
                 const TextCounts& counts) const override {
        return s_.fit(categories, counts);
    }

  private:
    S s_;
};

template <class... S>
Catalogue<TextEncoder> table() {
    return {"text encoding", "", {catalogue_entry<TextEncoder, S, TextEncoderOf<S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
const Catalogue<TextEncoder>& text_encoders() {
    static const auto catalogue = table<OneHot, Ordinal>();
    return catalogue;
}

const CatalogueInfo& text_encoder_names() { return text_encoders(); }

}  // namespace mlp
