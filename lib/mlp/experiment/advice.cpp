#include "mlp/experiment/advice.h"

#include "mlp/config/document.h"
#include "mlp/config/reader.h"
#include "mlp/core/text.h"
#include "mlp/data/number_facts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Inputs whose numbers go further than this slow training down or break it.
constexpr double far_from_zero = 10;
/// Samples of the largest class for one of the smallest, from which on accuracy says little.
constexpr double imbalance = 10;
/// Truth tables are learnt by heart on purpose.
constexpr Index truth_table_samples = 16;

/// "'a', 'b' and 3 more"
std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) {
        text += fmt::format("{}'{}'", i == 0 ? "" : ", ", names[i]);
    }
    return names.size() > shown ? fmt::format("{} and {} more", text, names.size() - shown) : text;
}

/// Looks through an experiment and notes what it finds.
template <class T>
class Adviser {
  public:
    Adviser(const Experiment<T>& experiment, const ExperimentData& data)
        : experiment_(experiment), config_(experiment.config()), data_(data) {
        for (const Index row : experiment.train_samples().rows)
            training_.push_back(data.kept[static_cast<std::size_t>(row)]);
    }

    std::vector<std::string> look() {
        look_at_columns();
        look_at_inputs();
        look_at_classes();
        look_at_size();
        look_at_learning_rate();
        return std::move(found_);
    }

  private:
    void note(const std::string& pointer, const std::string& message, const std::string& remedy) {
        const std::string place = config_.document ? config_.document->place(pointer) : "config";
        found_.push_back(format_error(place, pointer, message, remedy, "warning"));
    }

    /// What stands in a raw column for each training sample, in a form that can be compared.
    std::string spelling(std::size_t column, Index sample) {
        if (!data_.raw->inputs.numbers) return data_.raw->inputs.cells[column].spelling(sample);
        numbers_.resize(data_.raw->inputs.names.size());
        data_.raw->inputs.numbers->read(sample, numbers_.data());
        return to_text(numbers_[column]);
    }

    bool is_constant(std::size_t column) {
        const std::string first = spelling(column, training_.front());
        return std::ranges::all_of(training_,
                                   [&](Index sample) { return spelling(column, sample) == first; });
    }

    /// Whether each class has one value of the column, and each value one class.
    bool names_classes(std::size_t column) {
        std::map<std::string, std::uint32_t> class_of;
        std::set<std::uint32_t> classes;
        for (std::size_t i = 0; i < training_.size(); ++i) {
            const std::uint32_t label =
                data_.samples.labels[static_cast<std::size_t>(experiment_.train_samples().rows[i])];
            const auto [found, added] = class_of.emplace(spelling(column, training_[i]), label);
            if (found->second != label) return false;
            classes.insert(label);
            if (class_of.size() > data_.targets.classes.size()) return false;
        }
        return class_of.size() == classes.size();
    }

    /// Whether a number column is a target, but for unit and offset.
    bool is_target(std::size_t column) {
        if (data_.raw->inputs.numbers || !data_.raw->inputs.cells[column].texts().empty())
            return false;
        const Column& x = data_.raw->inputs.cells[column];
        return std::ranges::any_of(data_.raw->targets, [&](const Column& y) {
            const auto facts = number_facts(training_,
                                            [&](Index sample, double* out) {
                                                out[0] = x.number(sample);
                                                out[1] = y.number(sample);
                                            },
                                            {false, false});
            double products = 0;
            for (const Index sample : training_) {
                products += (x.number(sample) - facts[0].mean) * (y.number(sample) - facts[1].mean);
            }
            const double n = static_cast<double>(training_.size());
            const double correlation = products / (n * facts[0].stddev * facts[1].stddev);
            return training_.size() > 2 && std::abs(correlation) > 1 - 1e-9;
        });
    }

    void look_at_columns() {
        const auto& names = data_.raw->inputs.names;
        const bool truth_table = static_cast<Index>(training_.size()) <= truth_table_samples;
        // A block is an image more often than not, and its edges are constant.
        if (data_.raw->inputs.numbers || truth_table) return;
        std::vector<std::string> constant;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (is_constant(i)) {
                constant.push_back(names[i]);
            } else if (data_.targets.classification() ? names_classes(i) : is_target(i)) {
                note("/data",
                     fmt::format("the column '{}' gives the target '{}' away: each of its values "
                                 "belongs to one {}",
                                 names[i], join(data_.targets.names),
                                 data_.targets.classification() ? "class" : "target"),
                     "leave it out (\"ignore\"), unless it is known before the target is");
            }
        }
        if (constant.empty()) return;
        note("/data",
             fmt::format("{} {} never change{} in the training samples, so nothing can be learnt "
                         "from {}",
                         constant.size() == 1 ? "the column" : "the columns", some_of(constant),
                         constant.size() == 1 ? "s" : "", constant.size() == 1 ? "it" : "them"),
             "leave them out with \"ignore\"");
    }

    void look_at_inputs() {
        const auto& samples = experiment_.train_samples();
        const auto& names = experiment_.model().preprocessing.input_names();
        if (samples.data->stored) return;
        const auto facts = number_facts(
            samples.rows,
            [&](Index row, double* out) {
                VectorView<double>(out, samples.data->features()) =
                    samples.data->inputs.col(row).template cast<double>();
            },
            std::vector<bool>(names.size(), false));
        std::vector<std::string> wild;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (std::abs(facts[i].mean) > far_from_zero || facts[i].stddev > far_from_zero)
                wild.push_back(names[i]);
        }
        if (wild.empty()) return;
        note("/data",
             fmt::format(
                 "inputs are not scaled: {} lie{} far from the range around 0 where networks "
                 "learn",
                 some_of(wild), wild.size() == 1 ? "s" : ""),
             "\"preprocessing\": \"standardize\" does it");
    }

    void look_at_classes() {
        if (!data_.targets.classification() || config_.loss_config().class_weights) return;
        std::vector<double> counts(data_.targets.classes.size());
        for (const Index row : experiment_.train_samples().rows)
            ++counts[data_.samples.labels[static_cast<std::size_t>(row)]];
        const auto [fewest, most] = std::ranges::minmax_element(counts);
        if (*most < imbalance * *fewest) return;
        const auto name = [&](auto place) {
            return data_.targets.classes[static_cast<std::size_t>(place - counts.begin())];
        };
        note("/loss",
             fmt::format("the classes are of very different size: {} samples of '{}', but {} of "
                         "'{}'; a network that never says '{}' would look good",
                         *most, name(most), *fewest, name(fewest), name(fewest)),
             "\"class_weights\": \"balanced\" in the loss, and judge by \"balanced_accuracy\" or "
             "\"f1_macro\"");
    }

    /// Whether anything keeps a large network from learning few samples by heart.
    bool is_held_back() const {
        const auto positive = [](const OptionValues& options, const char* name) {
            const auto found = options.find(name);
            return found != options.end() && OptionCodec<double>::from_value(found->second) > 0;
        };
        Choice optimizer = config_.optimizer;
        const EntryInfo entry = optimizer_names().meant_by(optimizer);
        if (const auto* decay = entry.find("weight_decay"))
            optimizer.options.try_emplace(decay->name, decay->default_value);
        const auto& training = config_.training;
        return config_.early_stopping || training.l1 > 0 || training.l2 > 0 ||
               positive(optimizer.options, "weight_decay") ||
               std::ranges::any_of(config_.network.layers, [&](const Choice& layer) {
                   return layer.type.ends_with("dropout") || positive(layer.options, "dropout");
               });
    }

    void look_at_size() {
        const Index samples = experiment_.train_samples().samples();
        const Index parameters = experiment_.model().network.parameters().learnt();
        if (samples < parameters && samples > truth_table_samples && !is_held_back()) {
            note("/network",
                 fmt::format("{} parameters for {} training samples: the network can learn them by "
                             "heart instead of what they have in common",
                             parameters, samples),
                 "fewer units, \"weight_decay\" in adamw, \"dropout\", or \"early_stopping\"");
        }
        // The default is a size that nobody chose.
        const Json::json_pointer batch_size("/training/batch_size");
        const bool chosen = !config_.document || config_.document->root().contains(batch_size);
        if (chosen && config_.training.batch_size > samples) {
            note("/training/batch_size",
                 fmt::format("the batch size {} is larger than the {} training samples, so every "
                             "batch is all of them",
                             config_.training.batch_size, samples),
                 fmt::format("set {} if that is meant", samples));
        }
    }

    void look_at_learning_rate() {
        const auto& usual = optimizers<double>().traits(config_.optimizer).usual_rates;
        const EntryInfo entry = optimizer_names().meant_by(config_.optimizer);
        const auto* option = entry.find("learning_rate");
        const auto given = config_.optimizer.options.find("learning_rate");
        if (option == nullptr || given == config_.optimizer.options.end()) return;
        const double rate = OptionCodec<double>::from_value(given->second);
        if (usual.contains(rate)) return;
        note("/optimizer/learning_rate",
             fmt::format(
                 "a learning rate of {} is far off for {}: {}", to_text(rate), entry.name,
                 rate > usual.max ? "training will hardly converge" : "training will hardly move"),
             fmt::format("its default is {}",
                         to_text(OptionCodec<double>::from_value(option->default_value))));
    }

    const Experiment<T>& experiment_;
    const ExperimentConfig& config_;
    const ExperimentData& data_;
    std::vector<Index> training_;  ///< raw samples
    std::vector<double> numbers_;
    std::vector<std::string> found_;
};

}  // namespace

template <class T>
std::vector<std::string> advice(const Experiment<T>& experiment, const ExperimentData& data) {
    return Adviser<T>(experiment, data).look();
}

template std::vector<std::string> advice(const Experiment<float>&, const ExperimentData&);
template std::vector<std::string> advice(const Experiment<double>&, const ExperimentData&);

}  // namespace mlp
