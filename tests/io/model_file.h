#pragma once

#include "mlp/io/safetensors.h"

#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace mlp::test {

/// The parts of a safetensors file, to be changed and put together anew.
struct TensorFile {
    struct Tensor {
        std::string dtype;
        std::vector<Index> shape;
        std::string numbers;
        std::size_t place = std::numeric_limits<std::size_t>::max();  ///< in the file; new: last
    };
    std::map<std::string, std::string> metadata;
    std::map<std::string, Tensor> tensors;

    explicit TensorFile(const std::filesystem::path& path) {
        const Safetensors file = Safetensors::read(path);
        metadata = file.metadata();
        for (const auto& [name, tensor] : file.tensors()) {
            tensors[name] = {tensor.dtype, tensor.shape,
                             std::string(file.bytes(name, tensor.dtype)), tensor.begin};
        }
    }

    /// Changes one of the JSON texts of the metadata.
    void edit(const std::string& key, const std::function<void(nlohmann::ordered_json&)>& change) {
        auto json = nlohmann::ordered_json::parse(metadata.at(key));
        change(json);
        metadata[key] = json.dump();
    }

    std::string bytes() const {
        SafetensorsWriter writer;
        for (const auto& [key, text] : metadata) writer.set_metadata(key, text);
        std::multimap<std::size_t, std::string> in_order;
        for (const auto& [name, tensor] : tensors) in_order.emplace(tensor.place, name);
        for (const auto& [place, name] : in_order) {
            const Tensor& tensor = tensors.at(name);
            writer.add(name, tensor.dtype, tensor.shape, tensor.numbers);
        }
        return writer.bytes();
    }
};

}  // namespace mlp::test
