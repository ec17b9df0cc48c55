#include "mlp/data/csv.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace mlp {
namespace {

/// "\"\", \"NA\""
std::string listed(const std::vector<std::string>& texts) {
    return '"' + join(texts, "\", \"") + '"';
}

}  // namespace

Options<CsvOptions> CsvOptions::options() {
    using C = CsvOptions;
    return {{"path", &C::path, anything, "the file", true},
            {"target", &C::target, anything, "the column to predict, or a list of them", true},
            {"features", &C::features, anything,
             "input columns; default: all that are not named otherwise"},
            {"ignore", &C::ignore, anything, "columns that are no inputs, such as numbers of rows"},
            {"sample_weight", &C::sample_weight, anything,
             "the column that says how much each sample counts in the loss; default: all the same"},
            {"group", &C::group, anything,
             "the column whose equal cells mark samples that belong together, such as those of one "
             "patient: no split parts them"},
            {"delimiter", &C::delimiter, anything,
             "one character between cells; default: a tab for .tsv and .tab, else a comma"},
            {"header", &C::header, anything, "whether the first line names the columns"},
            {"missing_values", &C::missing_values, anything,
             "all cells that mark a missing value, \"\" for empty ones; default: " +
                 listed(default_missing_values())}};
}

std::string CsvOptions::problem() const {
    const std::string d = delimiter.value_or(",");
    if (d.size() != 1 || d == "\"" || d == "\n" || d == "\r" || d.front() == '\0') {
        return "'delimiter' must be one character, such as \",\" or \";\" or \"\\t\"";
    }
    if (features && ignore) return "give either 'features' or 'ignore', not both";
    auto others = features.value_or(ignore.value_or(std::vector<std::string>{}));
    if (sample_weight) others.push_back(*sample_weight);
    // The column of groups may be an input as well, if one asks for it.
    const bool group_is_feature =
        group && features && std::ranges::find(*features, *group) != features->end();
    if (group && !group_is_feature) others.push_back(*group);
    if (const auto twice = repeated(target, others)) {
        return fmt::format(
            "the column '{}' is named twice in 'target', 'features', 'ignore', 'sample_weight' "
            "and 'group'",
            *twice);
    }
    return {};
}

CsvFormat CsvOptions::format() const {
    CsvFormat format;
    format.header = header;
    if (missing_values) format.missing_values = *missing_values;
    if (delimiter) {
        format.delimiter = delimiter->front();
        return format;
    }
    const std::string file = path.filename().string();
    for (const std::string_view end : {".tsv", ".tab", ".tsv.gz", ".tab.gz"}) {
        if (file.ends_with(end)) format.delimiter = '\t';
    }
    return format;
}

namespace {

/// The columns that are inputs where none are named.
std::vector<std::string> all_but(const std::vector<std::string>& names,
                                 const std::vector<std::string>& left_out) {
    std::vector<std::string> result;
    for (const auto& name : names) {
        if (std::ranges::find(left_out, name) == left_out.end()) result.push_back(name);
    }
    return result;
}

/// The numbers of the column of weights.
std::vector<double> weights_of(const Column& column, const RawData& data) {
    std::vector<double> weights;
    for (Index sample = 0; sample < column.size(); ++sample) {
        const double weight = column.number(sample);
        // Written so that a missing one is refused as well.
        if (!(weight >= 0)) {
            throw InputError(
                fmt::format("{}: sample weight '{}': '{}' is not a number of at least 0",
                            data.place(sample), column.name(), column.spelling(sample)));
        }
        weights.push_back(weight);
    }
    return weights;
}

/// The first `count` columns, taken out of the others.
std::vector<Column> take(std::vector<Column>& columns, std::size_t count) {
    const auto end = columns.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Column> taken(std::make_move_iterator(columns.begin()),
                              std::make_move_iterator(end));
    columns.erase(columns.begin(), end);
    return taken;
}

}  // namespace

RawData read_csv(const CsvOptions& csv, const std::vector<std::string>& features) {
    CsvReader reader(csv.path, csv.format());
    const auto positions = [&](const std::vector<std::string>& wanted, std::string_view what) {
        return column_positions(reader.names(), wanted, reader.origin(), what);
    };
    const auto in_list = [](const std::optional<std::string>& column) {
        return column ? std::vector<std::string>{*column} : std::vector<std::string>{};
    };
    const auto weight = in_list(csv.sample_weight);
    const auto group = in_list(csv.group);
    const auto ignored = csv.ignore.value_or(std::vector<std::string>{});
    // Where the inputs are known, such as from a model, there may be nothing to ignore.
    if (features.empty()) positions(ignored, "ignored");

    std::vector<std::string> no_inputs = csv.target;
    for (const auto* more : {&weight, &group, &ignored})
        no_inputs.insert(no_inputs.end(), more->begin(), more->end());
    const auto inputs = !features.empty() ? features
                        : csv.features    ? *csv.features
                                          : all_but(reader.names(), no_inputs);
    if (inputs.empty()) {
        throw InputError(reader.origin() + ": has no column besides the target");
    }
    auto selected = positions(inputs, "feature");
    for (const auto& [columns, what] : {std::pair{&csv.target, "target"},
                                        std::pair{&weight, "weight"}, std::pair{&group, "group"}}) {
        const auto more = positions(*columns, what);
        selected.insert(selected.end(), more.begin(), more.end());
    }
    reader.select(std::move(selected));
    CsvBlock block = reader.make_block();
    if (reader.read(block, std::numeric_limits<Index>::max()) == 0) {
        throw InputError(fmt::format("{}: has no rows{}", reader.origin(),
                                     csv.header ? " below the header" : ""));
    }

    RawData data;
    data.origin = reader.origin();
    data.lines = std::move(block.lines);
    data.inputs.names = inputs;
    data.inputs.cells = take(block.cells, inputs.size());
    data.targets = take(block.cells, csv.target.size());
    if (!weight.empty()) data.weights = weights_of(take(block.cells, 1).front(), data);
    if (!group.empty()) data.groups = take(block.cells, 1).front();
    return data;
}

std::unique_ptr<Source> CsvSource::at(const DataFiles& files) const {
    if (files.targets) {
        throw InputError("a csv file holds its targets itself; leave 'targets' out");
    }
    CsvOptions other = options_;
    other.path = files.path;
    return std::make_unique<CsvSource>(std::move(other));
}

}  // namespace mlp
