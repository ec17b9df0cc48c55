#pragma once

#include "mlp/core/formula.h"
#include "mlp/io/onnx/onnx_graph.h"

#include <map>
#include <string>
#include <vector>

namespace mlp::onnx {

/// Places of columns in a value [batch, columns].
using Places = std::vector<std::int64_t>;

std::string cast(Graph& graph, const std::string& value, Element element);

/// These columns of a value with `count` columns.
std::string columns_of(Graph& graph, const std::string& value, const Places& places, Index count);

/// Values side by side.
std::string joined(Graph& graph, const Texts& values);

/// A value made of pieces in any order.
class Pieces {
  public:
    /// `places`: where each column of the piece belongs.
    void add(std::string value, const Places& places);
    /// All of them, in order.
    std::string write(Graph& graph) const;

  private:
    Texts values_;
    Places places_;
};

/// Columns that are each computed from one or two others by a formula. Those whose formulas differ
/// in constants only are computed together.
class FormulaColumns {
  public:
    /// `formula`: of variable(0), the number in column a, and variable(1), that in column b.
    /// `place`: where the result belongs.
    void add(const Formula& formula, std::int64_t a, std::int64_t b, std::int64_t place);
    /// `numbers`: [batch, count], float64. The results are float32.
    void write(Graph& graph, const std::string& numbers, Index count, Pieces& results) const;

  private:
    struct Group {
        std::vector<Formula> formulas;
        Places a, b, places;
    };
    std::map<std::string, Group> groups_;  ///< by skeleton
};

}  // namespace mlp::onnx
