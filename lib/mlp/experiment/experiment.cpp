#include "mlp/experiment/experiment.h"

#include "mlp/core/suggest.h"
#include "mlp/core/text.h"
#include "mlp/train/check_optimizer.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <limits>
#include <span>
#include <type_traits>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Turns an InputError of some work into one at a place of the config.
template <class Work>
void at_place(const ExperimentConfig& config, const std::string& pointer, Work work) {
    try {
        work();
    } catch (const LayerError& error) {
        throw config.error("/network/layers" + error.where(), error.problem());
    } catch (const InputError& error) {
        throw config.error(pointer, error.what());
    }
}

Shape input_shape(const ExperimentConfig& config, Index features) {
    const auto& sizes = config.network.input_shape;
    if (!sizes || sizes->size() == 1) return features;
    const Shape shape(sizes->size() == 3 ? sizes->front() : 1, (*sizes)[sizes->size() - 2],
                      sizes->back());
    if (shape.size() != features) {
        throw config.error("/network/input_shape",
                           fmt::format("{} is {} numbers, but the data has {} features",
                                       shape.text(), shape.size(), features));
    }
    return shape;
}

/// Whether an activation gives a share of 1 to each class.
bool is_distribution(const std::optional<Choice>& activation) {
    if (!activation) return false;
    const auto made = activations<double>().make(*activation);
    return !made->traits().elementwise && made->pieces() == 1;
}

}  // namespace

/// How many outputs the data asks for: two classes share one unit, unless the activation shares out
/// a sum of 1.
template <class T>
Index Experiment<T>::natural_outputs() const {
    if (!columns_.classification()) return static_cast<Index>(columns_.targets.size());
    const auto classes = static_cast<Index>(columns_.classes.size());
    return classes == 2 && !is_distribution(last_activation(config_.network.layers)) ? 1 : classes;
}

template <class T>
Experiment<T>::Experiment(ExperimentConfig config) : config_(std::move(config)) {
    load_data();
    weigh_classes();
    build_network();
    choose_metrics();
}

template <class T>
TargetRules Experiment<T>::target_rules() const {
    const LossTraits& loss = losses<T>().traits(config_.plain_loss());
    return {loss.classification, loss.targets, static_cast<double>(std::numeric_limits<T>::max())};
}

template <class T>
void Experiment<T>::load_data() {
    source_ = sources().make(config_.source());
    RawData raw = source_->read({});
    const bool one_class_each =
        !losses<T>().traits(config_.plain_loss()).only_with.front().empty() &&
        is_distribution(last_activation(config_.network.layers));
    if (raw.targets.size() > 1 && one_class_each) {
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
    result->weights.assign(data.weights.begin(), data.weights.end());
    const ClassCode code = losses<T>().traits(config_.plain_loss()).classes;
    result->no = T(code.no);
    result->yes = T(code.yes);
    return result;
}

/// Class weights join the weights of the samples. "balanced" is scikit-learn's: a class of n_k of n
/// training samples, one of K, counts n / (K n_k).
template <class T>
void Experiment<T>::weigh_classes() {
    const auto wanted = config_.loss_config().class_weights;
    if (!wanted) return;
    const auto fail = [&](const std::string& what) {
        throw config_.error("/loss/class_weights", what);
    };
    const auto& classes = columns_.classes;
    if (classes.empty()) fail("the target is a number, which has no classes");
    std::vector<double> weights(classes.size(), 1.0);
    if (const auto* by_name = std::get_if<NumbersByName>(&*wanted)) {
        for (const auto& [name, weight] : *by_name) {
            const auto found = std::find(classes.begin(), classes.end(), name);
            if (found == classes.end()) {
                fail(fmt::format("there is no class '{}'; {}", name,
                                 suggest(name, classes, "known classes")));
            }
            weights[static_cast<std::size_t>(found - classes.begin())] = weight;
        }
    } else {
        std::vector<double> counts(classes.size());
        for (const Index row : train_.rows) ++counts[data_->labels[static_cast<std::size_t>(row)]];
        for (std::size_t k = 0; k < classes.size(); ++k) {
            weights[k] = static_cast<double>(train_.samples()) /
                         (static_cast<double>(classes.size()) * std::max(counts[k], 1.0));
        }
    }
    for (auto* data : {data_.get(), validation_data_.get(), test_data_.get()}) {
        if (data == nullptr) continue;
        data->weights.resize(data->labels.size(), T(1));
        for (std::size_t i = 0; i < data->labels.size(); ++i) {
            data->weights[i] *= T(weights[data->labels[i]]);
        }
    }
}

template <class T>
void Experiment<T>::build_network() {
    auto& layer_choices = config_.network.layers;
    const Index natural = natural_outputs();
    const auto units_layer = last_layer_with_units(layer_choices);
    if (units_layer && !layer_choices[*units_layer].options.contains("units")) {
        layer_choices[*units_layer].options["units"] = natural;
    }

    const auto features = static_cast<Index>(columns_.features.size());
    const Shape shape = input_shape(config_, features);
    at_place(config_, "/network", [&] {
        model_ = std::make_unique<Model<T>>(
            Model<T>{Network<T>(shape, layer_choices), columns_, scaling_, config_.plain_loss()});
        model_->network.check_trainable();
    });
    Network<T>& network = model_->network;

    const auto classes = static_cast<Index>(columns_.classes.size());
    if (network.outputs() != natural && (classes == 0 || network.outputs() != classes)) {
        const std::size_t place = units_layer.value_or(layer_choices.size() - 1);
        throw config_.error(
            fmt::format("/network/layers/{}{}", place, units_layer ? "/units" : ""),
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
    at_place(config_, "/loss",
             [&] { objective_ = std::make_unique<Objective<T>>(config_.plain_loss(), network); });
    optimizer_ = optimizers<T>().make(config_.optimizer);
    at_place(config_, "/optimizer", [&] {
        check_optimizer(network, objective_->loss(), optimizer_->traits(), config_.training);
    });
    if (config_.schedule) schedule_ = schedules().make(*config_.schedule);
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
    if (!schedule_) return;
    at_place(config_, "/schedule/monitor", [&] {
        check_monitor(*schedule_, measured_names(metric_names_, !validation_.empty()));
    });
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
    if (schedule_) trainer.set_schedule(*schedule_);
    return trainer.fit(train_, validation_);
}

template <class T>
Scores Experiment<T>::score(const Subset<T>& samples) const {
    if (samples.empty()) return {};
    ScoreBoard<T> board(metric_names_, objective_->loss().traits().classes.middle());
    auto workspace = model_->network.make_workspace(std::min<Index>(samples.samples(), 256));
    return evaluate(model_->network, *objective_, samples, board, workspace);
}

template <class T>
std::vector<TensorCheck> Experiment<T>::check_gradients(Index samples) {
    if constexpr (std::is_same_v<T, double>) {
        auto workspace = model_->network.make_workspace(samples);
        workspace.random = Random(static_cast<std::uint64_t>(config_.seed), RandomStream::noise);
        gather(*train_.data, std::span(train_.rows).first(static_cast<std::size_t>(samples)),
               view(workspace.x), view(workspace.target),
               VectorView<T>(workspace.weight.data(), samples));
        // Biases of 0 and inputs of 0, as in pictures, put units at the very kink of relu, where
        // nothing can be compared.
        auto& parameters = model_->network.parameters();
        const Vector<T> saved = parameters.values();
        for (T& value : parameters.values()) value += 1e-3 * workspace.random.normal();
        const auto checks = mlp::check_gradients(model_->network, *objective_, workspace, samples);
        parameters.values() = saved;
        return checks;
    } else {
        throw InputError("gradients can be checked in float64 only");
    }
}

template class Experiment<float>;
template class Experiment<double>;

}  // namespace mlp
