#pragma once

#include "mlp/io/onnx/onnx_export.h"
#include "mlp/train/evaluate.h"
#include "mlp/train/judging.h"

#include "onnx_tools.h"

#include <string>
#include <utility>
#include <vector>

namespace mlp::test {

/// Columns as inputs of a graph: together where all are numbers, else one by one.
inline nlohmann::json onnx_inputs(const RawData& data, const Preprocessing& preprocessing) {
    const Index samples = data.samples();
    nlohmann::json inputs;
    if (preprocessing.numbers_only()) {
        Matrix<double> all(static_cast<Index>(data.inputs.names.size()), samples);
        for (Index j = 0; j < samples; ++j) {
            if (data.inputs.numbers) data.inputs.numbers->read(j, all.col(j).data());
            for (std::size_t i = 0; i < data.inputs.cells.size(); ++i)
                all(static_cast<Index>(i), j) = data.inputs.cells[i].number(j);
        }
        inputs["input"] = onnx_numbers(all);
        return inputs;
    }
    for (std::size_t i = 0; i < data.inputs.cells.size(); ++i) {
        const Column& column = data.inputs.cells[i];
        if (std::holds_alternative<NumberInput>(preprocessing.columns()[i])) {
            Matrix<double> cells(1, samples);
            for (Index j = 0; j < samples; ++j) cells(0, j) = column.number(j);
            inputs[column.name()] = onnx_numbers(cells);
        } else {
            std::vector<std::string> cells;
            for (Index j = 0; j < samples; ++j) cells.push_back(column.spelling(j));
            inputs[column.name()] = onnx_texts(cells);
        }
    }
    return inputs;
}

/// Whole models, with what they say of raw data.
template <class T>
class Models {
  public:
    void add(const std::string& title, const Model<T>& model, const RawData& data) {
        const auto inputs = onnx_inputs(data, model.preprocessing);
        models_.add(title, write_onnx(model, {true, "test"}), inputs);
        const Matrix<T> outputs = model.predict(data);
        const Judging judging =
            make_judging(model.network, losses<T>().traits(model.loss),
                         static_cast<Index>(model.targets.classes.size()), model.targets.scaling);
        // Columns keep their names, and what is given gives way.
        const auto free = [&](const std::string& name) {
            return inputs.contains(name) ? name + "_2" : name;
        };
        Expected expected{
            free(judging.probabilities ? "probabilities" : "output"), outputs, free("label"), {}};
        if (judging.probabilities && outputs.rows() == 1) {
            expected.numbers.resize(2, outputs.cols());
            expected.numbers << Matrix<T>::Ones(1, outputs.cols()) - outputs, outputs;
        }
        for (Index i = 0; i < outputs.cols() && model.targets.classification(); ++i) {
            const Index best = class_of(view(outputs), i, static_cast<T>(judging.decision));
            expected.labels.push_back(model.targets.classes[static_cast<std::size_t>(best)]);
        }
        expected_.push_back(std::move(expected));
    }

    void check() const {
        REQUIRE(models_.size() > 0);
        if (onnx_checker_is_here()) CHECK(models_.complaints() == "");
        const std::string runtime = onnx_runtime();
        if (runtime.empty()) return;
        const auto results = models_.run(runtime);
        for (std::size_t i = 0; i < expected_.size(); ++i) {
            CAPTURE(models_.title(i));
            REQUIRE_MESSAGE(!results[i].contains("error"), results[i].dump());
            const auto& [output, numbers_of, label, labels] = expected_[i];
            CHECK(largest_difference(results[i].at(output), numbers_of) < 1e-5);
            CHECK(results[i].size() == (labels.empty() ? 1 : 2));
            if (!labels.empty()) CHECK(results[i].at(label).at("data") == nlohmann::json(labels));
        }
    }

  private:
    struct Expected {
        std::string output;
        Matrix<T> numbers;
        std::string label;
        std::vector<std::string> labels;
    };
    OnnxModels models_;
    std::vector<Expected> expected_;
};

/// Networks alone, with what they compute of some samples.
template <class T>
class Networks {
  public:
    void add(const std::string& title, const Model<T>& model, const Matrix<T>& inputs) {
        nlohmann::json given;
        given["input"] = onnx_numbers(inputs);
        models_.add(title, write_onnx(model, {}), given);
        expected_.push_back(predict(model.network, inputs));
    }

    void check() const {
        REQUIRE(models_.size() > 0);
        if (onnx_checker_is_here()) CHECK(models_.complaints() == "");
        const std::string runtime = onnx_runtime();
        if (runtime.empty()) return;
        const auto results = models_.run(runtime);
        for (std::size_t i = 0; i < expected_.size(); ++i) {
            CAPTURE(models_.title(i));
            REQUIRE_MESSAGE(!results[i].contains("error"), results[i].dump());
            CHECK(largest_difference(results[i].at("output"), expected_[i]) < 1e-5);
        }
    }

  private:
    OnnxModels models_;
    std::vector<Matrix<T>> expected_;
};

}  // namespace mlp::test
