#include "mlp/experiment/trained_run.h"

#include "mlp/experiment/experiment.h"
#include "mlp/experiment/plane.h"
#include "mlp/io/model.h"
#include "mlp/report/data_record.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Enough to see what the samples look like.
constexpr Index max_points = 2000;
constexpr Index max_histogram_samples = 512;

/// Every so manieth, so that no more than `max` are left.
std::vector<Index> thinned(const std::vector<Index>& rows, Index max) {
    const auto n = static_cast<Index>(rows.size());
    const Index kept = std::min(n, max);
    std::vector<Index> result;
    for (Index i = 0; i < kept; ++i) result.push_back(rows[static_cast<std::size_t>(i * n / kept)]);
    return result;
}

template <class T>
class TrainedRunOf final : public TrainedRun {
  public:
    TrainedRunOf(Model<T> model, const RunRecord& record, const Extensions& extensions)
        : model_(std::move(model)), record_(record), extensions_(extensions) {}

    NetworkDiagram network() const override {
        const Targets& targets = model_.targets;
        auto outputs = targets.classification() ? targets.classes : targets.names;
        // A single output for two classes says how much it is the second one.
        if (outputs.size() == 2 && model_.network.outputs() == 1) outputs.erase(outputs.begin());
        return network_diagram(model_.network, model_.preprocessing.input_names(),
                               std::move(outputs));
    }

    Outcome outcome() override {
        const auto& experiment = on_data();
        const std::pair<const char*, const Subset<T>*> parts[] = {
            {"test", &experiment.test_samples()},
            {"validation", &experiment.validation_samples()},
            {"train", &experiment.train_samples()}};
        const auto& [name, samples] =
            *std::ranges::find_if(parts, [](const auto& part) { return !part.second->empty(); });
        Outcome outcome;
        outcome.part = name;
        outcome.targets = model_.targets.names;
        outcome.classes = model_.targets.classes;
        outcome.probabilities = experiment.judging().probabilities;
        outcome.outputs = outputs_for(*samples);
        for (std::size_t i = 0; i < samples->rows.size(); ++i) {
            if (!outcome.classification()) break;
            outcome.labels.push_back(
                samples->data->labels[static_cast<std::size_t>(samples->rows[i])]);
            outcome.predicted.push_back(class_of(constant(view(outcome.outputs)),
                                                 static_cast<Index>(i),
                                                 experiment.judging().decision));
        }
        if (!outcome.classification()) outcome.actual = targets_of(*samples);
        return outcome;
    }

    DecisionMap decision_map(Index size, const std::vector<Snapshot>& snapshots,
                             Index last_epoch) override {
        const Plane<T> plane(model_, raw_points(), size);
        DecisionMap map;
        map.grid = plane.grid();
        map.classes = model_.targets.classes;
        map.targets = model_.targets.names;
        map.decision = on_data().judging().decision;
        map.probabilities = on_data().judging().probabilities;
        auto& parameters = model_.network.parameters();
        const Vector<T> saved = parameters.values();
        for (const auto& snapshot : snapshots) {
            const auto& numbers = snapshot.parameters;
            if (snapshot.epoch == last_epoch) continue;
            if (static_cast<Index>(numbers.size()) != saved.size()) {
                throw InputError(fmt::format("{}: its snapshots are not those of its model",
                                             record_.directory.string()));
            }
            parameters.values() =
                ConstVectorView<double>(numbers.data(), saved.size()).template cast<T>();
            map.frames.push_back({snapshot.epoch, plane.outputs(model_)});
        }
        parameters.values() = saved;
        map.frames.push_back({last_epoch, plane.outputs(model_)});
        map.points = points();
        return map;
    }

    UnitMaps unit_maps(Index size, Index max_units) override {
        const Plane<T> plane(model_, raw_points(), size);
        UnitMaps maps;
        maps.grid = plane.grid();
        maps.units = plane.units(model_, max_units, maps.left_out);
        return maps;
    }

    std::vector<Histogram> activations(Index bins) override {
        const Subset<T>& all = on_data().train_samples();
        const Subset<T> samples{all.data, thinned(all.rows, max_histogram_samples)};
        auto workspace = model_.network.make_workspace(samples.samples());
        const Matrix<T> inputs = inputs_of(samples);
        model_.network.forward(view(inputs), workspace);
        std::vector<Histogram> histograms;
        for (std::size_t i = 0; i < workspace.layers.size(); ++i) {
            std::vector<double> numbers;
            for (const T value : workspace.layers[i].a.reshaped()) {
                if (std::isfinite(value)) numbers.push_back(static_cast<double>(value));
            }
            histograms.push_back(histogram(fmt::format("layers.{}", i), numbers, bins));
        }
        return histograms;
    }

  private:
    /// The experiment, as the run began it.
    const Experiment<T>& on_data() {
        if (experiment_) return *experiment_;
        check_data_can_be_read_again(record_);
        auto experiment = std::make_unique<Experiment<T>>(
            read_experiment(record_.directory / "config.json", {}, extensions_));
        if (record_.environment.is_object() && record_.environment.contains("data")) {
            const auto changed = changed_files(record_.environment.at("data").dump(),
                                               data_record(experiment->data_files()));
            if (!changed.empty()) {
                throw InputError(fmt::format("{}: is not what it was when this run was trained",
                                             changed.front()));
            }
        }
        const Model<T>& other = experiment->model();
        if (model_.preprocessing.input_names() != other.preprocessing.input_names() ||
            model_.targets.names != other.targets.names ||
            model_.targets.classes != other.targets.classes ||
            model_.network.outputs() != other.network.outputs()) {
            throw InputError(
                fmt::format("{}: is the model of another experiment than config.json beside it",
                            (record_.directory / "model.safetensors").string()));
        }
        experiment_ = std::move(experiment);
        return *experiment_;
    }

    /// What the network sees: inputs × samples.
    Matrix<T> inputs_of(const Subset<T>& samples) const {
        Matrix<T> inputs(model_.network.inputs(), samples.samples());
        Matrix<T> targets(model_.network.outputs(), samples.samples());
        Vector<T> weights(samples.samples());
        gather(*samples.data, std::span(samples.rows), view(inputs), view(targets),
               VectorView<T>(weights.data(), weights.size()));
        return inputs;
    }

    /// Outputs × samples, in the units of the targets.
    Matrix<double> outputs_for(const Subset<T>& samples) {
        Matrix<T> outputs = predict(model_.network, inputs_of(samples));
        model_.unscale(view(outputs));
        return outputs.template cast<double>();
    }

    /// Targets × samples, in their own units.
    Matrix<double> targets_of(const Subset<T>& samples) const {
        Matrix<T> targets(samples.data->targets.rows(), samples.samples());
        for (Index i = 0; i < targets.cols(); ++i) {
            targets.col(i) = samples.data->targets.col(samples.rows[static_cast<std::size_t>(i)]);
        }
        model_.unscale(view(targets));
        return targets.template cast<double>();
    }

    /// The two features of all samples that the run knows: 2 × samples, raw.
    Matrix<double> raw_points() {
        std::vector<DecisionMap::Point> all = points();
        Matrix<double> raw(2, static_cast<Index>(all.size()));
        for (Index i = 0; i < raw.cols(); ++i) {
            raw.col(i) << all[static_cast<std::size_t>(i)].x, all[static_cast<std::size_t>(i)].y;
        }
        return raw;
    }

    std::vector<DecisionMap::Point> points() {
        const auto& experiment = on_data();
        const auto columns = model_.preprocessing.column_names();
        std::vector<DecisionMap::Point> result;
        if (columns.size() != 2) return result;
        const auto add = [&](const Subset<T>& all, bool training) {
            if (all.empty()) return;
            const Subset<T> samples{all.data, thinned(all.rows, max_points)};
            const Matrix<T> inputs = inputs_of(samples);
            Matrix<double> numbers;
            if (!model_.targets.classification()) numbers = targets_of(samples);
            for (Index i = 0; i < samples.samples(); ++i) {
                const auto row =
                    static_cast<std::size_t>(samples.rows[static_cast<std::size_t>(i)]);
                result.push_back({raw_feature(inputs, columns[0], i),
                                  raw_feature(inputs, columns[1], i),
                                  model_.targets.classification()
                                      ? static_cast<double>(samples.data->labels[row])
                                      : numbers(0, i),
                                  training});
            }
        };
        add(experiment.train_samples(), true);
        add(experiment.validation_samples(), false);
        add(experiment.test_samples(), false);
        return result;
    }

    /// The number in a column of the data that a sample's input was made of.
    double raw_feature(const Matrix<T>& x, const std::string& column, Index sample) const {
        const auto& names = model_.preprocessing.input_names();
        const auto place = std::ranges::find(names, column) - names.begin();
        if (place == std::ssize(names)) return 0;  // a text, for which there is no plane
        return model_.preprocessing.original(place, static_cast<double>(x(place, sample)));
    }

    Model<T> model_;
    RunRecord record_;
    Extensions extensions_;
    std::unique_ptr<Experiment<T>> experiment_;
};

}  // namespace

void check_data_can_be_read_again(const RunRecord& record) {
    if (!record.environment.is_object() || !record.environment.contains("data")) return;
    for (const auto& file : record.environment.at("data")) {
        if (!file.is_object() || !file.contains("path") || file.contains("sha256")) continue;
        throw InputError(fmt::format("{}: was no file, and cannot be read again",
                                     file.at("path").get<std::string>()));
    }
}

std::unique_ptr<TrainedRun> load_trained_run(const RunRecord& record,
                                             const Extensions& extensions) {
    const auto path = record.directory / "model.safetensors";
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        throw InputError(
            fmt::format("{}: has no model yet, as its training has not come to an end\n"
                        "  help: go on with it: mlp resume {}",
                        record.directory.string(), record.directory.string()));
    }
    return std::visit(
        [&]<class T>(Model<T>&& model) -> std::unique_ptr<TrainedRun> {
            return std::make_unique<TrainedRunOf<T>>(std::move(model), record, extensions);
        },
        load_model(path, extensions));
}

}  // namespace mlp
