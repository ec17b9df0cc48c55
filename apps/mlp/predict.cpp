#include "mlp/core/denormals.h"
#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"
#include "mlp/data/csv_reader.h"
#include "mlp/io/model.h"
#include "mlp/nn/loss.h"
#include "mlp/train/judging.h"

#include "command_facts.h"
#include "commands.h"
#include "table_input.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

/// Rows that are read, computed and written together.
constexpr Index block_rows = 1024;

struct Arguments : TableArguments {
    std::string file = "-";
    std::vector<std::string> columns;
    std::vector<std::string> keep;
};

/// Adds a cell of CSV. Text that was no UTF-8 becomes what it was.
void add_cell(std::string& text, std::string_view utf8) { add_csv_cell(text, bytes_of(utf8)); }

template <class T>
void add_number(std::string& text, T number) {
    std::array<char, 32> buffer;
    text.append(buffer.data(),
                std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr);
}

/// What can be said of a sample: the outputs of the network, and the logits before them.
template <class T>
struct Sample {
    ConstView<T> output;
    ConstView<T> logits;
};

/// Some columns of the output: their names, and how they are written.
template <class T>
struct OutputColumns {
    std::vector<std::string> names;
    std::function<void(std::string&, const Sample<T>&)> write;
};

template <class T>
void add_numbers(std::string& text, ConstView<T> numbers) {
    for (Index i = 0; i < numbers.size(); ++i) {
        if (i > 0) text += ',';
        add_number(text, numbers.data()[i]);
    }
}

/// All kinds of columns that a model can give, by the name that chooses them.
template <class T>
std::map<std::string, OutputColumns<T>> kinds_of(const Model<T>& model, const Judging& judging) {
    const Targets& targets = model.targets;
    const auto named = [](const std::string& what, const std::vector<std::string>& of) {
        std::vector<std::string> names;
        for (const auto& name : of) names.push_back(what + '_' + name);
        return names;
    };
    const auto write_outputs = [](std::string& text, const Sample<T>& sample) {
        add_numbers(text, sample.output);
    };
    const auto write_logits = [](std::string& text, const Sample<T>& sample) {
        add_numbers(text, sample.logits);
    };
    std::map<std::string, OutputColumns<T>> kinds;
    if (!targets.classification()) {
        kinds["value"] = {named("predicted", targets.names), write_outputs};
        return kinds;
    }
    const bool single = model.network.outputs() == 1;
    const T decision = static_cast<T>(judging.decision);
    kinds["class"] = {named("predicted", targets.names),
                      [&targets, decision](std::string& text, const Sample<T>& sample) {
                          const Index best = class_of(sample.output, decision);
                          add_cell(text, targets.classes[static_cast<std::size_t>(best)]);
                      }};
    if (judging.probabilities && single) {
        kinds["probabilities"] = {named("probability", targets.classes),
                                  [](std::string& text, const Sample<T>& sample) {
                                      add_number(text, 1 - sample.output(0, 0));
                                      text += ',';
                                      add_number(text, sample.output(0, 0));
                                  }};
    } else if (judging.probabilities) {
        kinds["probabilities"] = {named("probability", targets.classes), write_outputs};
    }
    const std::vector<std::string> alone{"output"};
    kinds["outputs"] = {single ? alone : named("output", targets.classes), write_outputs};
    // Before a sigmoid or softmax stand the logits; a linear last layer gives them itself.
    const auto workspace = model.network.make_workspace(1);
    const auto& z = workspace.layers.back().z;
    const Activation<T>* activation = model.network.output_activation();
    if (z.rows() == model.network.outputs() ||
        (activation != nullptr && activation->name() == "linear")) {
        const std::vector<std::string> logit{"logit"};
        kinds["logits"] = {single ? logit : named("logit", targets.classes), write_logits};
    }
    return kinds;
}

/// Reads the table block by block, and writes a row for each of its rows.
template <class T>
class Predictor {
  public:
    Predictor(const Arguments& arguments, const Model<T>& model)
        : model_(model),
          judging_(make_judging(model.network, losses<T>().traits(model.loss),
                                static_cast<Index>(model.targets.classes.size()),
                                model.targets.scaling)),
          columns_(choose_columns(arguments.columns)),
          csv_(csv_options(arguments, {})),
          reader_(csv_.path, csv_.format()),
          workspace_(model.network.make_workspace(block_rows)),
          inputs_(model.preprocessing.inputs(), block_rows) {
        select_columns(arguments.keep);
    }

    void run(FileWriter& out) {
        const FlushDenormals flush;
        std::string text = heading();
        CsvBlock block = reader_.make_block();
        RawData raw;
        raw.origin = reader_.origin();
        raw.inputs.names = model_.preprocessing.column_names();
        UnknownTexts unknown;
        Index rows = 0;
        while (const Index n = reader_.read(block, block_rows)) {
            rows += n;
            raw.inputs.cells.swap(block.cells);
            raw.lines.swap(block.lines);
            for (Index i = 0; i < n; ++i) {
                model_.preprocessing.apply(raw, i, inputs_.col(i).data(), &unknown);
            }
            raw.inputs.cells.swap(block.cells);
            raw.lines.swap(block.lines);
            add_rows(text, block, n);
            out.write(text);
            text.clear();
            block.clear();
        }
        if (rows == 0) throw InputError(reader_.origin() + ": has no rows below the header");
        out.finish();
        print_unknown(unknown, reader_.origin());
    }

  private:
    std::vector<OutputColumns<T>> choose_columns(std::vector<std::string> wanted) const {
        auto kinds = kinds_of(model_, judging_);
        if (wanted.empty()) {
            wanted = {model_.targets.classification() ? "class" : "value"};
            if (model_.targets.classification())
                wanted.push_back(judging_.probabilities ? "probabilities" : "outputs");
        }
        std::vector<std::string> known;
        for (const auto& [name, columns] : kinds) known.push_back(name);
        std::vector<OutputColumns<T>> chosen;
        for (const auto& name : wanted) {
            const auto found = kinds.find(name);
            if (found == kinds.end()) {
                throw InputError(
                    fmt::format("--output: this model gives no '{}'; {}\n  help: the "
                                "file to write is named with -o FILE",
                                name, suggest(name, known, "it gives")));
            }
            chosen.push_back(found->second);
        }
        return chosen;
    }

    void select_columns(const std::vector<std::string>& keep) {
        const auto find = [&](const std::vector<std::string>& wanted, const char* what) {
            return column_positions(reader_.names(), wanted, reader_.origin(), what);
        };
        kept_names_ = keep;
        reader_.select(find(model_.preprocessing.column_names(), "feature"), find(keep, "kept"));
    }

    std::string heading() const {
        std::string text;
        const auto add = [&](const std::string& name) {
            if (!text.empty()) text += ',';
            add_cell(text, name);
        };
        for (const auto& name : kept_names_) add(name);
        for (const auto& columns : columns_) {
            for (const auto& name : columns.names) add(name);
        }
        return text + '\n';
    }

    void add_rows(std::string& text, const CsvBlock& block, Index n) {
        model_.network.forward(ConstView<T>(inputs_.data(), inputs_.rows(), n), workspace_);
        auto& last = workspace_.layers.back();
        // A linear layer's logits are its outputs, in the units that it was trained in.
        const Matrix<T>& z = last.z.size() > 0 ? last.z : last.a;
        model_.unscale(first_columns(last.a, n));
        for (Index i = 0; i < n; ++i) {
            const Sample<T> sample{{last.a.col(i).data(), last.a.rows(), 1},
                                   {z.col(i).data(), z.rows(), 1}};
            const char* separator = "";
            for (const auto& kept : block.verbatim) {
                text += separator;
                add_cell(text, kept.texts()[kept.text_number(i)]);
                separator = ",";
            }
            for (const auto& columns : columns_) {
                text += separator;
                columns.write(text, sample);
                separator = ",";
            }
            text += '\n';
        }
    }

    const Model<T>& model_;
    Judging judging_;
    std::vector<OutputColumns<T>> columns_;
    CsvOptions csv_;
    CsvReader reader_;
    Workspace<T> workspace_;
    Matrix<T> inputs_;
    std::vector<std::string> kept_names_;
};

template <class T>
int predict(const Arguments& arguments, const Model<T>& model) {
    Predictor<T> predictor(arguments, model);
    FileWriter out(arguments.file);
    predictor.run(out);
    return done;
}

}  // namespace

Command predict_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    auto* app =
        program.add_subcommand("predict", "Predict a class or numbers for every row of a table");
    add_table_arguments(*app, *arguments);
    auto* output = app->add_option("--output", arguments->columns,
                                   "what to write of each row: class, probabilities, outputs, "
                                   "logits; of numbers: value (default: class,probabilities)")
                       ->delimiter(',');
    offer(output, "LIST", {"class", "probabilities", "outputs", "logits", "value"});
    app->add_option("--keep", arguments->keep,
                    "columns of the table to write in front, as they stand there")
        ->type_name("NAMES")
        ->delimiter(',');
    app->add_option("-o,--to", arguments->file,
                    "the CSV file to write (default: -, standard output)")
        ->type_name("FILE");
    return {app, [arguments, &context] {
                const AnyModel model = load_model(arguments->model, context.extensions);
                return std::visit([&](const auto& m) { return predict(*arguments, m); }, model);
            }};
}

}  // namespace mlp::app
