#include "mlp/report/preprocessing_table.h"

#include "mlp/core/text.h"
#include "mlp/report/short_name.h"
#include "mlp/report/text_table.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t widest_name = 24;
constexpr std::size_t widest_text = 40;

std::string bent(const NumberTransform& transform) {
    switch (transform.curve) {
        case Curve::none:
            break;
        case Curve::log1p:
            return "log(1 + x)";
        case Curve::yeo_johnson:
            return fmt::format("yeo_johnson(x, {:.6g})", transform.lambda);
    }
    return "x";
}

struct Row {
    std::string becomes;
    std::string if_missing;
};

template <class Fill>
std::string if_missing(const std::optional<Fill>& fill, bool indicator) {
    if (!fill) return "error";
    return fmt::format("{}{}", *fill, indicator ? ", and an input says so" : "");
}

struct RowWriter {
    Row operator()(const NumberInput& input) const {
        const auto fill = input.fill ? std::optional(fmt::format("{:.6g}", *input.fill))
                                     : std::optional<std::string>();
        return {transform_text(input.transform), if_missing(fill, input.indicator)};
    }
    Row operator()(const TextInput& input) const {
        const TextCode& code = input.code;
        std::vector<std::string> texts = code.categories;
        for (std::size_t i = 0; i < code.numbers.size(); ++i) {
            texts[i] += fmt::format(" = {:.6g}", code.numbers[i]);
        }
        const std::string list = join(texts);
        const auto fill =
            input.fill ? std::optional(short_name(*input.fill, widest_name)) : input.fill;
        return {short_name((code.numbers.empty() ? "an input for each: " : "") + list, widest_text),
                if_missing(fill, input.indicator)};
    }
};

}  // namespace

std::string transform_text(const NumberTransform& transform) {
    if (transform.is_identity()) return "as it is";
    std::string text = bent(transform);
    if (transform.shift != 0) {
        text +=
            fmt::format(" {} {:.6g}", transform.shift < 0 ? '+' : '-', std::abs(transform.shift));
    }
    if (transform.scale == 1) return text;
    if (transform.shift != 0) text = "(" + text + ")";
    return fmt::format("{} / {:.6g}", text, 1 / transform.scale);
}

std::string preprocessing_table(const Preprocessing& preprocessing, std::size_t most) {
    std::vector<std::vector<std::string>> rows;
    const std::size_t columns = preprocessing.columns().size();
    const std::size_t all = columns + preprocessing.extras().size();
    const auto names = preprocessing.column_names();
    for (std::size_t i = 0; i < std::min(columns, most); ++i) {
        Row row = std::visit(RowWriter{}, preprocessing.columns()[i]);
        rows.push_back(
            {short_name(names[i], widest_name), std::move(row.becomes), std::move(row.if_missing)});
    }
    for (const auto& extra : preprocessing.extras()) {
        if (rows.size() == most) break;
        rows.push_back(
            {short_name(extra.feature->label(names[extra.a], names[extra.b]), widest_name),
             transform_text(extra.transform), ""});
    }
    std::string text = text_table({"column", "becomes", "if missing"}, rows);
    if (all > rows.size()) text += fmt::format("... ({} more)\n", all - rows.size());
    return text;
}

}  // namespace mlp
