#include "mlp/experiment/starting_config.h"

#include "mlp/config/document.h"
#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/categories.h"
#include "mlp/experiment/table_facts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace mlp {
namespace {

// --- the rules of thumb, in one place ---

/// Whole numbers with no more different values than these are taken for classes.
constexpr Index most_number_classes = 20;
/// Skewness from which on a column is bent before it is scaled.
constexpr double skewed = 2;
/// Samples of the largest class for one of the smallest, from which on classes are weighed.
constexpr double imbalance = 10;
/// Tables of fewer rows get one hidden layer, larger ones two.
constexpr Index rows_for_two_layers = 1000;

constexpr Index seed = 7;

/// Twice the inputs, as a power of two between 16 and 128.
Index hidden_units(Index inputs) {
    Index units = 16;
    while (units < 128 && units < 2 * inputs) units *= 2;
    return units;
}

/// Some forty steps an epoch, in batches from 16 to 256.
Index batch_size(Index rows) {
    Index size = 16;
    while (size < 256 && rows / size > 40) size *= 2;
    return size;
}

std::string quoted(const std::string& text) { return Json(text).dump(); }

std::string quoted_list(const std::vector<std::string>& texts) {
    std::vector<std::string> result;
    for (const auto& text : texts) result.push_back(quoted(text));
    return texts.size() == 1 ? result.front() : "[" + join(result) + "]";
}

/// Comments are one line each, whatever stands in names.
std::string one_line(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    return text;
}

class Writer {
  public:
    Writer(const RawData& table, const StartingPoint& start)
        : table_(table), start_(start), rows_(table.samples()) {
        for (const auto& column : table.inputs.cells) look_at_input(column_facts(column));
        for (const auto& column : table.targets) targets_.push_back(column_facts(column));
        if (inputs_.empty()) {
            throw InputError(fmt::format("{}: no column is left to learn from", table.origin));
        }
        decide_task();
    }

    std::string text() const {
        return fmt::format(
            "// A starting point for {rows} rows of {path}.\n"
            "//   mlp train {file}                      trains it\n"
            "//   mlp train {file} --cross-validate 5   judges it first\n"
            "{{\n"
            "  \"name\": {name},\n"
            "  \"seed\": {seed}, // fixes the split, the first weights and the order of the rows\n"
            "{data},\n\n"
            "{network},\n\n"
            "{loss}\n"
            "{learning}"
            "}}\n",
            fmt::arg("rows", rows_), fmt::arg("file", one_line(start_.file)),
            fmt::arg("path", one_line(start_.path)), fmt::arg("name", quoted(start_.name)),
            fmt::arg("seed", seed), fmt::arg("data", data()), fmt::arg("network", network()),
            fmt::arg("loss", loss()), fmt::arg("learning", learning()));
    }

  private:
    void leave_out(const ColumnFacts& column, const std::string& why) {
        ignored_.push_back(column.name);
        reasons_.push_back(fmt::format("'{}' {}", column.name, why));
    }

    void look_at_input(const ColumnFacts& column) {
        const bool all_different = column.distinct >= column.count && rows_ > 20;
        if (column.count == 0) return leave_out(column, "is empty");
        if (column.distinct == 1 && column.missing == 0) return leave_out(column, "never changes");
        if (column.counts_up && rows_ > 20) return leave_out(column, "numbers the rows");
        if (!column.numbers && (all_different || 2 * column.distinct > column.count) && rows_ > 20)
            return leave_out(column, "is a different text in most rows");
        if (!column.numbers && column.distinct > 1000)
            return leave_out(column, fmt::format("has {} different texts", column.distinct));
        inputs_.push_back(column);
    }

    void decide_task() {
        const ColumnFacts& target = targets_.front();
        for (const auto& column : targets_) {
            if (column.count == 0) {
                throw InputError(
                    fmt::format("{}: the target '{}' is empty", table_.origin, column.name));
            }
            if (column.distinct < 2) {
                throw InputError(
                    fmt::format("{}: the target '{}' is the same in every row, so "
                                "there is nothing to predict",
                                table_.origin, column.name));
            }
        }
        if (targets_.size() > 1) {
            classification_ = false;
            task_ = "several targets are numbers, one output each";
            for (const auto& column : targets_) {
                if (!column.numbers)
                    throw InputError(
                        fmt::format("{}: of several targets, each must be numbers, "
                                    "but '{}' holds texts",
                                    table_.origin, column.name));
            }
            return;
        }
        const bool few = target.integers && target.distinct <= most_number_classes &&
                         target.distinct * 5 <= target.count;
        classification_ = start_.classification.value_or(!target.numbers || few);
        if (!classification_ && !target.numbers) {
            throw InputError(fmt::format("{}: the target '{}' holds texts, so it is a class",
                                         table_.origin, target.name));
        }
        if (!target.numbers) {
            task_ = fmt::format("texts are classes: {} of them", target.distinct);
        } else if (classification_) {
            task_ = fmt::format(
                "{} different whole numbers are taken for classes; for numbers: mlp "
                "init --task regression",
                target.distinct);
        } else {
            task_ = "a number to be predicted (regression)";
        }
        if (classification_) count_classes();
    }

    void count_classes() {
        std::map<std::string, Index> counts;
        const Column& target = table_.targets.front();
        for (Index row = 0; row < rows_; ++row) {
            if (!target.is_missing(row)) ++counts[target.spelling(row)];
        }
        for (const auto& [name, count] : counts) classes_.push_back(name);
        classes_ = in_order(std::move(classes_));
        largest_class_ = fewest_ = counts.begin()->second;
        for (const auto& [name, count] : counts) {
            largest_class_ = std::max(largest_class_, count);
            fewest_ = std::min(fewest_, count);
        }
        if (fewest_ < 5) {
            for (const auto& [name, count] : counts) {
                if (count == fewest_) rare_ = name;
            }
        }
    }

    bool has_gaps() const {
        return std::ranges::any_of(inputs_, [](const auto& column) { return column.missing > 0; });
    }
    bool target_has_gaps() const {
        return std::ranges::any_of(targets_, [](const auto& column) { return column.missing > 0; });
    }
    bool imbalanced() const {
        return classification_ &&
               static_cast<double>(largest_class_) >= imbalance * static_cast<double>(fewest_);
    }
    Index input_count() const {
        Index count = 0;
        for (const auto& column : inputs_) {
            const bool bent_or_plain = column.numbers;
            count += bent_or_plain ? 1 : column.distinct;
        }
        return count;
    }

    std::string preprocessing() const {
        if (is_picture()) {
            return "    // All columns are of one kind, like the pixels of a picture: to the range "
                   "from "
                   "0 to 1.\n    \"preprocessing\": \"minmax\",\n";
        }
        std::vector<std::string> texts;
        std::vector<std::string> mixed;
        std::vector<std::string> bent;
        for (const auto& column : inputs_) {
            const bool is_bent =
                column.numbers && std::abs(column.skewness) > skewed && column.distinct > 10;
            if (!column.numbers) texts.push_back(column.name);
            if (column.mixed) mixed.push_back(quoted(column.name) + ": \"one_hot\"");
            if (is_bent) bent.push_back(quoted(column.name) + ": \"yeo_johnson\"");
        }
        std::string text =
            "    // Numbers get mean 0 and standard deviation 1 by the training rows.\n";
        if (!bent.empty()) {
            text += fmt::format(
                "    // {} some numbers far from all others: yeo_johnson bends them "
                "by a power first.\n",
                bent.size() == 1 ? "1 column has" : fmt::format("{} columns have", bent.size()));
        }
        if (!texts.empty()) {
            text +=
                fmt::format("    // {} of texts: an input for each text, 1 for its own, else 0.\n",
                            counted(texts.size(), "column"));
        }
        const bool mostly_bent = 2 * bent.size() > inputs_.size();
        const std::string usual = mostly_bent ? "\"yeo_johnson\"" : "\"standardize\"";
        if (mostly_bent) bent.clear();
        bent.insert(bent.end(), mixed.begin(), mixed.end());
        if (bent.empty()) return fmt::format("{}    \"preprocessing\": {},\n", text, usual);
        return fmt::format(
            "{}    \"preprocessing\": {{\n      \"default\": {},\n"
            "      \"columns\": {{\n        {}\n      }}\n    }},\n",
            text, usual, join(bent, ",\n        "));
    }

    std::string gaps() const {
        const std::string_view left_out =
            target_has_gaps() ? "    // Rows without a target teach nothing, and are left out.\n"
                              : "";
        if (!has_gaps()) {
            return left_out.empty() ? "" : fmt::format("{}    \"missing\": \"drop\",\n", left_out);
        }
        Index cells = 0;
        std::size_t columns = 0;
        for (const auto& column : inputs_) {
            cells += column.missing;
            columns += column.missing > 0;
        }
        return fmt::format(
            "{}    // {} of {} {} empty: the median stands for them (of texts the most frequent),\n"
            "    // and one more input says where that is so.\n"
            "    \"missing\": \"median\",\n    \"missing_indicator\": true,\n",
            left_out, counted(static_cast<std::size_t>(cells), "cell"), counted(columns, "column"),
            cells == 1 ? "is" : "are");
    }

    std::string data() const {
        std::string text = fmt::format(
            "  \"data\": {{\n    \"type\": \"csv\",\n    \"path\": {},\n", quoted(start_.path));
        if (start_.delimiter)
            text += fmt::format("    \"delimiter\": {},\n", quoted(*start_.delimiter));
        if (!start_.header) text += "    \"header\": false,\n";
        text +=
            fmt::format("    \"target\": {}, // {}\n", quoted_list(start_.target), one_line(task_));
        if (!ignored_.empty()) {
            text += "    // Left out:";
            for (const auto& reason : reasons_) text += "\n    //   " + one_line(reason);
            text += fmt::format("\n    \"ignore\": [{}],\n", [&] {
                std::vector<std::string> names;
                for (const auto& name : ignored_) names.push_back(quoted(name));
                return join(names);
            }());
        }
        text += preprocessing() + gaps();
        if (!classification_) {
            text +=
                "    // The network sees the target with mean 0 and standard deviation 1; "
                "predictions and\n    // metrics are in its own units.\n"
                "    \"target_scaling\": \"standardize\",\n";
        }
        const bool stratify = classification_ && fewest_ >= 5;
        if (stratify) {
            text +=
                "    // One row in seven says when to stop, and one in seven judges the finished "
                "network; both\n    // have the classes in the proportions of the table.\n";
        } else {
            text +=
                "    // One row in seven says when to stop, and one in seven judges the finished "
                "network.\n";
        }
        if (classification_ && !rare_.empty()) {
            text += fmt::format(
                "    // '{}' is a rare class, of {}: see whether it can be learnt at "
                "all.\n",
                one_line(rare_), counted(static_cast<std::size_t>(fewest_), "row"));
        }
        const char* part = classification_ ? "{ \"fraction\": 0.15, \"stratify\": true }"
                                           : "{ \"fraction\": 0.15 }";
        return text + fmt::format("    \"validation\": {0},\n    \"test\": {0}\n  }}", part);
    }

    std::string network() const {
        const Index first = hidden_units(input_count());
        const bool two = rows_ >= rows_for_two_layers;
        std::string layers =
            fmt::format("      {{ \"units\": {}, \"activation\": \"{}\"{} }},\n", first,
                        hidden_activation(), two ? ", \"dropout\": 0.2" : "");
        if (two) {
            layers += fmt::format("      {{ \"units\": {}, \"activation\": \"{}\" }},\n", first / 2,
                                  hidden_activation());
        }
        const bool binary = classes_.size() == 2;
        const char* output = !classification_ ? "linear" : binary ? "sigmoid" : "softmax";
        const std::string meaning =
            !classification_ ? "any number"
            : binary         ? fmt::format("the probability of '{}'", one_line(classes_.back()))
                             : "a probability for each class";
        layers += fmt::format("      {{ \"activation\": \"{}\" }} // {}\n", output, meaning);
        return fmt::format(
            "  // {} for {} inputs and {} rows. Weight decay and early\n  // stopping "
            "keep too many units in check; too few nothing can help.\n"
            "  \"network\": {{\n    \"layers\": [\n{}    ]\n  }}",
            two ? "Two hidden layers" : "One hidden layer", input_count(), rows_, layers);
    }

    /// Few rows: smooth units tell classes apart better; a regression is better kept nearly linear.
    const char* hidden_activation() const {
        return classification_ && rows_ < rows_for_two_layers ? "tanh" : "relu";
    }
    double weight_decay() const {
        if (rows_ >= rows_for_two_layers) return 0.1;
        return classification_ ? 0.1 : 1.0;
    }
    /// Pixels and their like: whole numbers that go from 0 up to one largest number in most
    /// columns.
    bool is_picture() const {
        std::map<double, std::size_t> largest;
        for (const auto& column : inputs_) {
            if (!column.integers || column.min < 0) return false;
            ++largest[column.max];
        }
        const auto most =
            std::ranges::max_element(largest, {}, [](const auto& entry) { return entry.second; });
        return inputs_.size() >= 16 && 2 * most->second > inputs_.size();
    }

    std::string loss() const {
        if (!classification_) {
            return "  \"loss\": \"mse\", // the mean squared error; \"huber\" if some rows are "
                   "wild\n"
                   "  \"metrics\": [\"rmse\", \"mae\", \"r2\"],";
        }
        const char* name = classes_.size() == 2 ? "binary_cross_entropy" : "cross_entropy";
        std::string text =
            imbalanced()
                ? fmt::format(
                      "  // The largest class has {} rows, the smallest {}: "
                      "weights make up for it, and\n  // balanced_accuracy "
                      "counts each class the same.\n"
                      "  \"loss\": {{ \"type\": \"{}\", \"class_weights\": "
                      "\"balanced\" }},\n",
                      largest_class_, fewest_, name)
                : fmt::format("  \"loss\": \"{}\", // for {} classes\n", name, classes_.size());
        return text + fmt::format("  \"metrics\": [\"accuracy\", \"balanced_accuracy\", \"{}\"],",
                                  classes_.size() == 2 ? "roc_auc" : "f1_macro");
    }

    std::string learning() const {
        return fmt::format(
            "  // Weight decay keeps the weights small, so that few rows are not learnt by heart.\n"
            "  \"optimizer\": {{ \"type\": \"adamw\", \"learning_rate\": 0.003, \"weight_decay\": "
            "{} }},\n"
            "  // Up to 300 epochs, but no more once the validation loss has not fallen for 30;\n"
            "  // the weights of the best epoch are kept.\n"
            "  \"training\": {{ \"epochs\": 300, \"batch_size\": {} }},\n"
            "  \"early_stopping\": {{ \"monitor\": \"validation_loss\", \"patience\": 30 }}\n",
            to_text(weight_decay()), batch_size(rows_));
    }

    const RawData& table_;
    const StartingPoint& start_;
    Index rows_;
    std::vector<ColumnFacts> inputs_;
    std::vector<ColumnFacts> targets_;
    std::vector<std::string> ignored_;
    std::vector<std::string> reasons_;
    std::string task_;
    bool classification_ = false;
    std::vector<std::string> classes_;
    Index largest_class_ = 0;
    Index fewest_ = 0;
    std::string rare_;
};

}  // namespace

std::string starting_config(const RawData& table, const StartingPoint& start) {
    return Writer(table, start).text();
}

}  // namespace mlp
