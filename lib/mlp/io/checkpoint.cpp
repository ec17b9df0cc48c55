#include "mlp/io/checkpoint.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/io/self_test.h"
#include "mlp/io/untrusted_json.h"
#include "mlp/io/weights.h"

#include <cstring>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <zlib.h>

namespace mlp {
namespace {

const std::string prefix = "training.";

std::string checksum(std::string_view numbers) {
    const auto* bytes = reinterpret_cast<const Bytef*>(numbers.data());
    return fmt::format("{:08x}", ::crc32_z(0, bytes, numbers.size()));
}

template <class Number>
constexpr const char* dtype = std::is_same_v<Number, Index>   ? "I64"
                              : std::is_same_v<Number, float> ? "F32"
                                                              : "F64";

class StateWriter final : public StateVisitor {
  public:
    explicit StateWriter(SafetensorsWriter& file) : file_(file) {}

    void visit(const std::string& name, std::vector<Index>& numbers) override {
        add(name, {static_cast<Index>(numbers.size())}, numbers);
    }
    void visit(const std::string& name, Matrix<float>& numbers) override {
        add_matrix(name, numbers);
    }
    void visit(const std::string& name, Matrix<double>& numbers) override {
        add_matrix(name, numbers);
    }

  private:
    /// What is column-major in memory is row-major in the file if rows and columns change names.
    template <class T>
    void add_matrix(const std::string& name, const Matrix<T>& numbers) {
        add(name, {numbers.cols(), numbers.rows()}, numbers);
    }
    template <class Numbers>
    void add(const std::string& name, std::vector<Index> shape, const Numbers& numbers) {
        using Number = std::remove_cvref_t<decltype(*numbers.data())>;
        file_.add(prefix + name, dtype<Number>, std::move(shape),
                  std::string(reinterpret_cast<const char*>(numbers.data()),
                              static_cast<std::size_t>(numbers.size()) * sizeof(Number)));
    }

    SafetensorsWriter& file_;
};

class StateReader final : public StateVisitor {
  public:
    explicit StateReader(const Safetensors& file) : file_(file) {}

    void visit(const std::string& name, std::vector<Index>& numbers) override {
        const auto bytes = file_.bytes(prefix + name, dtype<Index>);
        numbers.resize(bytes.size() / sizeof(Index));
        copy(bytes, numbers.data());
    }
    void visit(const std::string& name, Matrix<float>& numbers) override { read(name, numbers); }
    void visit(const std::string& name, Matrix<double>& numbers) override { read(name, numbers); }

  private:
    template <class T>
    void read(const std::string& name, Matrix<T>& numbers) {
        const auto bytes = file_.bytes(prefix + name, dtype<T>);
        const auto& shape = file_.tensors().at(prefix + name).shape;
        if (shape.size() != 2) {
            throw InputError(fmt::format("{}: is damaged: tensor '{}{}' is no matrix", file_.file(),
                                         prefix, name));
        }
        numbers.resize(shape[1], shape[0]);
        copy(bytes, numbers.data());
    }
    static void copy(std::string_view bytes, void* to) {
        if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
    }

    const Safetensors& file_;
};

}  // namespace

template <class T>
void Checkpoint::save(const std::filesystem::path& path, const Model<T>& model,
                      const Origin& origin, const std::function<void(StateVisitor&)>& visit) {
    SafetensorsWriter file;
    write_model(file, model);
    StateWriter writer(file);
    visit(writer);
    file.set_metadata("training_config", origin.config);
    file.set_metadata("training_data", origin.data);
    file.set_metadata("checksum", checksum(file.numbers()));
    write_file(path, file.bytes());
}

Checkpoint Checkpoint::read(const std::filesystem::path& path) {
    return read(std::make_shared<const Safetensors>(Safetensors::read(path)));
}

Checkpoint Checkpoint::read(std::shared_ptr<const Safetensors> file) {
    const auto fail = [&](const char* what) {
        throw InputError(fmt::format("{}: is {}", file->file(), what));
    };
    const auto& texts = file->metadata();
    for (const char* key : {"training_config", "training_data", "checksum"}) {
        if (!texts.contains(key)) fail("not a checkpoint of a training");
    }
    if (!texts.contains("self_test")) fail("damaged: its metadata lacks 'self_test'");
    if (texts.at("checksum") != checksum(file->numbers())) {
        fail("damaged: its numbers do not have its checksum");
    }
    Checkpoint result;
    result.origin_ = {texts.at("training_config"), texts.at("training_data")};
    result.file_ = std::move(file);
    return result;
}

Index Checkpoint::epoch() const {
    Index epoch = 0;
    StateReader(*file_).StateVisitor::visit("epoch", epoch);
    return epoch;
}

template <class T>
void Checkpoint::restore(Network<T>& network,
                         const std::function<void(StateVisitor&)>& visit) const {
    load_weights(*file_, network);
    try {
        const auto& test = file_->metadata().at("self_test");
        run_self_test(network, parse_untrusted<Json>(test, metadata_limits));
    } catch (const std::exception& error) {
        const bool json = dynamic_cast<const Json::exception*>(&error) != nullptr;
        throw InputError(fmt::format("{}: is damaged: {}", file_->file(),
                                     json ? "its self-test is not as it should be" : error.what()));
    }
    StateReader reader(*file_);
    visit(reader);
}

#define MLP_INSTANTIATE(T)                                                                       \
    template void Checkpoint::save(const std::filesystem::path&, const Model<T>&, const Origin&, \
                                   const std::function<void(StateVisitor&)>&);                   \
    template void Checkpoint::restore(Network<T>&, const std::function<void(StateVisitor&)>&) const;
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
