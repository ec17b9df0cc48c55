#include "mlp/io/onnx/file_constants.h"

#include <algorithm>
#include <cmath>

namespace mlp::onnx {

std::string problem_with_matrix(const FileTensor* tensor) {
    if (tensor == nullptr) return "its weights are not constant";
    if (!tensor->problem.empty()) return "its weights cannot be read: " + tensor->problem;
    if (tensor->dims.size() != 2) return "its weights are no matrix";
    const bool finite =
        std::ranges::all_of(tensor->numbers, [](double x) { return std::isfinite(x); });
    return finite ? "" : "its weights are not all finite";
}

std::optional<Vector<double>> constant_row(const FileTensor* tensor, Index count) {
    if (tensor == nullptr || !tensor->problem.empty() || tensor->dims.size() > 2)
        return std::nullopt;
    const auto size = static_cast<Index>(tensor->numbers.size());
    if (size == 1) return Vector<double>::Constant(count, tensor->numbers.front()).eval();
    // A column of numbers would be one for each sample.
    if (size != count || tensor->dims.back() != count) return std::nullopt;
    return Vector<double>(ConstVectorView<double>(tensor->numbers.data(), size));
}

std::shared_ptr<const Matrix<double>> Weights::of(const FileTensor& tensor, bool inputs_first) {
    auto& made = made_[{&tensor, inputs_first}];
    if (made) return made;
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const RowMajor> rows(tensor.numbers.data(), tensor.dims[0], tensor.dims[1]);
    made = inputs_first ? std::make_shared<const Matrix<double>>(rows.transpose())
                        : std::make_shared<const Matrix<double>>(rows);
    return made;
}

}  // namespace mlp::onnx
