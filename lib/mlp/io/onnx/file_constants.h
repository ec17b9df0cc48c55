#pragma once

#include "mlp/core/matrix.h"
#include "mlp/io/onnx/onnx_file.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mlp::onnx {

/// Why a constant is no matrix of numbers; empty where it is one. `tensor` may be null.
std::string problem_with_matrix(const FileTensor* tensor);

/// A constant as one number for each of `count` columns; a single number is that for all. None
/// where it is something else.
std::optional<Vector<double>> constant_row(const FileTensor* tensor, Index count);

/// The weights among the constants of a file, each made once however often it is used.
class Weights {
  public:
    /// Outputs × inputs. `tensor`: a matrix, of that order or (inputs_first) the other.
    std::shared_ptr<const Matrix<double>> of(const FileTensor& tensor, bool inputs_first);

  private:
    std::map<std::pair<const FileTensor*, bool>, std::shared_ptr<const Matrix<double>>> made_;
};

}  // namespace mlp::onnx
