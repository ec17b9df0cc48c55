#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/random.h"
#include "mlp/data/source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// Samples made by a formula: classes or numbers.
struct Generated {
    Matrix<double> inputs;                ///< features × samples, called x1, x2, ...
    std::vector<std::string> classes{};   ///< their names, or
    std::vector<std::uint32_t> labels{};  ///< the class of each sample
    std::vector<double> values{};         ///< the number of each sample

    /// Room for samples of classes.
    static Generated of_classes(Index features, Index samples, std::vector<std::string> names) {
        return {Matrix<double>(features, samples),
                std::move(names),
                std::vector<std::uint32_t>(static_cast<std::size_t>(samples)),
                {}};
    }
    static Generated of_values(Index features, Index samples) {
        return {Matrix<double>(features, samples),
                {},
                {},
                std::vector<double>(static_cast<std::size_t>(samples))};
    }
    /// Sets a sample of two features.
    void set(Index sample, double x1, double x2, std::uint32_t label) {
        inputs(0, sample) = x1;
        inputs(1, sample) = x2;
        labels[static_cast<std::size_t>(sample)] = label;
    }
};

struct GeneratorTraits {};

/// Makes a data set that shows what a network can learn. The same random numbers make the same
/// samples on every machine, up to the rounding of sines.
class Generator {
  public:
    using Traits = GeneratorTraits;
    virtual ~Generator() = default;
    virtual Generated make(Random& random) const = 0;
};

/// All generators by name.
const Catalogue<Generator>& generators();
const CatalogueInfo& generator_names();

/// The options of a source whose samples are made, not read.
struct GeneratorOptions {
    Choice make;
    Index seed = 1;

    static constexpr std::string_view name = "generator";
    static constexpr std::string_view help =
        "samples made by a formula; columns x1, x2, ..., target y";
    static Options<GeneratorOptions> options();
};

class GeneratorSource final : public Source {
  public:
    explicit GeneratorSource(GeneratorOptions options) : options_(std::move(options)) {}
    RawData read(const std::vector<std::string>& features) const override;
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override { return {}; }

  private:
    GeneratorOptions options_;
};

}  // namespace mlp
