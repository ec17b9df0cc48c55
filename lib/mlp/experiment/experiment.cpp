#include "mlp/experiment/experiment.h"

#include "mlp/config/document.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"
#include "mlp/data/prepare.h"
#include "mlp/io/weights.h"
#include "mlp/nn/backend.h"
#include "mlp/train/check_optimizer.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <limits>
#include <span>
#include <type_traits>

#include <fmt/format.h>

namespace mlp {
namespace {

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

/// Above this, inputs that stand in a mapped file stay there.
constexpr double largest_in_memory = 1024.0 * 1024 * 1024;

}  // namespace

/// How many outputs the data asks for: two classes share one unit, unless the activation shares out
/// a sum of 1.
template <class T>
Index Experiment<T>::natural_outputs() const {
    if (!targets_.classification()) return static_cast<Index>(targets_.names.size());
    const auto classes = static_cast<Index>(targets_.classes.size());
    return classes == 2 && !is_distribution(last_activation(config_.network.layers)) ? 1 : classes;
}

template <class T>
Experiment<T>::Experiment(ExperimentConfig config)
    : Experiment(std::move(config), nullptr, std::nullopt) {}

template <class T>
Experiment<T>::Experiment(ExperimentConfig config, std::shared_ptr<const ExperimentData> data,
                          std::optional<Split> split)
    : config_(std::move(config)) {
    if (data == nullptr) data = load_data(config_);
    prepare_data(*data, std::move(split));
    weigh_classes();
    build_network();
    choose_metrics();
}

template <class T>
void Experiment<T>::prepare_data(const ExperimentData& data, std::optional<Split> given) {
    const DataConfig options = config_.data_config();
    Split split = given ? std::move(*given)
                        : split_samples(data.samples, options.validation.value_or(HoldOut{}),
                                        options.test.value_or(HoldOut{}),
                                        static_cast<std::uint64_t>(config_.seed));
    check_classes(data, split);
    std::vector<Index> training;
    for (const Index row : split.train) {
        training.push_back(data.kept[static_cast<std::size_t>(row)]);
    }
    at_place(config_, "/data/preprocessing",
             [&] { preprocessing_ = fit_preprocessing(*data.raw, training, options.rules()); });
    targets_ = data.targets;
    if (options.target_scaling.type != "none") {
        at_place(config_, "/data/target_scaling", [&] {
            targets_.scaling =
                fit_target_scaling(*data.raw, training, targets_, options.target_scaling);
        });
    }
    data_ = ready(data.raw, data.kept, "the held-out samples");
    train_ = {data_.get(), std::move(split.train)};
    data_files_ = data.source->files();
    if (const auto& weights = config_.network.initial_weights) {
        data_files_.push_back(weights->path);
    }
    validation_ = hold_out(data, options.validation, "validation", std::move(split.validation),
                           validation_data_);
    test_ = hold_out(data, options.test, "test", std::move(split.test), test_data_);
}

/// A class that training lacks cannot be learnt, so to judge by it says nothing.
template <class T>
void Experiment<T>::check_classes(const ExperimentData& data, const Split& split) const {
    const auto& labels = data.samples.labels;
    if (labels.empty()) return;
    std::vector<bool> learnt(data.targets.classes.size());
    const auto label = [&](Index row) { return labels[static_cast<std::size_t>(row)]; };
    for (const Index row : split.train) learnt[label(row)] = true;
    for (const auto* part : {&split.validation, &split.test}) {
        for (const Index row : *part) {
            if (learnt[label(row)]) continue;
            throw InputError(fmt::format(
                "{}: target '{}': the class '{}' fell to {} only, so training has none of it\n"
                "  help: hold out less, set \"stratify\": true, or leave such rare classes out",
                data.raw->place(data.kept[static_cast<std::size_t>(row)]),
                data.targets.names.front(), data.targets.classes[label(row)],
                part == &split.validation ? "validation" : "the test"));
        }
    }
}

/// The samples of a part: these rows of the data, or all of a file of its own.
template <class T>
Subset<T> Experiment<T>::hold_out(const ExperimentData& data, const std::optional<HoldOut>& part,
                                  std::string_view name, std::vector<Index>&& rows,
                                  std::unique_ptr<Dataset<T>>& own_data) {
    if (!part || !part->path) return {data_.get(), std::move(rows)};
    const auto source = data.source->at({*part->path, part->targets});
    for (const auto& file : source->files()) data_files_.push_back(file);
    auto raw = std::make_shared<const RawData>(source->read(preprocessing_.column_names()));
    std::vector<Index> kept;
    at_place(config_, fmt::format("/data/{}", name),
             [&] { kept = complete_samples(*raw, config_.data_config().rules()); });
    own_data = ready(raw, std::move(kept), raw->origin);
    return Subset<T>::all(*own_data);
}

template <class T>
std::unique_ptr<Dataset<T>> Experiment<T>::ready(std::shared_ptr<const RawData> raw,
                                                 std::vector<Index> samples,
                                                 std::string_view what) {
    const bool mappable = raw->inputs.numbers != nullptr && raw->inputs.numbers->is_mapped();
    const double bytes = static_cast<double>(samples.size()) * sizeof(T) *
                         static_cast<double>(preprocessing_.inputs());
    const auto wanted = config_.data_config().memory_map;
    if (wanted.value_or(false) && !mappable) {
        throw config_.error("/data/memory_map",
                            fmt::format("{} cannot be mapped; that takes an idx or npy file that "
                                        "is not packed",
                                        raw->origin));
    }
    const bool mapped = mappable && wanted.value_or(bytes > largest_in_memory);
    UnknownTexts unknown;
    auto result = std::make_unique<Dataset<T>>(
        prepare<T>(std::move(raw), std::move(samples), preprocessing_, targets_,
                   target_rules(config_), &unknown, mapped ? Keep::in_file : Keep::in_memory));
    for (const auto& [column, noted] : unknown.columns) {
        warnings_.push_back(fmt::format(
            "{}: column '{}': {} with a category that the training samples do not have, such as "
            "'{}': all its inputs are 0",
            what, column, counted(static_cast<std::size_t>(noted.cells), "cell"), noted.example));
    }
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
    const auto& classes = targets_.classes;
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

    const Shape shape = input_shape(config_, preprocessing_.inputs());
    try {
        model_ = std::make_unique<Model<T>>(Model<T>{
            Network<T>(shape, layer_choices), preprocessing_, targets_, config_.plain_loss()});
        model_->network.check_trainable();
    } catch (const LayerError& error) {
        throw config_.error("/network/layers" + error.where(), error.problem());
    } catch (const InputError& error) {
        throw config_.error("/network", error.what());
    }
    const bool bfloat16 = config_.precision == "bfloat16";
    at_place(config_, bfloat16 ? "/precision" : "/backend",
             [&] { model_->network.use(find_backend<T>(config_.backend, bfloat16)); });
    Network<T>& network = model_->network;

    const auto classes = static_cast<Index>(targets_.classes.size());
    if (network.outputs() != natural && (classes == 0 || network.outputs() != classes)) {
        const std::size_t place = units_layer.value_or(layer_choices.size() - 1);
        throw config_.error(
            fmt::format("/network/layers/{}{}", place, units_layer ? "/units" : ""),
            fmt::format("the last layer has {}, but the data has {}",
                        counted(static_cast<std::size_t>(network.outputs()), "unit"),
                        classes > 0
                            ? fmt::format("{} classes ({})", classes, join(targets_.classes))
                            : counted(targets_.names.size(), "target column")),
            fmt::format("set {}, or leave 'units' out", natural));
    }
    Random random(static_cast<std::uint64_t>(config_.seed), RandomStream::weights);
    network.initialize(random);
    take_initial_weights();

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
void Experiment<T>::take_initial_weights() {
    const auto& weights = config_.network.initial_weights;
    if (!weights) return;
    try {
        load_weights(weights->path, model_->network, weights->names);
    } catch (const TensorNameError& error) {
        throw config_.error(child("/network/initial_weights/names", error.name()), error.what());
    }
}

template <class T>
void Experiment<T>::choose_metrics() {
    judging_ = make_judging(model_->network, objective_->loss().traits(),
                            static_cast<Index>(targets_.classes.size()), targets_.scaling);
    if (!config_.metrics) config_.metrics = default_metrics(targets_.classification());
    const auto& metrics = *config_.metrics;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const std::string place = fmt::format("/metrics/{}", i);
        if (const auto problem = problem_with_metric(metrics[i], judging_); !problem.empty()) {
            throw config_.error(place, problem);
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (metrics[k].type == metrics[i].type) {
                throw config_.error(place, fmt::format("'{}' is asked for twice", metrics[i].type));
            }
        }
    }
    const auto measured = measured_names(metrics, !validation_.empty());
    if (schedule_) {
        at_place(config_, "/schedule/monitor", [&] { check_monitor(*schedule_, measured); });
    }
    if (config_.early_stopping) {
        at_place(config_, "/early_stopping/monitor",
                 [&] { check_monitor(*config_.early_stopping, measured); });
    }
}

template <class T>
std::unique_ptr<Trainer<T>> Experiment<T>::start(const std::vector<TrainingObserver*>& observers,
                                                 std::optional<int> threads) {
    auto trainer = std::make_unique<Trainer<T>>(model_->network, *objective_, *optimizer_,
                                                config_.training, *config_.metrics,
                                                static_cast<std::uint64_t>(config_.seed), judging_);
    for (auto* observer : observers) trainer->add_observer(*observer);
    if (schedule_) trainer->set_schedule(*schedule_);
    if (config_.early_stopping) trainer->set_early_stopping(*config_.early_stopping);
    if (config_.logging.diagnostics) trainer->make_diagnostics();
    const auto* wanted = std::get_if<Index>(&config_.threads);
    trainer->set_threads(threads.value_or(wanted != nullptr ? static_cast<int>(*wanted) : 0));
    trainer->begin(train_, validation_);
    return trainer;
}

template <class T>
TrainingResult Experiment<T>::train(const std::vector<TrainingObserver*>& observers) {
    const auto trainer = start(observers);
    while (trainer->run_epoch()) {
    }
    return trainer->finish();
}

template <class T>
Scores Experiment<T>::score(const Subset<T>& samples) const {
    if (samples.empty()) return {};
    ScoreBoard<T> board(*config_.metrics, judging_);
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
