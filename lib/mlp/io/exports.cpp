#include "mlp/io/exports.h"

#include "mlp/io/c_header/c_header.h"
#include "mlp/io/onnx/onnx_export.h"

#include <variant>

namespace mlp {
namespace {

std::string onnx(const AnyModel& model, const ExportOptions& options) {
    return std::visit(
        [&](const auto& m) {
            return write_onnx(m, {options.preprocessing, options.name});
        },
        model);
}

std::string c_header(const AnyModel& model, const ExportOptions& options) {
    return std::visit(
        [&](const auto& m) {
            return write_c_header(m, {options.name, options.int8});
        },
        model);
}

}  // namespace

/// The table: one line a format.
const std::vector<ExportFormat>& export_formats() {
    static const std::vector<ExportFormat> formats{
        {"onnx", ".onnx", "a graph for ONNX Runtime and others", false, &onnx},
        {"c", ".h", "a C99 and C++ header that predicts without any library", true, &c_header},
    };
    return formats;
}

}  // namespace mlp
