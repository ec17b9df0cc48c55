#include "mlp/io/onnx/graph_values.h"

#include "mlp/core/error.h"
#include "mlp/io/onnx/import_problems.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mlp::onnx {

GraphValues::GraphValues(const File& file) {
    for (const auto& [name, tensor] : file.initializers) define(name, constant(tensor));
    for (const auto& port : file.inputs) {
        // Old files list constants as inputs, too.
        if (file.initializers.contains(port.name)) continue;
        Value value;
        value.behind.emplace();
        value.behind->flat = !port.dims || port.dims->size() == 2;
        if (port.dims && value.behind->flat) columns_ = std::max<Index>(port.dims->at(1), 0);
        define(port.name, std::move(value));
        ++inputs_;
    }
}

const Value* GraphValues::find(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

void GraphValues::define(const std::string& name, Value value) {
    if (!values_.emplace(name, std::move(value)).second)
        throw InputError(fmt::format("is damaged: two values are called '{}'", shown(name)));
}

Value GraphValues::constant(const FileTensor& tensor) {
    constants_ += tensor.numbers.size();
    Value value;
    value.constant = {std::shared_ptr<const void>(), &tensor};
    return value;
}

}  // namespace mlp::onnx
