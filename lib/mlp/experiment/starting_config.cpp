#include "mlp/experiment/starting_config.h"

#include "mlp/config/document.h"
#include "mlp/core/text.h"
#include "mlp/experiment/table_facts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace mlp {
namespace {

// --- the rules of thumb, in one place ---

/// Skewness from which on a column is bent before it is scaled.
constexpr double skewed = 2;
/// Samples of the largest class for one of the smallest, from which on classes are weighed.
constexpr double imbalance = 10;
/// Tables of fewer rows get one hidden layer, larger ones two.
constexpr Index rows_for_two_layers = 1000;

/// Classes of fewer rows are hard to learn and to judge.
constexpr Index few_of_a_class = 5;

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
    Writer(const TableFacts& table, const StartingPoint& start) : table_(table), start_(start) {}

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
            fmt::arg("rows", table_.rows), fmt::arg("file", one_line(start_.file)),
            fmt::arg("path", one_line(start_.path)), fmt::arg("name", quoted(start_.name)),
            fmt::arg("seed", seed), fmt::arg("data", data()), fmt::arg("network", network()),
            fmt::arg("loss", loss()), fmt::arg("learning", learning()));
    }

  private:
    bool imbalanced() const {
        return table_.classification && static_cast<double>(table_.largest_class) >=
                                            imbalance * static_cast<double>(table_.smallest_class);
    }
    std::string preprocessing() const {
        if (table_.is_picture()) {
            return "    // All columns are of one kind, like the pixels of a picture: from 0 to "
                   "1.\n"
                   "    \"preprocessing\": \"minmax\",\n";
        }
        std::vector<std::string> texts;
        std::vector<std::string> mixed;
        std::vector<std::string> bent;
        for (const auto& column : table_.inputs) {
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
        const bool mostly_bent = 2 * bent.size() > table_.inputs.size();
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
            table_.target_has_gaps()
                ? "    // Rows without a target teach nothing, and are left out.\n"
                : "";
        if (!table_.has_gaps()) {
            return left_out.empty() ? "" : fmt::format("{}    \"missing\": \"drop\",\n", left_out);
        }
        Index cells = 0;
        std::size_t columns = 0;
        for (const auto& column : table_.inputs) {
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
        text += fmt::format("    \"target\": {}, // {}\n", quoted_list(start_.target),
                            one_line(table_.task));
        if (!table_.left_out.empty()) {
            std::vector<std::string> names;
            text += "    // Left out:\n";
            for (const auto& [column, why] : table_.left_out) {
                names.push_back(quoted(column));
                text += one_line(fmt::format("    //   '{}' {}", column, why)) + '\n';
            }
            text += fmt::format("    \"ignore\": [{}],\n", join(names));
        }
        text += preprocessing() + gaps();
        if (!table_.classification) {
            text +=
                "    // The network sees the target with mean 0 and standard deviation 1; "
                "predictions and\n    // metrics are in its own units.\n"
                "    \"target_scaling\": \"standardize\",\n";
        }
        const bool stratify = table_.classification && table_.smallest_class >= few_of_a_class;
        if (stratify) {
            text +=
                "    // One row in seven says when to stop, and one in seven judges the finished "
                "network; both\n    // have the classes in the proportions of the table.\n";
        } else {
            text +=
                "    // One row in seven says when to stop, and one in seven judges the finished "
                "network.\n";
        }
        if (table_.classification && !stratify) {
            text += fmt::format(
                "    // '{}' is a rare class, of {}: see whether it can be learnt at "
                "all.\n",
                one_line(table_.rarest_class),
                counted(static_cast<std::size_t>(table_.smallest_class), "row"));
        }
        const char* part = table_.classification ? "{ \"fraction\": 0.15, \"stratify\": true }"
                                                 : "{ \"fraction\": 0.15 }";
        return text + fmt::format("    \"validation\": {0},\n    \"test\": {0}\n  }}", part);
    }

    std::string network() const {
        const Index first = hidden_units(table_.input_count());
        const bool two = table_.rows >= rows_for_two_layers;
        std::string layers =
            fmt::format("      {{ \"units\": {}, \"activation\": \"{}\"{} }},\n", first,
                        hidden_activation(), two ? ", \"dropout\": 0.2" : "");
        if (two) {
            layers += fmt::format("      {{ \"units\": {}, \"activation\": \"{}\" }},\n", first / 2,
                                  hidden_activation());
        }
        const bool binary = table_.classes.size() == 2;
        const char* output = !table_.classification ? "linear" : binary ? "sigmoid" : "softmax";
        const std::string meaning =
            !table_.classification ? "any number"
            : binary ? fmt::format("the probability of '{}'", one_line(table_.classes.back()))
                     : "a probability for each class";
        layers += fmt::format("      {{ \"activation\": \"{}\" }} // {}\n", output, meaning);
        return fmt::format(
            "  // {} for {} inputs and {} rows. Weight decay and early\n  // stopping "
            "keep too many units in check; too few nothing can help.\n"
            "  \"network\": {{\n    \"layers\": [\n{}    ]\n  }}",
            two ? "Two hidden layers" : "One hidden layer", table_.input_count(), table_.rows,
            layers);
    }

    /// Few rows: smooth units tell classes apart better; a regression is better kept nearly linear.
    const char* hidden_activation() const {
        return table_.classification && table_.rows < rows_for_two_layers ? "tanh" : "relu";
    }
    double weight_decay() const {
        if (table_.rows >= rows_for_two_layers) return 0.1;
        return table_.classification ? 0.1 : 1.0;
    }
    std::string loss() const {
        if (!table_.classification) {
            return "  \"loss\": \"mse\", // the mean squared error; \"huber\" if some rows are "
                   "wild\n"
                   "  \"metrics\": [\"rmse\", \"mae\", \"r2\"],";
        }
        const char* name = table_.classes.size() == 2 ? "binary_cross_entropy" : "cross_entropy";
        std::string text = imbalanced()
                               ? fmt::format(
                                     "  // The largest class has {} rows, the smallest {}: "
                                     "weights make up for it, and\n  // balanced_accuracy "
                                     "counts each class the same.\n"
                                     "  \"loss\": {{ \"type\": \"{}\", \"class_weights\": "
                                     "\"balanced\" }},\n",
                                     table_.largest_class, table_.smallest_class, name)
                               : fmt::format("  \"loss\": \"{}\", // for {} classes\n", name,
                                             table_.classes.size());
        return text + fmt::format("  \"metrics\": [\"accuracy\", \"balanced_accuracy\", \"{}\"],",
                                  table_.classes.size() == 2 ? "roc_auc" : "f1_macro");
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
            to_text(weight_decay()), batch_size(table_.rows));
    }

    const TableFacts& table_;
    const StartingPoint& start_;
};

}  // namespace

std::string starting_config(const RawData& table, const StartingPoint& start) {
    return Writer(table_facts(table, start.classification), start).text();
}

}  // namespace mlp
