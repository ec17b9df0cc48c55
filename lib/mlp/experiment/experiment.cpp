#include "mlp/experiment/experiment.h"

#include "mlp/core/text.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace mlp {
namespace {

/// How many outputs the data asks for: two classes share one unit where the loss judges a yes or
/// no.
Index natural_outputs(const Columns& columns, const LossTraits& loss) {
    if (!columns.classification()) return static_cast<Index>(columns.targets.size());
    const auto classes = static_cast<Index>(columns.classes.size());
    return classes == 2 && !loss.fused_only ? 1 : classes;
}

}  // namespace

template <class T>
Experiment<T>::Experiment(ExperimentConfig config) : config_(std::move(config)) {
    load_data();
    build_network();
    choose_metrics();
}

template <class T>
TargetRules Experiment<T>::target_rules() const {
    const LossTraits& loss = losses<T>().traits(config_.loss);
    return {loss.classification, loss.targets, static_cast<double>(std::numeric_limits<T>::max())};
}

template <class T>
void Experiment<T>::load_data() {
    source_ = sources().make(config_.source());
    RawData raw = source_->read({});
    if (raw.targets.size() > 1 && losses<T>().traits(config_.loss).fused_only) {
        throw config_.error("/loss",
                            fmt::format("{} needs a single target column of classes, but there "
                                        "are {} target columns",
                                        config_.loss.type, raw.targets.size()));
    }
    columns_ = learn_columns(raw, target_rules());
    Dataset<double> all = encode(std::move(raw), columns_, target_rules());
    const DataConfig data = config_.data_config();
    Split split =
        split_samples(all.samples(), all.labels, data.validation.value_or(HoldOut{}),
                      data.test.value_or(HoldOut{}), static_cast<std::uint64_t>(config_.seed));
    const auto scaler = scalers().make(data.preprocessing);
    scaling_ = fit_scaling(*scaler, view(std::as_const(all.inputs)), split.train);

    data_ = scaled(std::move(all));
    train_ = {data_.get(), std::move(split.train)};
    validation_ = hold_out(data.validation, std::move(split.validation), validation_data_);
    test_ = hold_out(data.test, std::move(split.test), test_data_);
}

/// The samples of a part: these rows of the data, or all of a file of its own.
template <class T>
Subset<T> Experiment<T>::hold_out(const std::optional<HoldOut>& part, std::vector<Index>&& rows,
                                  std::unique_ptr<Dataset<T>>& own_data) {
    if (!part || !part->path) return {data_.get(), std::move(rows)};
    RawData raw = source_->at(*part->path)->read(columns_.features);
    own_data = scaled(encode(std::move(raw), columns_, target_rules()));
    return Subset<T>::all(*own_data);
}

template <class T>
std::unique_ptr<Dataset<T>> Experiment<T>::scaled(Dataset<double>&& data) const {
    auto result = std::make_unique<Dataset<T>>();
    result->inputs = scaling_.template apply<T>(view(std::as_const(data.inputs)));
    result->targets = data.targets.template cast<T>();
    result->labels = std::move(data.labels);
    return result;
}

template <class T>
void Experiment<T>::build_network() {
    const LossTraits& loss = losses<T>().traits(config_.loss);
    auto& layer_choices = config_.network.layers;
    auto& last = layer_choices.back().options;
    if (!last.contains("units")) last["units"] = natural_outputs(columns_, loss);

    const auto features = static_cast<Index>(columns_.features.size());
    model_ = std::make_unique<Model<T>>(
        Model<T>{Network<T>(features, layer_choices), columns_, scaling_, config_.loss});
    Network<T>& network = model_->network;

    const Index natural = natural_outputs(columns_, loss);
    const auto classes = static_cast<Index>(columns_.classes.size());
    if (network.outputs() != natural && (classes == 0 || network.outputs() != classes)) {
        throw config_.error(
            fmt::format("/network/layers/{}/units", layer_choices.size() - 1),
            fmt::format("the last layer has {}, but the data has {}",
                        counted(static_cast<std::size_t>(network.outputs()), "unit"),
                        classes > 0
                            ? fmt::format("{} classes ({})", classes, join(columns_.classes))
                            : counted(columns_.targets.size(), "target column")),
            fmt::format("set {}, or leave 'units' out", natural));
    }
    Random random(static_cast<std::uint64_t>(config_.seed), RandomStream::weights);
    network.initialize(random);
    if (config_.network.initial_weights) load_weights(*config_.network.initial_weights, network);

    layer_choices = network.describe();
    objective_ = std::make_unique<Objective<T>>(config_.loss, network);
    optimizer_ = optimizers<T>().make(config_.optimizer);
}

template <class T>
void Experiment<T>::choose_metrics() {
    if (!config_.metrics) {
        config_.metrics.emplace();
        for (const auto& name : default_metrics(columns_.classification())) {
            config_.metrics->emplace_back(name);
        }
    }
    for (std::size_t i = 0; i < config_.metrics->size(); ++i) {
        const Choice& metric = (*config_.metrics)[i];
        if (metrics<T>().traits(metric).classification != columns_.classification()) {
            throw config_.error(fmt::format("/metrics/{}", i),
                                fmt::format("'{}' does not fit: the target is {}", metric.type,
                                            columns_.classification() ? "a class" : "a number"));
        }
        if (std::find(metric_names_.begin(), metric_names_.end(), metric.type) !=
            metric_names_.end()) {
            throw config_.error(fmt::format("/metrics/{}", i),
                                fmt::format("'{}' is asked for twice", metric.type));
        }
        metric_names_.push_back(metric.type);
    }
}

template <class T>
std::vector<std::filesystem::path> Experiment<T>::data_files() const {
    std::vector<std::filesystem::path> files;
    if (!source_->file().empty()) files.push_back(source_->file());
    if (config_.network.initial_weights) files.push_back(*config_.network.initial_weights);
    const DataConfig data = config_.data_config();
    for (const auto& part : {data.validation, data.test}) {
        if (part && part->path) files.push_back(*part->path);
    }
    return files;
}

template <class T>
TrainingResult Experiment<T>::train(const std::vector<TrainingObserver*>& observers) {
    Trainer<T> trainer(model_->network, *objective_, *optimizer_, config_.training, metric_names_,
                       static_cast<std::uint64_t>(config_.seed));
    for (auto* observer : observers) trainer.add_observer(*observer);
    return trainer.fit(train_, validation_);
}

template <class T>
Scores Experiment<T>::score(const Subset<T>& samples) const {
    if (samples.empty()) return {};
    ScoreBoard<T> board(metric_names_);
    auto workspace = model_->network.make_workspace(std::min<Index>(samples.samples(), 256));
    return evaluate(model_->network, *objective_, samples, board, workspace);
}

template class Experiment<float>;
template class Experiment<double>;

}  // namespace mlp
