#include "mlp/experiment/experiment.h"

#include "mlp/core/text.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace mlp {
namespace {

template <class T>
Subset<T> all_of(const Dataset<T>& data) {
    Subset<T> subset{&data, std::vector<Index>(static_cast<std::size_t>(data.samples()))};
    std::iota(subset.rows.begin(), subset.rows.end(), Index{0});
    return subset;
}

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
    return {loss.classification, loss.targets};
}

template <class T>
void Experiment<T>::load_data() {
    source_ = sources<T>().make(config_.source());
    RawData<T> raw = source_->read({});
    if (raw.targets.size() > 1 && losses<T>().traits(config_.loss).fused_only) {
        throw config_.error("/loss",
                            fmt::format("{} needs a single target column of classes, but there "
                                        "are {} target columns",
                                        config_.loss.type, raw.targets.size()));
    }
    columns_ = learn_columns(raw, target_rules());
    data_ = std::make_unique<Dataset<T>>(encode(std::move(raw), columns_, target_rules()));
    take_hold_outs(*data_);

    const auto scaler = scalers().make(config_.data_config().preprocessing);
    scaling_ = fit_scaling(*scaler, view(std::as_const(data_->inputs)), train_.rows);
    for (auto* data : {data_.get(), validation_data_.get(), test_data_.get()}) {
        if (data != nullptr) scaling_.apply(view(data->inputs));
    }
}

template <class T>
std::unique_ptr<Dataset<T>> Experiment<T>::read_more(const HoldOut& part) {
    return std::make_unique<Dataset<T>>(
        encode(source_->at(*part.path)->read(columns_.features), columns_, target_rules()));
}

template <class T>
void Experiment<T>::take_hold_outs(const Dataset<T>& all) {
    const DataConfig data = config_.data_config();
    const HoldOut validation = data.validation.value_or(HoldOut{});
    const HoldOut test = data.test.value_or(HoldOut{});
    Split split = split_samples(all.samples(), all.labels, validation, test,
                                static_cast<std::uint64_t>(config_.seed));
    train_ = {&all, std::move(split.train)};
    validation_ = {&all, std::move(split.validation)};
    test_ = {&all, std::move(split.test)};
    if (validation.path) {
        validation_data_ = read_more(validation);
        validation_ = all_of(*validation_data_);
    }
    if (test.path) {
        test_data_ = read_more(test);
        test_ = all_of(*test_data_);
    }
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
