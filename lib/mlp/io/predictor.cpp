#include "mlp/io/predictor.h"

#include "mlp/core/error.h"
#include "mlp/nn/loss.h"
#include "mlp/train/evaluate.h"

#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

template <class T>
Judging judging_of(const Model<T>& model) {
    return make_judging(model.network, losses<T>().traits(model.loss),
                        static_cast<Index>(model.targets.classes.size()), model.targets.scaling);
}

const Targets& targets_of(const AnyModel& model) {
    return std::visit([](const auto& m) -> const Targets& { return m.targets; }, model);
}

Column number_column(double x) {
    Column column;
    column.add_number(x);
    return column;
}

}  // namespace

Predictor::Predictor(const std::filesystem::path& path, const Extensions& extensions)
    : Predictor(load_model(path, extensions)) {}

Predictor::Predictor(AnyModel model)
    : model_(std::move(model)),
      columns_(std::visit([](const auto& m) { return m.preprocessing.column_names(); }, model_)),
      judging_(std::visit([](const auto& m) { return judging_of(m); }, model_)) {}

const std::vector<std::string>& Predictor::classes() const { return targets_of(model_).classes; }

const std::vector<std::string>& Predictor::targets() const { return targets_of(model_).names; }

Prediction Predictor::predict(std::span<const double> row) const {
    RawData raw;
    for (const double x : row) raw.inputs.cells.push_back(number_column(x));
    return predict(std::move(raw), row.size());
}

Prediction Predictor::predict(const std::vector<Cell>& row) const {
    RawData raw;
    for (const auto& cell : row) {
        if (const auto* text = std::get_if<std::string>(&cell)) {
            raw.inputs.cells.emplace_back().add_text(*text);
        } else {
            raw.inputs.cells.push_back(number_column(std::get<double>(cell)));
        }
    }
    return predict(std::move(raw), row.size());
}

Prediction Predictor::predict(RawData raw, std::size_t cells) const {
    if (cells != columns_.size()) {
        throw InputError(fmt::format("a row of {} where the model takes {}: {}", cells,
                                     columns_.size(), fmt::join(columns_, ", ")));
    }
    raw.origin = "row";
    raw.inputs.names = columns_;
    return std::visit(
        [&](const auto& model) {
            const Matrix<double> outputs =
                mlp::predict(model.network, model.inputs(raw)).template cast<double>();
            Prediction prediction;
            if (model.targets.classification()) {
                const auto best =
                    static_cast<std::size_t>(class_of(view(outputs), 0, judging_.decision));
                prediction.class_index = best;
                prediction.label = model.targets.classes[best];
            }
            prediction.outputs.assign(outputs.data(), outputs.data() + outputs.size());
            for (std::size_t k = 0; k < model.targets.scaling.size(); ++k) {
                prediction.outputs[k] = model.targets.scaling[k].invert(prediction.outputs[k]);
            }
            return prediction;
        },
        model_);
}

}  // namespace mlp
