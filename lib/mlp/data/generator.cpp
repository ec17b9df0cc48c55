#include "mlp/data/generator.h"

#include "mlp/core/text.h"
#include "mlp/data/block_source.h"
#include "mlp/data/generators/logic.h"
#include "mlp/data/generators/playground.h"
#include "mlp/data/generators/regression.h"
#include "mlp/data/generators/shapes.h"

namespace mlp {
namespace {

template <class S>
class GeneratorOf final : public Generator {
  public:
    explicit GeneratorOf(const S& s) : s_(s) {}
    Generated make(Random& random) const override { return s_.make(random); }

  private:
    S s_;
};

template <class... S>
Catalogue<Generator> table() {
    return {"generator", "", {catalogue_entry<Generator, S, GeneratorOf<S>>()...}};
}

}  // namespace

/// The table: one struct in generators/, one name here.
const Catalogue<Generator>& generators() {
    using namespace generator;
    static const auto catalogue =
        table<And, Or, Xor, Nand, Nor, Xnor, Parity, TwoSpirals, Circles, Moons, Blobs,
              Checkerboard, PlaygroundCircle, PlaygroundXor, PlaygroundGauss, PlaygroundSpiral,
              PlaygroundPlane, PlaygroundHills, Sine, Friedman1>();
    return catalogue;
}

const CatalogueInfo& generator_names() { return generators(); }

Options<GeneratorOptions> GeneratorOptions::options() {
    return {{"make", &GeneratorOptions::make, &generator_names, "what is made", true},
            {"seed", &GeneratorOptions::seed, between(0, 9007199254740991.0),
             "fixes what is random in it; that of the experiment does not change the data"}};
}

RawData GeneratorSource::read(const std::vector<std::string>& features) const {
    Random random(static_cast<std::uint64_t>(options_.seed), RandomStream::data);
    Generated made = generators().make(options_.make)->make(random);
    RawData data;
    data.origin = "generated data";
    data.inputs.names = numbered_names("x", made.inputs.rows());
    check_features(data.origin, data.inputs.names, features);
    data.inputs.numbers = std::make_shared<MatrixBlock>(std::move(made.inputs));
    Column target("y");
    for (const double value : made.values) target.add_number(value);
    for (const std::uint32_t label : made.labels) {
        const std::string& name = made.classes[label];
        if (const auto number = to_number(name)) {
            target.add_number(*number);
        } else {
            target.add_text(name);
        }
    }
    data.targets.push_back(std::move(target));
    return data;
}

std::unique_ptr<Source> GeneratorSource::at(const DataFiles&) const {
    throw InputError("generated data cannot name other files; use \"fraction\"");
}

}  // namespace mlp
