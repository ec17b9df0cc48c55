#include "mlp/experiment/experiment.h"
#include "mlp/experiment/experiment_data.h"
#include "mlp/train/evaluate.h"

#include "onnx_comparison.h"

#include <set>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// The first samples of raw data.
RawData first(const RawData& data, Index count) {
    RawData result;
    result.origin = data.origin;
    result.inputs.names = data.inputs.names;
    for (std::size_t i = 0; i < data.inputs.names.size(); ++i) {
        Column column(data.inputs.names[i]);
        for (Index row = 0; row < count; ++row) {
            if (data.inputs.numbers) {
                Vector<double> numbers(data.inputs.numbers->columns());
                data.inputs.numbers->read(row, numbers.data());
                column.add_number(numbers[static_cast<Index>(i)]);
            } else if (data.inputs.cells[i].is_text(row)) {
                column.add_text(data.inputs.cells[i].spelling(row));
            } else {
                column.add_number(data.inputs.cells[i].number(row));
            }
        }
        result.inputs.cells.push_back(std::move(column));
    }
    return result;
}

/// The ready configs whose data is here.
std::vector<std::filesystem::path> ready_configs() {
    std::set<std::filesystem::path> configs;
    for (const char* folder : {"configs", "configs/lessons"}) {
        for (const auto& entry : std::filesystem::directory_iterator(source_directory() / folder)) {
            const auto name = entry.path().filename().string();
            if (entry.path().extension() != ".json" || name.find("schema") != std::string::npos)
                continue;
            if (name == "spam.json" || name == "mnist.json") {
                const char* data =
                    name == "spam.json" ? "spambase.csv" : "mnist/train-images-idx3-ubyte.gz";
                if (!std::filesystem::exists(source_directory() / "datasets" / data)) {
                    MESSAGE(name << " is left out: its data is not there");
                    continue;
                }
            }
            configs.insert(entry.path());
        }
    }
    return {configs.begin(), configs.end()};
}

/// Adds what a config trains, whole and the network alone, for one sample and for seven.
template <class T>
void add(Models<T>& models, Networks<T>& networks, const std::filesystem::path& path) {
    const ExperimentConfig config = read_experiment(
        path, {"training.epochs=1",
               std::string("precision=") + (std::is_same_v<T, float> ? "float32" : "float64")});
    Experiment<T> experiment(config);
    experiment.train({});
    const auto data = load_data(config);
    for (const Index samples : {1, 7}) {
        const RawData raw = first(*data->raw, std::min(samples, data->raw->samples()));
        const std::string title = path.filename().string() + " of " + std::to_string(samples);
        models.add(title, experiment.model(), raw);
        networks.add(title, experiment.model(), experiment.model().inputs(raw));
    }
}

}  // namespace

TEST_CASE_TEMPLATE("onnx export: every ready config computes the same in a runtime", T, float,
                   double) {
    Models<T> models;
    Networks<T> networks;
    for (const auto& path : ready_configs()) add(models, networks, path);
    models.check();
    networks.check();
}

TEST_CASE("onnx export: iris says the same of all 150 flowers") {
    const ExperimentConfig config = read_experiment(source_directory() / "configs/iris.json", {});
    Experiment<float> experiment(config);
    experiment.train({});
    const auto data = load_data(config);
    REQUIRE(data->raw->samples() == 150);
    Models<float> models;
    models.add("iris", experiment.model(), first(*data->raw, 150));
    models.check();
}
