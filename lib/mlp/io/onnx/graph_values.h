#pragma once

#include "mlp/core/formula.h"
#include "mlp/core/options.h"
#include "mlp/io/onnx/onnx_file.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace mlp::onnx {

/// A value behind some steps, with what is done to each of its numbers since.
struct Behind {
    std::size_t step = 0;  ///< the number of the last step among all; 0: the input of the graph
    Formula formula = Formula::variable();
    std::size_t size = 1;                ///< of the formula
    std::optional<Choice> activation{};  ///< that the formula is, where that is known
    bool flat = true;                    ///< whether it is a row of numbers a sample

    bool plain() const { return formula.kind() == FormulaKind::variable; }
};

/// What is known of a value of the graph.
struct Value {
    std::optional<Behind> behind{};
    std::shared_ptr<const FileTensor> constant{};  ///< else; null: nothing is known
};

/// The values of a graph by their names. Tensors stay in the file, which must outlive this.
class GraphValues {
  public:
    /// Those that are there before any node. Throws InputError where two have one name.
    explicit GraphValues(const File& file);

    /// The inputs that are no constants, and how many numbers the last one has a sample; 0: not
    /// known.
    std::size_t inputs() const { return inputs_; }
    Index columns() const { return columns_; }
    /// Numbers in all constants so far.
    std::size_t constants() const { return constants_; }

    /// Null where there is none so far.
    const Value* find(const std::string& name) const;
    /// Throws InputError where there is one of this name.
    void define(const std::string& name, Value value);
    Value constant(const FileTensor& tensor);

  private:
    std::map<std::string, Value> values_;
    std::size_t inputs_ = 0;
    Index columns_ = 0;
    std::size_t constants_ = 0;
};

}  // namespace mlp::onnx
