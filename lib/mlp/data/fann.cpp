#include "mlp/data/fann.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/block_source.h"
#include "mlp/data/line_stream.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace mlp {

Options<FannOptions> FannOptions::options() {
    return {{"path", &FannOptions::path, anything, "the file", true}};
}

namespace {

/// The numbers of a file, wherever its lines break.
class Numbers {
  public:
    explicit Numbers(const std::filesystem::path& path) : stream_(path) {}

    /// `what` says, when asked, what is missing if there is none.
    template <class What>
    double next(What what) {
        const std::string_view word = next_word();
        if (word.empty()) {
            throw InputError(
                fmt::format("{}: is cut off: {} is missing", stream_.origin(), what()));
        }
        const auto number = to_number(word);
        if (!number) {
            throw InputError(fmt::format("{}: '{}' is not a finite number", stream_.place(), word));
        }
        return *number;
    }
    std::string_view next_word() {
        for (;;) {
            const std::string_view word = take_word(rest_);
            if (!word.empty() || !stream_.next()) return word;
            rest_ = stream_.line();
        }
    }
    const LineStream& stream() const { return stream_; }

  private:
    LineStream stream_;
    std::string_view rest_;
};

}  // namespace

RawData FannSource::read(const std::vector<std::string>& features) const {
    Numbers numbers(options_.path);
    RawData data;
    data.origin = numbers.stream().origin();
    std::array<Index, 3> sizes{};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double size =
            numbers.next([] { return "its first line \"samples inputs outputs\""; });
        if (size < 1 || size != std::floor(size) || size > 1e12) {
            throw InputError(
                fmt::format("{}: must begin with \"samples inputs outputs\", three "
                            "whole numbers of at least 1",
                            numbers.stream().place()));
        }
        sizes[i] = static_cast<Index>(size);
    }
    const Index samples = sizes[0];
    const Index inputs = sizes[1];
    const Index outputs = sizes[2];
    if (static_cast<double>(samples) * static_cast<double>(inputs + outputs) > 1e11) {
        throw InputError(fmt::format("{}: speaks of impossibly many numbers", data.origin));
    }
    // The numbers first: what the header says they are may be far more than there are.
    std::vector<double> values;
    std::vector<double> target_values;
    for (Index sample = 0; sample < samples; ++sample) {
        const auto next = [&](const char* kind, Index i) {
            return numbers.next([&] {
                return fmt::format("{} {} of sample {} of {}", kind, i + 1, sample + 1, samples);
            });
        };
        for (Index i = 0; i < inputs; ++i) {
            values.push_back(next("input", i));
            if (i == 0) data.lines.push_back(numbers.stream().number());
        }
        for (Index i = 0; i < outputs; ++i) target_values.push_back(next("output", i));
    }
    if (const auto word = numbers.next_word(); !word.empty()) {
        throw InputError(fmt::format("{}: '{}' stands behind the last of {} samples",
                                     numbers.stream().place(), word, samples));
    }
    data.inputs.names = numbered_names("x", inputs);
    check_features(data.origin, data.inputs.names, features);
    data.inputs.numbers = std::make_shared<MatrixBlock>(
        Matrix<double>(ConstView<double>(values.data(), inputs, samples)));
    const auto names = outputs == 1 ? std::vector<std::string>{"y"} : numbered_names("y", outputs);
    for (const auto& name : names) data.targets.emplace_back(name);
    const ConstView<double> targets(target_values.data(), outputs, samples);
    for (Index sample = 0; sample < samples; ++sample) {
        for (Index i = 0; i < outputs; ++i) {
            data.targets[static_cast<std::size_t>(i)].add_number(targets(i, sample));
        }
    }
    return data;
}

std::unique_ptr<Source> FannSource::at(const DataFiles& files) const {
    if (files.targets) {
        throw InputError("a fann file holds its targets itself; leave 'targets' out");
    }
    return std::make_unique<FannSource>(FannOptions{files.path});
}

}  // namespace mlp
