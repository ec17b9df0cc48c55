#include "mlp/data/libsvm.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/block_source.h"
#include "mlp/data/line_stream.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace mlp {

Options<LibsvmOptions> LibsvmOptions::options() {
    return {{"path", &LibsvmOptions::path, anything, "the file", true},
            {"features", &LibsvmOptions::features, between(1, 1e7),
             "how many there are; default: the largest index in the file"}};
}

namespace {

struct Entry {
    Index sample;
    Index index;  ///< from 0 on
    double value;
};

/// "12:0.5"
Entry parse_entry(std::string_view word, Index sample, const LineStream& stream) {
    const auto fail = [&](const std::string& what) {
        throw InputError(fmt::format("{}: '{}' {}", stream.place(), word, what));
    };
    const auto colon = std::min(word.find(':'), word.size());
    if (word.starts_with("qid:")) fail("is a query of a ranking, which is not supported");
    Index index = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + colon, index);
    const bool is_index = error == std::errc{} && end == word.data() + colon && index >= 1;
    if (colon == word.size() || !is_index) {
        fail("is no index:value with an index from 1 on");
    }
    if (index > 10000000) fail("has an index above 10000000");
    const auto value = to_number(word.substr(colon + 1));
    if (!value) fail("has no finite number behind the colon");
    return {sample, index - 1, *value};
}

}  // namespace

RawData LibsvmSource::read(const std::vector<std::string>& features) const {
    LineStream stream(options_.path);
    RawData data;
    data.origin = stream.origin();
    Column target("y");
    std::vector<Entry> entries;
    Index columns = options_.features.value_or(static_cast<Index>(features.size()));
    const bool fixed = columns > 0;
    while (stream.next()) {
        std::string_view line = stream.line().substr(0, stream.line().find('#'));
        const std::string_view label = take_word(line);
        if (label.empty()) continue;
        if (label.find(':') != label.npos) {
            throw InputError(fmt::format("{}: begins with '{}' where a label must stand",
                                         stream.place(), label));
        }
        if (const auto number = to_number(label)) {
            target.add_number(*number);
        } else {
            target.add_text(utf8_of(label));
        }
        Index before = -1;
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            const Entry entry = parse_entry(word, target.size() - 1, stream);
            if (entry.index <= before) {
                throw InputError(fmt::format("{}: '{}': indices must grow from left to right",
                                             stream.place(), word));
            }
            if (fixed && entry.index >= columns) {
                throw InputError(fmt::format("{}: '{}': there are {} features only", stream.place(),
                                             word, columns));
            }
            before = entry.index;
            columns = std::max(columns, entry.index + 1);
            entries.push_back(entry);
        }
        data.lines.push_back(stream.number());
    }
    if (target.size() == 0) throw InputError(data.origin + ": holds no samples");
    if (columns == 0) throw InputError(data.origin + ": holds no features");
    data.inputs.names = numbered_names("x", columns);
    check_features(data.origin, data.inputs.names, features);
    Matrix<double> numbers = Matrix<double>::Zero(columns, target.size());
    for (const auto& entry : entries) numbers(entry.index, entry.sample) = entry.value;
    data.inputs.numbers = std::make_shared<MatrixBlock>(std::move(numbers));
    data.targets.push_back(std::move(target));
    return data;
}

std::unique_ptr<Source> LibsvmSource::at(const DataFiles& files) const {
    if (files.targets) {
        throw InputError("a libsvm file holds its targets itself; leave 'targets' out");
    }
    return std::make_unique<LibsvmSource>(LibsvmOptions{files.path, options_.features});
}

}  // namespace mlp
