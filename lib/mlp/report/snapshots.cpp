#include "mlp/report/snapshots.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/train/snapshot_epochs.h"

#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp {
namespace {

constexpr const char* file_name = "snapshots.jsonl";

}  // namespace

template <class T>
SnapshotFile<T>::SnapshotFile(const std::filesystem::path& directory, const Network<T>& network,
                              bool wanted, bool kept)
    : network_(network) {
    if (!wanted) return;
    file_.emplace(directory / file_name, kept);
    if (!kept) write(0);
}

template <class T>
bool SnapshotFile<T>::on_epoch(const EpochReport& report) {
    if (file_ && is_snapshot_epoch(report.epoch)) write(report.epoch);
    return true;
}

template <class T>
void SnapshotFile<T>::on_end(const EpochReport& /*last*/) {
    if (file_) file_->flush();
}

template <class T>
void SnapshotFile<T>::visit_state(StateVisitor& state) {
    visit_size(state, file_name, file_);
}

template <class T>
void SnapshotFile<T>::write(Index epoch) {
    std::string line = fmt::format("{{\"epoch\":{},\"parameters\":[", epoch);
    const char* separator = "";
    for (const T value : network_.parameters().values()) {
        line += separator + to_text(value);
        separator = ",";
    }
    file_->add_line(line + "]}");
}

template class SnapshotFile<float>;
template class SnapshotFile<double>;

std::vector<Snapshot> read_snapshots(const std::filesystem::path& run_directory) {
    const auto path = run_directory / file_name;
    std::vector<Snapshot> snapshots;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return snapshots;
    const std::string text = read_file(path);
    std::size_t start = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
        const auto line = std::string_view(text).substr(start, end - start);
        start = end + 1;
        try {
            const auto json = nlohmann::json::parse(line);
            snapshots.push_back(
                {json.at("epoch").get<Index>(), json.at("parameters").get<std::vector<double>>()});
        } catch (const nlohmann::json::exception&) {
            throw InputError(fmt::format("{}:{}: is damaged: no snapshot of a training",
                                         path.string(), snapshots.size() + 1));
        }
    }
    return snapshots;
}

}  // namespace mlp
