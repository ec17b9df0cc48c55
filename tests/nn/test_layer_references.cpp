#include "mlp/config/document.h"
#include "mlp/config/reader.h"
#include "mlp/nn/network.h"

#include "support.h"

#include <utility>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Choice choice_of(const nlohmann::json& config) {
    const Document document = Document::parse(config.dump(), "layer");
    const Extensions none;
    Reader reader(document, none);
    Choice choice = reader.choice(document.root(), "", layer_names());
    reader.finish();
    return choice;
}

Shape shape_of(const nlohmann::json& sizes) {
    if (sizes.size() == 1) return sizes[0].get<Index>();
    return {sizes[0].get<Index>(), sizes[1].get<Index>(), sizes[2].get<Index>()};
}

double difference(const Matrix<double>& a, const Matrix<double>& b) {
    REQUIRE(a.rows() == b.rows());
    REQUIRE(a.cols() == b.cols());
    return (a - b).cwiseAbs().maxCoeff();
}

/// The numbers of a block in the order of files: row by row.
Matrix<double> in_file_order(ConstView<double> block) {
    const Matrix<double> transposed = block.transpose();
    return ConstView<double>(transposed.data(), 1, transposed.size());
}

void fill(View<double> block, const nlohmann::json& values) {
    const Matrix<double> numbers = row(values);
    block = ConstView<double>(numbers.data(), block.cols(), block.rows()).transpose();
}

}  // namespace

TEST_CASE("layers: outputs, gradients and statistics are those of PyTorch in float64") {
    int compared = 0;
    const auto file = reference("layers.json");
    for (const auto& [name, expected] : file.items()) {
        if (!expected.is_object()) continue;
        const std::string about = name;
        CAPTURE(about);
        Network<double> network(shape_of(expected.at("input_shape")),
                                {choice_of(expected.at("config"))});
        Random random(1, RandomStream::weights);
        network.initialize(random);
        auto& parameters = network.parameters();
        std::size_t learnt = 0;
        for (const auto& block : parameters.blocks()) {
            if (block.role == Role::statistic) continue;
            const auto& given =
                expected.at("parameters").at(block.name.substr(block.name.rfind('.') + 1));
            CHECK(block.shape == given.at("shape").get<std::vector<Index>>());
            fill(parameters.value(block), given.at("values"));
            ++learnt;
        }
        CHECK(learnt == expected.at("parameters").size());

        const Matrix<double> x = samples(expected.at("x"));
        const Matrix<double> upstream = samples(expected.at("upstream"));
        auto workspace = network.make_workspace(x.cols() + 1);  // a batch smaller than the buffers
        const Matrix<double> y = network.forward_training(view(x), workspace);
        CHECK(difference(y, samples(expected.at("y"))) < 1e-13);

        first_columns(workspace.layers[0].delta, x.cols()) = upstream;
        Matrix<double> dx(x.rows(), x.cols());
        network.layers()[0]->backward(std::as_const(parameters).values(), view(x),
                                      workspace.layers[0], GradientAt::output,
                                      parameters.gradients(), view(dx));
        CHECK(difference(dx, samples(expected.at("dx"))) < 1e-13);
        for (const auto& block : parameters.blocks()) {
            if (block.role == Role::statistic) continue;
            const auto& given =
                expected.at("parameters").at(block.name.substr(block.name.rfind('.') + 1));
            const auto gradients = std::as_const(parameters).gradients();
            CHECK(difference(in_file_order(block.in(gradients)), row(given.at("gradient"))) <
                  1e-12);
        }

        if (expected.contains("statistics")) {
            network.update_statistics(workspace, x.cols());
            for (const auto& block : parameters.blocks()) {
                if (block.role != Role::statistic) continue;
                const auto& given =
                    expected.at("statistics").at(block.name.substr(block.name.rfind('.') + 1));
                CHECK(difference(parameters.value(block).transpose(), row(given)) < 1e-14);
            }
            const Matrix<double> after = network.forward(view(x), workspace);
            CHECK(difference(after, samples(expected.at("y_after"))) < 1e-13);
        }
        ++compared;
    }
    CHECK(compared == 11);
}
